import { type DriftCode, type SetAside } from '../../core/index.js';
import type { Project } from '../project.js';
import { type Tally } from './tally.js';
export interface ReconcileOptions {
    /** Only tells what it would do. */
    readonly dryRun: boolean;
    /** How many accounts may be changed a second; 10 unless given, the platform's limit. */
    readonly perSecond?: number;
    /** Stops after the people at hand, of whom there are at most ten. */
    readonly signal?: AbortSignal;
    readonly onProgress?: (report: ReconcileReport) => void;
    readonly onDrift?: (uid: string, codes: readonly DriftCode[]) => void;
    /** Hears of those whom somebody has to see to. */
    readonly onSetAside?: (uid: string, why: SetAside) => void;
}
/** How far a reconciliation has got. */
export interface ReconcileReport extends Tally {
    /** How many people there are to look at: an estimate, taken at the start. */
    readonly total: number;
    /** False when it was stopped before the end. */
    readonly finished: boolean;
}
/**
 * Looks at everybody and heals what has drifted, in this process and without a queue: what the
 * command line does. The memory it takes is a page's, however many people there are.
 *
 * @throws what reading throws, when Firebase cannot be reached; what was healed stays healed.
 */
export declare function reconcile(project: Project, options: ReconcileOptions): Promise<ReconcileReport>;
