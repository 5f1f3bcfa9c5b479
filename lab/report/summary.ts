import type { Computed, EffectResult, LabResults, Timing } from '../results.ts';
import { monthlyBill, SCENARIO } from './prices.ts';

/** How long something takes, in milliseconds; where it was computed there is only the bound. */
export type EffectWindow =
  | { readonly p50: number; readonly p95: number }
  | { readonly bound: number; readonly because: string };

/** An approach as the lab measured it; null where it failed or was not counted. */
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
}

/** What the results come to. */
export interface Figures {
  /** When it was measured, ISO 8601. */
  readonly at: string;
  /** Whether it was a quick run. */
  readonly quick: boolean;
  /** Whose month the bills are for. */
  readonly scenario: typeof SCENARIO;
  readonly rows: readonly Approach[];
}

/** What the results come to, fastest first grant first; what failed altogether comes last. */
export function summarise(results: LabResults): Figures {
  const rows = results.effect.map((effect) => toRow(results, effect));
  return {
    at: results.parts.effect?.at ?? '',
    quick: results.quick,
    scenario: SCENARIO,
    rows: rows.toSorted((a, b) => middle(a.grant) - middle(b.grant)),
  };
}

function toRow(results: LabResults, effect: EffectResult): Approach {
  const { strategy: id, firstRead, lastStaleRead, lastStaleReadRefusing } = effect;
  const facts = results.strategies.find((each) => each.id === id);
  const costs = results.costs.find(({ strategy }) => strategy === id);
  const timings = [firstRead, lastStaleRead, lastStaleReadRefusing].filter(isTiming);
  return {
    id,
    name: facts?.name ?? id,
    answers: facts?.answers ?? '',
    grant: toWindow(firstRead),
    revoke: toWindow(lastStaleRead),
    refusing: toWindow(lastStaleReadRefusing),
    failures: timings.reduce((sum, { failures }) => sum + failures, 0),
    bill: costs === undefined ? null : rounded(monthlyBill(costs, SCENARIO).total, 4),
  };
}

export function isTiming(measured: Timing | Computed): measured is Timing {
  return !('computedMs' in measured);
}

function toWindow(measured: Timing | Computed): EffectWindow | null {
  if (!isTiming(measured)) return { bound: measured.computedMs, because: measured.because };
  if (measured.count === 0) return null;
  return { p50: rounded(measured.p50, 1), p95: rounded(measured.p95, 1) };
}

/** The time by which approaches are compared, in milliseconds. */
export function middle(window: EffectWindow | null): number {
  if (window === null) return Number.POSITIVE_INFINITY;
  return 'bound' in window ? window.bound : window.p50;
}

function rounded(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}
