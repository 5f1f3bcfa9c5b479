import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The repository's root, with a separator at its end. */
export const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** Logs and caches of local runs; may be removed at any time. */
export const STATE_FOLDER = path.join(ROOT, '.live-claims');
