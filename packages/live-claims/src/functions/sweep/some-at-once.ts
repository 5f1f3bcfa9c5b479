/**
 * Does the work on every item, on at most `limit` of them at the same time, and comes back with what
 * it came to in the order of the items. Once `isOver` says so, it begins on no further one, and
 * leaves those out.
 */
export async function someAtOnce<Item, Result>(
  items: readonly Item[],
  limit: number,
  work: (item: Item, index: number) => Promise<Result>,
  isOver: () => boolean = () => false,
): Promise<readonly Result[]> {
  const results: Result[] = [];
  // One iterator for all, so that each takes the next item that nobody has taken.
  const untaken = items.entries();
  const takeOneByOne = async () => {
    for (const [index, item] of untaken) {
      if (isOver()) return;
      results[index] = await work(item, index);
    }
  };
  await Promise.all(Array.from({ length: limit }, takeOneByOne));
  // Without the holes of those left out.
  return results.filter(() => true);
}
