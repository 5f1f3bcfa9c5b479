import type { Observation } from '../sync/ports.js';
import type { SyncEngine } from '../sync/sync-user.js';
/**
 * Document, marker and account of one person at this moment. An id that neither knows comes back
 * with all three empty.
 */
export declare function readPerson({ engine }: {
    readonly engine: SyncEngine;
}, uid: string): Promise<Observation>;
