import { type DriftCode, type RoleTable } from '../core/index.js';
import type { Observation } from '../functions/sync/ports.js';
/** One thing that is wrong, in words. */
export interface DriftInWords {
    readonly code: DriftCode;
    /** What is wrong, with the values at hand. */
    readonly what: string;
    /** What to do about it. */
    readonly next: string;
}
/** Words for what `driftOf` has found about a person, with what stands there. */
export declare function explainDrift(roles: RoleTable, uid: string, seen: Observation, codes: readonly DriftCode[]): readonly DriftInWords[];
