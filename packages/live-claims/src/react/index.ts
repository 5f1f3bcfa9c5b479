export { Can } from './can.tsx';
export { useLiveClaimsClient } from './live-claims-context.ts';
export { LiveClaimsProvider } from './live-claims-provider.tsx';
export { useCan } from './use-can.ts';
export { useLiveClaims } from './use-live-claims.ts';
