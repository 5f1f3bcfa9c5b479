import type { Environment } from './environment.js';
/** Asks once for this key, again only while it fails; null takes a wish back. */
export type SyncRequest = (key: string | null) => void;
/** Asks the server to recompute claims, seldom. `answered` is called after every success. */
export declare function createSyncRequest(requestSync: () => Promise<unknown>, answered: () => void, { clock, random }: Pick<Environment, 'clock' | 'random'>): SyncRequest;
