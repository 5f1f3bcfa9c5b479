/**
 * Does the work on every item, on at most `limit` of them at the same time, and comes back with what
 * it came to in the order of the items. Once `isOver` says so, it begins on no further one, and
 * leaves those out.
 */
export declare function someAtOnce<Item, Result>(items: readonly Item[], limit: number, work: (item: Item, index: number) => Promise<Result>, isOver?: () => boolean): Promise<readonly Result[]>;
