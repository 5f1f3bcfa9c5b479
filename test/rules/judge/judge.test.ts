import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import config from '../../../functions/src/live-claims.config.ts';
import {
  askersOf,
  OWN,
  type Question,
  questionsOf,
} from '../../../packages/live-claims/src/rules/judge/access-questions.ts';
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
import { REMOVED, SERVER_TIME } from '../support/fields.ts';
import { openRulesProject } from '../support/rules-project.ts';
import { CASES } from './attempts.ts';
import { EXPRESSIONS, HELPERS } from './expressions.ts';

const project = openRulesProject(emulatorAddress(), 'demo-live-claims-judge');
afterAll(() => project.close());

const around = (body: string) => `rules_version = '2';
service cloud.firestore {
  match /databases/{database}/documents {
${body}
  }
}
`;

const STORED = { role: 'viewer', name: 'Ada', n: 5, list: ['a'] };
const facts: Facts = {
  before: new Map<string, Value>([
    ['role', text('viewer')],
    ['name', text('Ada')],
    ['n', int(5)],
    ['list', list([text('a')])],
  ]),
  changes: new Map([['role', text('owner')]]),
  closed: { fields: true, changes: true },
  writable: true,
};

/** Each condition, and its opposite, as the only rule of a collection. */
const source = around(
  HELPERS +
    EXPRESSIONS.map(
      (condition, i) => `
match /is${i}/{uid} { allow update: if ${condition}; }
match /not${i}/{uid} { allow update: if !(${condition}); }`,
    ).join(''),
);

beforeAll(async () => {
  await project.loadRules(source);
  const documents = EXPRESSIONS.flatMap((_, i) => [
    [`is${i}/me`, STORED],
    [`not${i}/me`, STORED],
  ]);
  await project.seed({
    ...Object.fromEntries(documents),
    'known/me': { role: 'viewer' },
    'known/no': null,
  });
});

/** Conditions of which our own reading does not know what they come to. */
const tree = parseRules(source);
function ownReading(path: string): string {
  const [rule] = rulesFor(tree, 'update', path);
  if (rule === undefined) throw new Error(`No rule for ${path}.`);
  return judge(source, rule, {
    operation: 'update',
    path,
    principal: { uid: 'me', claims: { role: text('viewer') } },
    facts,
    others: new Map([
      ['known/me', map({ role: text('viewer') })],
      ['known/no', null],
    ]),
    now: Date.now(),
  }).verdict;
}

it.each(EXPRESSIONS.map((condition, i) => [condition, i] as const))(
  '%s: as the emulator',
  async (_, i) => {
    const caller = {
      uid: 'me',
      claims: { role: 'viewer', email: 'me@example.com', email_verified: true },
    };
    for (const path of [`is${i}/me`, `not${i}/me`]) {
      const allowed = await project.isAllowed(caller, { update: path, fields: { role: 'owner' } });
      expect(ownReading(path)).toBe(allowed ? 'allows' : 'refuses');
    }
  },
);

const cases = CASES.map((one) => [one.name, one] as const);
const BLOCK = readFileSync(new URL('../../../firestore.rules', import.meta.url), 'utf8')
  .split('\n')
  .map((line) => line.trim());
const block = BLOCK.slice(
  BLOCK.indexOf('// <live-claims>'),
  BLOCK.indexOf('// </live-claims>') + 1,
);

/** A value as a document has it; an address that is only known to be the caller's own is theirs. */
function plain(value: Value): unknown {
  switch (value.type) {
    case 'null':
      return null;
    case 'bool':
    case 'int':
    case 'float':
    case 'string':
      return value.value;
    case 'timestamp':
      return new Date(value.ms);
    case 'list':
      return value.items.map(plain);
    case 'map':
      return Object.fromEntries([...value.fields].map(([name, each]) => [name, plain(each)]));
    case 'unknown':
      return 'me@example.com';
    default:
      throw new Error(`No document has a ${value.type}.`);
  }
}

const fieldsOf = (fields: Iterable<readonly [string, Value | null]>) =>
  Object.fromEntries(
    [...fields].flatMap(([name, value]) => (value === null ? [] : [[name, plain(value)]])),
  );

/** The question to the emulator, with documents as they are in the facts. */
async function askEmulator({ attempt }: Question, { before, changes }: Facts): Promise<boolean> {
  const { operation, path, principal } = attempt;
  const stored = before === null ? null : fieldsOf(before);
  const role = principal.claims?.role;
  const me = role === undefined ? {} : { role: plain(role) };
  await project.seed({
    'settings/access': null,
    [`userClaims/${OWN}`]: {
      ...{ version: 1_700_000_000_000_000, role: me.role ?? null, expiresAt: null },
      ...{ disabled: false, sessionsRevokedAt: null, status: 'applied' },
    },
    [`users/${OWN}`]: me,
    [path]: stored,
  });
  const second = Math.floor(Date.now() / 1000);
  const claims =
    principal.claims === null
      ? null
      : {
          ...fieldsOf(Object.entries(principal.claims)),
          ...{
            email: 'me@example.com',
            email_verified: true,
            auth_time: second - 600,
            iat: second,
          },
        };
  // What is asked is that time of the write, to the millisecond that only the server knows.
  const written = [...changes].map(([name, value]): [string, unknown] => [
    name,
    value === null
      ? REMOVED
      : value.type === 'timestamp' && value.ms === attempt.now
        ? SERVER_TIME
        : plain(value),
  ]);
  const fields = Object.fromEntries(written);
  const caller = { uid: principal.uid, claims };
  if (operation === 'get') return project.isAllowed(caller, { get: path });
  if (operation === 'delete') return project.isAllowed(caller, { delete: path });
  return project.isAllowed(
    caller,
    operation === 'create' ? { create: path, fields } : { update: path, fields },
  );
}

/** By subject, what it is about. */
type Seen = Readonly<Record<string, readonly string[]>>;

/** The questions of a verdict, by subject; sorted, each once. */
function seen(questions: readonly Question[]): Seen {
  const bySubject = Object.groupBy(questions, ({ subject }) => subject);
  return Object.fromEntries(
    Object.entries(bySubject).map(([subject, all]) => [
      subject,
      [...new Set(all.map(({ about }) => about))].toSorted(),
    ]),
  );
}

const sorted = (lists: Seen = {}) =>
  Object.fromEntries(Object.entries(lists).map(([subject, about]) => [subject, about.toSorted()]));

it.each(cases)('%s: judged as expected, and so says the emulator', async (_, one) => {
  const rules = around([one.rules, ...block].join('\n'));
  const parsed = parseRules(rules);
  await project.loadRules(rules);
  const askers = askersOf(config);
  const judged = askers
    .flatMap((asker) => questionsOf(config, asker, Date.now()))
    .map((question) => {
      const { attempt } = question;
      const verdicts = rulesFor(parsed, attempt.operation, attempt.path).map((rule) =>
        judge(rules, rule, attempt),
      );
      const allowing = verdicts.find((each) => each.verdict === 'allows');
      const isOpen = verdicts.some((each) => each.verdict === 'cannot tell');
      return { question, facts: allowing?.facts ?? null, isOpen };
    });
  const allowed = judged.filter(({ facts }) => facts !== null);
  expect(seen(allowed.map(({ question }) => question))).toEqual(sorted(one.allows));
  const open = judged.filter(({ facts, isOpen }) => facts === null && isOpen);
  const isAllowed = ({ subject, about }: Question) =>
    allowed.some(({ question }) => question.subject === subject && question.about === about);
  expect(seen(open.map(({ question }) => question).filter((each) => !isAllowed(each)))).toEqual(
    sorted(one.cannotTell),
  );

  // The first of each kind: of what is allowed, with what was chosen beside it; of what is refused, as the strongest
  // asks it.
  const asked = new Set<string>();
  for (const { question, facts, isOpen } of judged) {
    const { subject, about, asker, attempt } = question;
    const kind = [subject, about, attempt.operation, facts !== null].join(' ');
    if (asked.has(kind) || (facts === null && (isOpen || asker !== askers.at(-1)))) continue;
    asked.add(kind);
    const answer = await askEmulator(question, facts ?? attempt.facts);
    expect(answer, `${asker.role ?? asker.kind} ${kind}`).toBe(facts !== null);
  }
});
