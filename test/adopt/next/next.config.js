import path from 'node:path';

// The SDKs are those of the repository, further up.
const root = path.resolve(import.meta.dirname, '../../..');

export default { turbopack: { root }, outputFileTracingRoot: root, devIndicators: false };
