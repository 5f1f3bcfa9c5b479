import written from './figures.json' with { type: 'json' };

/** How long something takes, in milliseconds; where it was computed there is only the bound. */
export type EffectWindow =
  | { readonly p50: number; readonly p95: number }
  | { readonly bound: number; readonly because: string };

/** An approach as the comparison lab measured it; null where it failed or was not counted. */
export interface Approach {
  readonly id: string;
  readonly name: string;
  /** The approaches of the discussion that it is: `T7, T11`. */
  readonly answers: string;
  readonly grant: EffectWindow | null;
  readonly revoke: EffectWindow | null;
  readonly refusing: EffectWindow | null;
  readonly failures: number;
  /** US dollars a month. */
  readonly bill: number | null;
  readonly note: string;
}

export interface Figures {
  /** When it was measured, ISO 8601; null while nothing has been. */
  readonly at: string | null;
  /** Whether it was a quick run. */
  readonly quick: boolean;
  readonly scenario: {
    readonly users: number;
    readonly changesPerUserPerMonth: number;
    readonly hoursConnectedPerUserPerMonth: number;
    readonly requestsPerUserPerMonth: number;
  };
  readonly rows: readonly Approach[];
}

/** What the last run of `npm run bench` wrote (lab/report/summary.ts). */
export const figures = written as Figures;
