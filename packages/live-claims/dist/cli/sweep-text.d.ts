import type { DriftCounts } from '../core/index.js';
import type { Paint } from './terminal.js';
/** What a look at many people came to. */
export interface SweepSummary {
    readonly seen: number;
    readonly changed: number;
    readonly setAside: number;
    readonly drift: DriftCounts;
    /** Whom nobody but a person can help: the first of them, if there are many. */
    readonly people: readonly {
        readonly uid: string;
        readonly code: string;
        readonly message: string;
    }[];
    readonly dryRun: boolean;
}
/** The summary in lines: how many, what had drifted, and who was set aside why. */
export declare function sweepLines(summary: SweepSummary, paint: Paint): readonly string[];
