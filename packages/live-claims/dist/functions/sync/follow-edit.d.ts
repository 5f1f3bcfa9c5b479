import type { Revisions } from './ports.js';
import { type SyncEngine, type SyncOutcome } from './sync-user.js';
/** What an event says about a write of `users/{uid}`. A hint that something changed, never the data. */
export interface Edit extends Revisions {
    readonly uid: string;
    /** The platform's word for who wrote: `unknown` for the Firebase console. */
    readonly authType: string | undefined;
}
/**
 * Looks after one edit, as often as its event is delivered.
 *
 * @returns what the sync came to; null when the edit's own writer has applied it.
 * @throws what `syncUser` throws; the event has to be delivered again then.
 */
export declare function followEdit(engine: SyncEngine, edit: Edit, sleep: (ms: number) => Promise<unknown>): Promise<SyncOutcome | null>;
