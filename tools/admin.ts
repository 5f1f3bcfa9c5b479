export { main } from '../packages/live-claims/src/cli/live-claims.ts';
