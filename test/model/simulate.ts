import fc from 'fast-check';
import { timestampAt } from 'live-claims/core';
import { NO_REST, restViolation, take } from './explore.ts';
import { ProcessCache } from './process-cache.ts';
import type { Subject } from './programs.ts';
import type { Act, Fields, Scenario } from './scenario.ts';
import { type Choice, Violation } from './state.ts';
import { System } from './system.ts';

/** A scenario, and at each of its forks a number that decides; then everything runs its course. */
export interface Schedule {
  readonly scenario: Scenario;
  readonly decisions: readonly number[];
}

/** What playing a schedule came to. */
export interface Played {
  readonly steps: readonly string[];
  /** Null when every invariant held. */
  readonly violation: string | null;
}

/** A schedule that breaks an invariant, as short as fast-check could make it. */
export interface Failure extends Played {
  readonly schedule: Schedule;
  /** What `replay` takes. */
  readonly seed: number;
  readonly path: string;
}

const ROLES = ['viewer', 'editor', 'admin', null];
/** When the model begins: after every client's sign-in. */
const BEGINNING = timestampAt(1);
const END = timestampAt(2_000_000_000);

const fields: fc.Arbitrary<Fields> = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...ROLES).map((role) => ({ role })) },
  fc.constant(null),
  fc.constantFrom({ role: 'Admin ' }, { role: 42 }, { role: 'editor', roleExpiresAt: 'never' }),
  fc.constant({ role: 'editor', roleExpiresAt: END }),
  fc.constantFrom({ role: 'editor', disabled: true }, { role: 'admin', disabled: 'yes' }),
  fc.constantFrom(...ROLES, 'Admin ').map((role) => ({ role, sessionsRevokedAt: BEGINNING })),
);

const edit: fc.Arbitrary<Act> = fields.map((one) => ({ edit: one }));

const act: fc.Arbitrary<Act> = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...ROLES).map((call) => ({ call })) },
  { weight: 2, arbitrary: fc.constant({ foreignClaim: 'beta' }) },
  fc.constantFrom<Act[]>({ account: 'delete' }, { account: 'create' }),
  fc.constant({ claims: { role: 'owner', plan: 'pro' } }),
  fc.constantFrom(...ROLES).map((job) => ({ job })),
  fc.constantFrom<Act[]>({ lock: true }, { lock: false }, { enable: true }),
  fc.constantFrom<Act[]>(
    { marker: 'unreadable' },
    { marker: 'deleted' },
    { marker: { version: 9e15 } },
    { marker: { version: 1_002_500, role: 'admin' } },
    { marker: { disabled: true, disabledInAuth: true, role: null } },
  ),
  fc.constant({ restore: true as const }),
);

/** What a membership says: a role, none, or what cannot be read. */
const membership: fc.Arbitrary<Fields> = fc.constantFrom<Fields[]>(
  null,
  { role: 'viewer' },
  { role: 'editor' },
  { role: 'owner' },
  { role: 'editor', disabled: true },
  { role: 'Editor ' },
);

const memberAct: fc.Arbitrary<Act> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc
      .tuple(fc.constantFrom('acme', 'bolt'), membership)
      .map(([member, is]) => ({ member, is })),
  },
  // The map is edited by hand.
  fc.constantFrom<Act[]>(
    { set: { orgs: { acme: { role: 'owner' } } } },
    { set: { orgs: {} } },
    { set: { orgs: 'none' } },
  ),
);

/** In one of two schedules somebody has memberships, and they change. */
const memberships = fc.oneof(
  fc.constant({ members: {}, memberActs: [] }),
  fc.record({
    members: fc.dictionary(fc.constantFrom('acme', 'bolt'), membership, { maxKeys: 2 }),
    memberActs: fc.array(memberAct, { minLength: 1, maxLength: 4 }),
  }),
);

const scenario: fc.Arbitrary<Scenario> = fc
  .tuple(
    memberships,
    fc.record({
      name: fc.constant('simulated'),
      user: fields,
      account: fc.oneof({ weight: 4, arbitrary: fc.constant(true) }, fc.constant(false)),
      acts: fc.tuple(
        fc.array(edit, { minLength: 1, maxLength: 5 }),
        fc.array(act, { maxLength: 2 }),
        fc.array(act, { maxLength: 1 }),
      ),
      handlers: fc.integer({ min: 1, max: 4 }),
      duplicates: fc.nat({ max: 3 }),
      crashes: fc.nat({ max: 3 }),
      faults: fc.nat({ max: 3 }),
      lost: fc.nat({ max: 2 }),
      clients: fc.nat({ max: 2 }),
      timers: fc.nat({ max: 4 }),
      reconciler: fc.constant(true),
    }),
  )
  .map(([{ members, memberActs }, rest]) => ({
    ...rest,
    members,
    acts: [...rest.acts, memberActs],
  }));

const schedule: fc.Arbitrary<Schedule> = fc.record({
  scenario,
  decisions: fc.array(fc.nat({ max: 9_999 }), { maxLength: 120, size: 'max' }),
});

/** Choices of a kind that goes wrong come up this much less often than others. */
const BAD_IN = 5;

/** Plays one schedule. */
export async function play(
  { scenario, decisions }: Schedule,
  cache: ProcessCache,
): Promise<Played> {
  cache.refresh();
  const system = new System(scenario, cache);
  const steps: string[] = [];
  let state = await system.start();
  const go = async (choice: Choice) => {
    steps.push(choice.says);
    const taken = await take(choice);
    if (taken instanceof Violation) return taken.message;
    state = taken;
    return null;
  };

  for (const decision of decisions) {
    const choices = system.choices(state);
    if (choices.length === 0) break;
    const violation = await go(pick(choices, decision));
    if (violation !== null) return { steps, violation };
  }
  for (let patience = 2_000; !system.atRest(state); patience--) {
    if (patience === 0) return { steps, violation: NO_REST };
    const next = system.choices(state).find(({ bad }) => !bad);
    if (next === undefined) throw new Error('Everything waits for everything.');
    const violation = await go(next);
    if (violation !== null) return { steps, violation };
  }
  return { steps, violation: await restViolation(system, state) };
}

function pick(choices: readonly Choice[], decision: number): Choice {
  const good = choices.filter(({ bad }) => !bad);
  const bad = choices.filter((choice) => choice.bad);
  const from = good.length === 0 || (bad.length > 0 && decision % BAD_IN === 0) ? bad : good;
  return from[Math.floor(decision / BAD_IN) % from.length] as Choice;
}

/**
 * Random schedules, the same ones for the same seed.
 *
 * @returns the first failure, made as short as possible; null when there is none.
 */
export async function simulate(
  subject: Subject,
  seed: number,
  runs: number,
): Promise<Failure | null> {
  const result = await fc.check(property(subject), { seed, numRuns: runs });
  return result.counterexample === null
    ? null
    : failure(subject, result.counterexample[0], result.seed, result.counterexamplePath ?? '');
}

/** Plays a failure again, by the seed and path that it came with. */
export async function replay(
  subject: Subject,
  seed: number,
  path: string,
): Promise<Failure | null> {
  const result = await fc.check(property(subject), { seed, path, endOnFailure: true, numRuns: 1 });
  return result.counterexample && failure(subject, result.counterexample[0], seed, path);
}

function property(subject: Subject) {
  // One for each of several ways in which the dice may fall; a client has to find the same each time.
  const caches = [0.03, 0.5, 0.97].map((luck) => new ProcessCache(subject, () => luck));
  return fc.asyncProperty(schedule, fc.nat({ max: caches.length - 1 }), async (one, luck) => {
    return (await play(one, caches[luck] as ProcessCache)).violation === null;
  });
}

async function failure(
  subject: Subject,
  one: Schedule,
  seed: number,
  path: string,
): Promise<Failure> {
  return { schedule: one, seed, path, ...(await play(one, new ProcessCache(subject))) };
}
