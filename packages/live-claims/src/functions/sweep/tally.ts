import type { DriftCode, DriftCounts, SetAside } from '../../core/index.ts';

/** What the work came to so far, in numbers. */
export interface Tally {
  readonly seen: number;
  readonly changed: number;
  readonly setAside: number;
  readonly drift: DriftCounts;
}

export const NOTHING: Tally = { seen: 0, changed: 0, setAside: 0, drift: {} };

/** The numbers of one page. */
export function tallyOf(page: {
  readonly seen: number;
  readonly findings: readonly {
    readonly codes: readonly DriftCode[];
    readonly changed: boolean;
    readonly setAside: SetAside | null;
  }[];
}): Tally {
  const { seen, findings } = page;
  const drift: DriftCounts = {};
  for (const code of findings.flatMap(({ codes }) => codes)) drift[code] = (drift[code] ?? 0) + 1;
  return {
    seen,
    changed: findings.filter(({ changed }) => changed).length,
    setAside: findings.filter(({ setAside }) => setAside !== null).length,
    drift,
  };
}

export function sumOf(a: Tally, b: Tally): Tally {
  const drift: DriftCounts = { ...a.drift };
  for (const [code, count] of Object.entries(b.drift) as [DriftCode, number][]) {
    drift[code] = (drift[code] ?? 0) + count;
  }
  return {
    seen: a.seen + b.seen,
    changed: a.changed + b.changed,
    setAside: a.setAside + b.setAside,
    drift,
  };
}
