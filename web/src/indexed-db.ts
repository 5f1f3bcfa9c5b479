/** How long a browser may take to open a database, in milliseconds, before it counts as one that has none. */
const LONGEST = 8_000;

/**
 * Whether IndexedDB can be used. Some browsers have none, some refuse it in private windows, and in some it
 * never answers (Safari 14), for which Auth would wait without an end.
 */
export function answers(factory: IDBFactory | undefined): Promise<boolean> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, LONGEST, false);
    const settle = (isThere: boolean) => {
      clearTimeout(timer);
      resolve(isThere);
    };
    try {
      if (factory == null) return settle(false);
      const opening = factory.open('live-claims-probe');
      opening.onerror = () => settle(false);
      opening.onsuccess = () => {
        opening.result.close();
        settle(true);
      };
    } catch {
      settle(false);
    }
  });
}
