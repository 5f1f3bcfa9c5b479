import { afterAll, expect, it } from 'vitest';
import { judge, rulesFor } from '../../../packages/live-claims/src/rules/judge/judge.ts';
import {
  type Facts,
  int,
  list,
  map,
  text,
  type Value,
} from '../../../packages/live-claims/src/rules/judge/values.ts';
import { parseRules } from '../../../packages/live-claims/src/rules/parse-rules.ts';
import { emulatorAddress } from '../support/emulator.ts';
import { REMOVED } from '../support/fields.ts';
import { openRulesProject } from '../support/rules-project.ts';
import { RANDOM_HELPERS, randomConditions } from './random-conditions.ts';

const project = openRulesProject(emulatorAddress(), 'demo-live-claims-random');
afterAll(() => project.close());

// Others: RANDOM_SEED=7 RANDOM_CONDITIONS=1500 npm test -- --project rules judge/random
const SEED = Number(process.env.RANDOM_SEED ?? 1);
const HOW_MANY = Number(process.env.RANDOM_CONDITIONS ?? 200);

/** Updates that set `role` to `owner`: what stands in the document, and what else is changed; null for removed. */
const WRITES: readonly (readonly [
  stored: Readonly<Record<string, unknown>>,
  changed: Readonly<Record<string, unknown>>,
])[] = [
  [{ a: 'x' }, {}],
  [{ b: 1 }, { a: 'x', b: null }],
  [
    { a: { k: 'x' }, list: ['x', 'owner'] },
    { list: [], k: 1 },
  ],
];

function asValue(plain: unknown): Value {
  if (typeof plain === 'string') return text(plain);
  if (typeof plain === 'number') return int(plain);
  if (Array.isArray(plain)) return list(plain.map(asValue));
  return map(Object.fromEntries(Object.entries(plain as object).map(([k, v]) => [k, asValue(v)])));
}

const factsOf = (
  stored: Readonly<Record<string, unknown>>,
  changed: Readonly<Record<string, unknown>>,
  closed: boolean,
): Facts => {
  const fields = (all: Readonly<Record<string, unknown>>) =>
    Object.entries(all).map(
      ([name, value]) => [name, value === null ? null : asValue(value)] as const,
    );
  return {
    before: new Map([['role', text('viewer')], ...fields(stored)]),
    changes: new Map([['role', text('owner')], ...fields(changed)]),
    closed: { fields: closed, changes: closed },
    writable: true,
  };
};

it('says of no condition that it refuses what the emulator allows, or the reverse', async () => {
  const conditions = randomConditions(SEED, HOW_MANY);
  const source = `rules_version = '2';
service cloud.firestore {
  match /databases/{database}/documents {
    ${RANDOM_HELPERS}
    ${conditions.map((condition, i) => `match /c${i}/{uid} { allow update: if ${condition}; }`).join('\n    ')}
  }
}
`;
  await project.loadRules(source);
  const tree = parseRules(source);
  const wrong: string[] = [];
  const counts = { allows: 0, refuses: 0, 'cannot tell': 0 };
  const caller = {
    uid: 'me',
    claims: { role: 'viewer', email: 'me@example.com', email_verified: true },
  };
  await project.seed({ 'known/me': { role: 'viewer' }, 'known/no': null });
  for (const [stored, changed] of WRITES) {
    await project.seed(
      Object.fromEntries(conditions.map((_, i) => [`c${i}/me`, { role: 'viewer', ...stored }])),
    );
    for (const [i, condition] of conditions.entries()) {
      const path = `c${i}/me`;
      const [rule] = rulesFor(tree, 'update', path, '(default)');
      if (rule === undefined) throw new Error(`No rule for ${path}.`);
      const ask = (facts: Facts) =>
        judge(source, rule, {
          ...{ database: '(default)', operation: 'update', path, facts, now: Date.now() },
          principal: { uid: 'me', claims: { role: text('viewer') } },
          others: new Map<string, Value | null>([
            ['known/me', map({ role: text('viewer') })],
            ['known/no', null],
          ]),
        }).verdict;
      const written = Object.entries({ role: 'owner', ...changed });
      const fields = Object.fromEntries(written.map(([k, v]) => [k, v === null ? REMOVED : v]));
      const isAllowed = await project.isAllowed(caller, { update: path, fields });
      // With all that is written, and with nothing but the role.
      const exactly = ask(factsOf(stored, changed, true));
      const openly = ask(factsOf({}, {}, false));
      counts[exactly] += 1;
      const isWrong = isAllowed
        ? exactly === 'refuses' || openly === 'refuses'
        : exactly === 'allows';
      if (isWrong) {
        wrong.push(
          `${condition}: ${isAllowed ? 'allowed' : 'refused'} with ${JSON.stringify([stored, changed])}, judged ${exactly}, ${openly}`,
        );
      }
    }
  }
  expect(wrong).toEqual([]);
  // Most are known.
  expect(counts['cannot tell']).toBeLessThan(conditions.length * WRITES.length * 0.5);
  expect(counts.allows).toBeGreaterThan(conditions.length * 0.3);
});
