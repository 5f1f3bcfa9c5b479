import { type DriftCode, type RoleTable } from '../../core/index.js';
import type { Observation } from '../sync/ports.js';
/**
 * Everything in which account, marker and document of one person disagree, most telling first;
 * empty when nothing is wrong. Whatever a sync would change has a code here.
 *
 * @param now in milliseconds since the Unix epoch.
 */
export declare function driftOf(roles: RoleTable, seen: Observation, now: number): readonly DriftCode[];
/** Whether a sync, or the end of a grant, would change something; the rest is for a person to mend. */
export declare function isHealable(roles: RoleTable, seen: Observation, codes: readonly DriftCode[]): boolean;
/** What the code means, in one sentence. */
export declare function describeDrift(code: DriftCode): string;
