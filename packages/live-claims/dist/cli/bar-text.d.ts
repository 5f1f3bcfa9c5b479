/** How far work on many people has got. */
export interface Count {
    readonly seen: number;
    /** An estimate: more may turn up. */
    readonly total: number;
    readonly changed: number;
    readonly setAside: number;
}
/** “██████░░░░  42 %  4,200 of 10,000 · 12 changed · 1 set aside”. */
export declare function barText({ seen, total, changed, setAside }: Count): string;
/** “10,000” */
export declare function figure(count: number): string;
