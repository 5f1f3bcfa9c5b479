import { setTimeout as sleep } from 'node:timers/promises';
import type { Contender, Strategy } from '../strategies/strategy.ts';
import { type GrantTimes, measureGrant, measureRevoke, type RevokeTimes } from './visit.ts';

/**
 * How far apart one person's changes are, in milliseconds at least: of a burst, our client spaces the
 * refreshes from the fourth on, and times in Auth are whole seconds.
 */
const BETWEEN_CHANGES_MS = 2_100;

/** A strategy with all that was measured of it. */
export interface Runner {
  readonly strategy: Strategy;
  readonly grants: readonly GrantTimes[];
  readonly revokes: readonly RevokeTimes[];
  readonly failures: { readonly grants: number; readonly revokes: number };
  readonly refusingBound: Contender['refusingBound'];
  /** One grant; a failure is counted. `watchClaims` as `measureGrant` has it. */
  grant(keep: boolean, watchClaims: boolean): Promise<void>;
  /** One revoke, if the last grant succeeded; a failure is counted. */
  revoke(keep: boolean): Promise<void>;
  close(): Promise<void>;
}

/**
 * Opens a strategy. When a visit fails, `onFailure` hears why, and the next one opens the strategy again.
 *
 * @throws what opening throws.
 */
export async function openRunner(
  strategy: Strategy,
  onFailure: (strategy: Strategy, error: unknown) => void,
): Promise<Runner> {
  const grants: GrantTimes[] = [];
  const revokes: RevokeTimes[] = [];
  const failures = { grants: 0, revokes: 0 };
  const first = await opened(strategy);
  let contender: Contender | null = first;
  let isEditor = false;
  let changedAt = Number.NEGATIVE_INFINITY;

  async function visit<Times>(
    kind: keyof typeof failures,
    keep: boolean,
    measure: (contender: Contender) => Promise<Times>,
    into: Times[],
  ): Promise<boolean> {
    await sleep(Math.max(0, changedAt + BETWEEN_CHANGES_MS - performance.now()));
    changedAt = performance.now();
    try {
      contender ??= await opened(strategy);
      const times = await measure(contender);
      if (keep) into.push(times);
      return true;
    } catch (error) {
      if (keep) failures[kind] += 1;
      onFailure(strategy, error);
      await contender?.close().catch(() => {});
      contender = null;
      return false;
    }
  }

  return {
    strategy,
    grants,
    revokes,
    failures,
    refusingBound: first.refusingBound,
    async grant(keep, watchClaims) {
      isEditor = await visit('grants', keep, (open) => measureGrant(open, watchClaims), grants);
    },
    async revoke(keep) {
      if (!isEditor) return;
      await visit('revokes', keep, measureRevoke, revokes);
      isEditor = false;
    },
    async close() {
      await contender?.close();
    },
  };
}

/**
 * Opens a strategy and reads twice at once, so that whatever answers later has started by then: the
 * Functions emulator starts a process for each request that comes while another one is answered.
 */
async function opened(strategy: Strategy): Promise<Contender> {
  const contender = await strategy.open();
  await Promise.all([contender.probe(), contender.probe()]);
  return contender;
}
