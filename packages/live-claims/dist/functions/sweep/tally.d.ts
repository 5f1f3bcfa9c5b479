import type { DriftCode, DriftCounts, SetAside } from '../../core/index.js';
/** What the work came to so far, in numbers. */
export interface Tally {
    readonly seen: number;
    readonly changed: number;
    readonly setAside: number;
    readonly drift: DriftCounts;
}
export declare const NOTHING: Tally;
/** The numbers of one page. */
export declare function tallyOf(page: {
    readonly seen: number;
    readonly findings: readonly {
        readonly codes: readonly DriftCode[];
        readonly changed: boolean;
        readonly setAside: SetAside | null;
    }[];
}): Tally;
export declare function sumOf(a: Tally, b: Tally): Tally;
