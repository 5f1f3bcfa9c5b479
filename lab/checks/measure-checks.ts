import { createPerson, db } from '../../test/support/admin.ts';
import { signIn } from '../../test/support/client.ts';
import { rawRequest } from '../../test/support/firestore-rest.ts';
import { CHECKED, type CheckedBy, ONE } from '../backend/places.ts';
import { putLabRules } from '../backend/put-lab-rules.ts';
import { seedThings } from '../effect/seed-things.ts';
import type { CheckResult } from '../results.ts';
import { statusOf } from '../strategies/lab-api-client.ts';
import { timingOf } from '../timing.ts';

export interface CheckOptions {
  readonly rounds: number;
  readonly warmUp: number;
  readonly onProgress?: (done: number, total: number) => void;
}

const KINDS = Object.keys(CHECKED) as CheckedBy[];

/** A request that the check lets through. */
interface Check {
  readonly where: CheckResult['where'];
  readonly check: CheckedBy;
  readonly send: (token: string) => Promise<number>;
}

const CHECKS: readonly Check[] = KINDS.flatMap((check) => [
  {
    where: 'rules',
    check,
    send: (token) => rawRequest(token, 'GET', `${CHECKED[check]}/${ONE}`),
  },
  { where: 'guard', check, send: (token) => statusOf(`/guard/${check}`, token) },
]);

/**
 * How long a request takes that is checked, by each check, in rules and behind a guard; `none` is
 * the same request of any signed-in user. One after the other, in turns. To be run in a process
 * with the environment of a stack that runs the lab's functions.
 *
 * On the emulators the Admin SDK looks the account up whenever it verifies a token, so that every
 * guard pays for one call more than in production.
 */
export async function measureChecks({
  rounds,
  warmUp,
  onProgress = () => {},
}: CheckOptions): Promise<CheckResult[]> {
  await putLabRules();
  await seedThings(db);
  const client = await signIn(await createPerson('editor'));
  const samples = new Map(CHECKS.map((check) => [check, [] as number[]]));
  const failures = new Map(CHECKS.map((check) => [check, 0]));
  try {
    const token = (await client.auth.currentUser?.getIdToken()) ?? '';
    for (let round = -warmUp; round < rounds; round++) {
      for (let turn = 0; turn < CHECKS.length; turn++) {
        const check = CHECKS[(turn + round + warmUp) % CHECKS.length] as Check;
        const start = performance.now();
        const status = await check.send(token);
        const ms = performance.now() - start;
        if (round < 0) continue;
        if (status === 200) samples.get(check)?.push(ms);
        else failures.set(check, (failures.get(check) ?? 0) + 1);
      }
      onProgress(round + warmUp + 1, rounds + warmUp);
    }
  } finally {
    await client.close();
  }
  return CHECKS.map((check) => ({
    where: check.where,
    check: check.check,
    timing: timingOf(samples.get(check) ?? [], failures.get(check)),
  }));
}
