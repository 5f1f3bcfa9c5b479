import type { ClaimsVersion, DirectoryRow } from '../../core/index.ts';

type Row = Pick<DirectoryRow, 'uid' | 'version'>;

/** The most rows whose sessions are followed at a time: each may have 20. */
export const MOST_FOLLOWED = 10;

/** Stands for a version before all others. */
const BEFORE_ALL: ClaimsVersion = -1;

/** Which people's access has changed on one visit to the page, through all lists that it shows meanwhile. */
export class ChangedRows {
  /** The version that each person had when they were first seen. */
  readonly #first = new Map<string, ClaimsVersion>();

  /**
   * Gives, of the rows of one list, those that have changed since they were first seen. Asked again, it gives the same.
   *
   * @param isNewestFirst whether the latest change is on top: then a person who comes in above those that were there has changed.
   */
  list(isNewestFirst: boolean): (rows: readonly Row[]) => ReadonlySet<string> {
    let newest: ClaimsVersion | null = null;
    return (rows) => {
      if (newest === null && rows.length > 0) {
        newest = isNewestFirst ? Math.max(...rows.map(({ version }) => version)) : Infinity;
      }
      const changed = new Set<string>();
      for (const { uid, version } of rows) {
        const first = this.#first.get(uid) ?? (version > (newest ?? 0) ? BEFORE_ALL : version);
        this.#first.set(uid, first);
        if (version !== first) changed.add(uid);
      }
      return changed;
    };
  }
}

/** Those of the rows whose sessions are followed: the latest changes. */
export function followed(rows: readonly Row[], changed: ReadonlySet<string>): ReadonlySet<string> {
  const newest = rows
    .filter(({ uid }) => changed.has(uid))
    .toSorted((a, b) => b.version - a.version);
  return new Set(newest.slice(0, MOST_FOLLOWED).map(({ uid }) => uid));
}
