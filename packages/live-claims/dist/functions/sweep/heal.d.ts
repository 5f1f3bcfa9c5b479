import type { DriftCode } from '../../core/index.js';
import type { Project } from '../project.js';
import { type SyncOutcome } from '../sync/sync-user.js';
import type { Person } from './person.js';
/**
 * Heals what has drifted for one person: ends a grant that is over, then syncs. Looks for itself at
 * what there is to do, so it changes nothing when the drift has gone meanwhile.
 *
 * @param reason for the audit log.
 * @throws what the transaction and the sync throw.
 */
export declare function heal(project: Project, { uid, seen }: Person, { codes, reason, now }: HealOptions): Promise<SyncOutcome>;
export interface HealOptions {
    readonly codes: readonly DriftCode[];
    readonly reason: string;
    /** Milliseconds since the Unix epoch. */
    readonly now: number;
}
