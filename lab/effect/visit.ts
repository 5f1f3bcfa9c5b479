import { setTimeout as sleep } from 'node:timers/promises';
import { claimsOf } from '../../test/support/admin.ts';
import type { Contender, LabRole, Learned } from '../strategies/strategy.ts';

/** Milliseconds after the commit of a grant; null where the approach has no such step. */
export interface GrantTimes {
  readonly claims: number | null;
  readonly marker: number | null;
  readonly token: number | null;
  readonly firstRead: number;
}

/** Milliseconds after the commit of a revoke. */
export interface RevokeTimes {
  readonly lastStaleRead: number;
  /** Null where it follows from a setting. */
  readonly lastStaleReadRefusing: number | null;
}

/** A visit that takes longer has failed. */
const PATIENCE_MS = 15_000;

/** Requests that have to be refused in a row before the door counts as closed. */
const REFUSALS = 5;

/**
 * Makes an editor of the person and waits for their first read.
 *
 * @param watchClaims Whether to ask Firebase Auth for the claims all the while, which slows the rest.
 * @throws when that has not happened in `PATIENCE_MS`.
 */
export function measureGrant(contender: Contender, watchClaims: boolean): Promise<GrantTimes> {
  return inTime(async (tooLate) => {
    const change = changing(contender, 'editor');
    const claims = watchClaims && contender.claimsOf ? untilClaims(contender.claimsOf) : null;
    claims?.catch(() => {});
    const { learned, committed } = await change;
    const { markerAt, tokenAt, drawnWait } = await learned;
    while (!(await contender.read())) {
      if (tooLate()) throw new Error('The read was refused all the time.');
    }
    const readAt = performance.now();
    return {
      claims: claims === null ? null : Math.max(0, (await claims) - committed),
      marker: markerAt === null ? null : Math.max(0, markerAt - committed),
      token: tokenAt === null ? null : Math.max(0, tokenAt - committed) + drawnWait,
      firstRead: readAt - committed + drawnWait,
    };
  });
}

/**
 * Makes a viewer of the person again, while both clients ask all the time.
 *
 * @throws when the door has not closed in `PATIENCE_MS`.
 */
export function measureRevoke(contender: Contender): Promise<RevokeTimes> {
  return inTime(async (tooLate) => {
    const refuser = contender.refusingBound === null;
    await contender.keep();
    const cooperating = beginAsking(() => contender.probe(), tooLate);
    const refusing = refuser ? beginAsking(() => contender.readRefusing(), tooLate) : null;
    await Promise.all([cooperating.begun, refusing?.begun]);
    const { learned, committed } = await changing(contender, 'viewer');
    const after = async ({ closed }: Asking) => Math.max(0, (await closed) - committed);
    const { drawnWait } = await learned;
    // Where the server looks the role up itself, access does not wait for the client's turn.
    const waited = refuser ? 0 : drawnWait;
    return {
      lastStaleRead: (await after(cooperating)) + waited,
      lastStaleReadRefusing: refusing && (await after(refusing)),
    };
  });
}

/** Changes the role; comes back with the promise of what the client learns, and the commit. */
async function changing(
  contender: Contender,
  role: LabRole,
): Promise<{ learned: Promise<Learned>; committed: number }> {
  const learned = contender.untilLearned(role);
  // It may fail before it is awaited.
  learned.catch(() => {});
  return { learned, committed: await contender.change(role) };
}

/** A client that asks again and again. */
interface Asking {
  /** Resolves when the first request was answered, and rejects when it was refused. */
  readonly begun: Promise<void>;
  /** Resolves when the door has closed, with when the last request began that was answered. */
  readonly closed: Promise<number>;
}

/** Asks until it was refused often enough in a row. */
function beginAsking(ask: () => Promise<boolean>, tooLate: () => boolean): Asking {
  const first = Promise.withResolvers<void>();
  const untilClosed = async () => {
    let lastAllowed = Number.NEGATIVE_INFINITY;
    for (let refused = 0; refused < REFUSALS; ) {
      const start = performance.now();
      if (await ask()) {
        lastAllowed = start;
        refused = 0;
        first.resolve();
      } else {
        refused += 1;
        first.reject(new Error('The read was refused before the change.'));
      }
      if (tooLate()) throw new Error('The read was answered all the time.');
    }
    return lastAllowed;
  };
  const closed = untilClosed();
  closed.catch(first.reject);
  return { begun: first.promise, closed };
}

/** When Firebase Auth answers with the new claims; asks from before the change is acknowledged. */
async function untilClaims(uid: string): Promise<number> {
  const end = performance.now() + PATIENCE_MS;
  while ((await claimsOf(uid)).role !== 'editor') {
    if (performance.now() > end) throw new Error('The claims did not come.');
  }
  return performance.now();
}

async function inTime<Result>(visit: (tooLate: () => boolean) => Promise<Result>): Promise<Result> {
  const end = performance.now() + PATIENCE_MS;
  const given = new AbortController();
  const deadline = sleep(PATIENCE_MS, null, { signal: given.signal }).then(() => {
    throw new Error(`Nothing came of it in ${PATIENCE_MS / 1000} s.`);
  });
  deadline.catch(() => {});
  try {
    return await Promise.race([visit(() => performance.now() > end), deadline]);
  } finally {
    given.abort();
  }
}
