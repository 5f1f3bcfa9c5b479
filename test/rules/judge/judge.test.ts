import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import demo from '../../../functions/src/live-claims.config.ts';
import { questionsOf } from '../../../packages/live-claims/src/rules/judge/access-questions.ts';
import { askRule } from '../../../packages/live-claims/src/rules/judge/ask-rule.ts';
import {
  type Asker,
  askersOf,
  titleOf,
} from '../../../packages/live-claims/src/rules/judge/askers.ts';
import {
  type Attempt,
  judge,
  rulesFor,
} from '../../../packages/live-claims/src/rules/judge/judge.ts';
import type { Question } from '../../../packages/live-claims/src/rules/judge/question.ts';
import { wordsOf } from '../../../packages/live-claims/src/rules/judge/rule-words.ts';
import {
  bool,
  type Facts,
  int,
  list,
  map,
  text,
  type Value,
} from '../../../packages/live-claims/src/rules/judge/values.ts';
import { parseRules } from '../../../packages/live-claims/src/rules/parse-rules.ts';
import { orgConfig } from '../../../packages/live-claims/src/testing/org-config.ts';
import { orgRulesText } from '../orgs/org-app.ts';
import { emulatorAddress } from '../support/emulator.ts';
import { REMOVED, SERVER_TIME } from '../support/fields.ts';
import { openRulesProject } from '../support/rules-project.ts';
import { CASES } from './attempts.ts';
import { EXPRESSIONS, HELPERS, NOT_KNOWN } from './expressions.ts';
import { ORG_CASES } from './org-attempts.ts';

/** Without organisations: what they add is asked for by itself. */
const config = { ...demo, orgs: undefined };
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
const CONDITIONS = [...EXPRESSIONS, ...NOT_KNOWN];
const source = around(
  HELPERS +
    CONDITIONS.map(
      (condition, i) => `
match /is${i}/{uid} { allow update: if ${condition}; }
match /not${i}/{uid} { allow update: if !(${condition}); }`,
    ).join(''),
);

beforeAll(async () => {
  await project.loadRules(source);
  const documents = CONDITIONS.flatMap((_, i) => [
    [`is${i}/me`, STORED],
    [`not${i}/me`, STORED],
  ]);
  await project.seed({
    ...Object.fromEntries(documents),
    'known/me': { role: 'viewer' },
    'known/no': null,
  });
});

const tree = parseRules(source);
function ownReading(path: string): string {
  const [rule] = rulesFor(tree, 'update', path, '(default)');
  if (rule === undefined) throw new Error(`No rule for ${path}.`);
  return judge(source, rule, {
    database: '(default)',
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

/** Whether the emulator allows the update, of a condition and of its opposite. */
const answersTo = (i: number) =>
  Promise.all(
    [`is${i}/me`, `not${i}/me`].map(async (path) => {
      const claims = { role: 'viewer', email: 'me@example.com', email_verified: true };
      const update = { update: path, fields: { role: 'owner' } };
      return { path, allowed: await project.isAllowed({ uid: 'me', claims }, update) };
    }),
  );

it.each(EXPRESSIONS.map((condition, i) => [condition, i] as const))(
  '%s: as the emulator',
  async (_, i) => {
    for (const { path, allowed } of await answersTo(i)) {
      expect(ownReading(path)).toBe(allowed ? 'allows' : 'refuses');
    }
  },
);

it.each(NOT_KNOWN.map((condition, i) => [condition, EXPRESSIONS.length + i] as const))(
  '%s: cannot tell, and the emulator can',
  async (_, i) => {
    const answers = await answersTo(i);
    expect(answers.map(({ allowed }) => allowed).toSorted()).toEqual([false, true]);
    expect(answers.map(({ path }) => ownReading(path))).toEqual(['cannot tell', 'cannot tell']);
  },
);

/** An app's configuration, and the block that its rules have. */
interface App {
  readonly config: typeof config | typeof orgConfig;
  readonly block: readonly string[];
}

/** The block, which stands between two lines of a file. */
function blockIn(file: string): readonly string[] {
  const lines = file.split('\n').map((line) => line.trim());
  return lines.slice(lines.indexOf('// <live-claims>'), lines.indexOf('// </live-claims>') + 1);
}

const DEMO: App = {
  config,
  block: blockIn(readFileSync(new URL('../../../firestore.rules', import.meta.url), 'utf8')),
};
const WITH_ORGS: App = { config: orgConfig, block: blockIn(orgRulesText()) };
const cases = [
  ...CASES.map((one) => [one.name, one, DEMO] as const),
  ...ORG_CASES.map((one) => [one.name, one, WITH_ORGS] as const),
];

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

/** A document that is known beside the one of the attempt. */
function documentOf(value: Value | null): Record<string, unknown> | null {
  if (value === null) return null;
  if (value.type === 'document') return fieldsOf(value.facts.before ?? []);
  return plain(value) as Record<string, unknown>;
}

/** The same attempt on the emulator, with documents as they are in the facts. */
async function askEmulator({ facts, ...attempt }: Attempt): Promise<boolean> {
  const { operation, path, principal, now, others } = attempt;
  const { uid } = principal;
  const stored = facts.before === null ? null : fieldsOf(facts.before);
  const beside = [...others].map(([known, value]) => [known, documentOf(value)] as const);
  await project.seed({ ...Object.fromEntries(beside), [path]: stored });
  const signedIn = Math.floor(now / 1000) - 20;
  const claims =
    principal.claims === null
      ? null
      : fieldsOf(
          Object.entries({
            ...{ email: text('me@example.com'), email_verified: bool(true) },
            ...{ auth_time: int(signedIn), iat: int(signedIn) },
            firebase: map({ sign_in_provider: text('password'), identities: map({}) }),
            ...principal.claims,
          }),
        );
  // What is asked is that time of the write, to the millisecond that only the server knows.
  const written = [...facts.changes].map(([name, value]): [string, unknown] => [
    name,
    value === null
      ? REMOVED
      : value.type === 'timestamp' && value.ms === now
        ? SERVER_TIME
        : plain(value),
  ]);
  const fields = Object.fromEntries(written);
  const caller = { uid, claims };
  switch (operation) {
    case 'get':
      return project.isAllowed(caller, { get: path });
    case 'list': {
      const list = path.split('/').slice(0, -1).join('/');
      return project.isAllowed(caller, { list, where: stored ?? {} });
    }
    case 'delete':
      return project.isAllowed(caller, { delete: path });
    case 'create':
      return project.isAllowed(caller, { create: path, fields });
    case 'update':
      return project.isAllowed(caller, { update: path, fields });
  }
}

/** By subject, what it is about. */
type Seen = Readonly<Record<string, readonly string[]>>;

/** The questions of a verdict, by subject; sorted, each once. */
function seen(questions: readonly Question[]): Seen {
  const bySubject = Object.groupBy(questions, ({ subject }) => subject);
  return Object.fromEntries(
    Object.entries(bySubject).map(([subject, all]) => [
      subject,
      [...new Set(all.map(({ about }) => about ?? 'the document'))].toSorted(),
    ]),
  );
}

const sorted = (lists: Seen = {}) =>
  Object.fromEntries(Object.entries(lists).map(([subject, about]) => [subject, about.toSorted()]));

it.each(cases)('%s: judged as expected, and so says the emulator', async (_, one, app) => {
  const { config, block } = app;
  const rules = around([one.rules, ...block].join('\n'));
  const parsed = parseRules(rules);
  await project.loadRules(rules);
  const now = Date.now();
  const at = { now, database: '(default)' };
  const askers = askersOf(config, now);
  const strongest = askers.at(-1);
  const judged = askers.flatMap((asker) =>
    questionsOf(config, asker, now).flatMap((question) => {
      const asked = rulesFor(parsed, question.operation, question.path, '(default)');
      if (asker.of !== null && !asked.some((rule) => asker.isRelevant(wordsOf(rule, rules))))
        return [];
      const answers = asked.map((rule) => askRule(rules, rule, question, asker, at));
      const allowing = answers.find((each) => each.verdict === 'allows');
      const isOpen = answers.some((each) => each.verdict === 'cannot tell');
      return [{ asker, question, attempt: allowing?.attempt ?? null, isOpen }];
    }),
  );
  const allowed = judged.filter(({ attempt }) => attempt !== null);
  expect(seen(allowed.map(({ question }) => question))).toEqual(sorted(one.allows));
  const open = judged.filter(({ attempt, isOpen }) => attempt === null && isOpen);
  const isAllowed = ({ subject, about }: Question) =>
    allowed.some(({ question }) => question.subject === subject && question.about === about);
  expect(seen(open.map(({ question }) => question).filter((each) => !isAllowed(each)))).toEqual(
    sorted(one.cannotTell),
  );

  // The first of each kind: of what is allowed, with what was chosen beside it; of what is refused, the worst case, as
  // the strongest asks it.
  const asked = new Set<string>();
  for (const { asker, question, attempt, isOpen } of judged) {
    const { subject, about, operation } = question;
    const kind = [subject, about, operation, attempt !== null].join(' ');
    if (asked.has(kind) || (attempt === null && (isOpen || !isAs(asker, strongest)))) continue;
    asked.add(kind);
    const answer = await askEmulator(attempt ?? worstOf(question, asker, at));
    expect(answer, `${titleOf(asker) ?? asker.kind} ${kind}`).toBe(attempt !== null);
  }
});

/** Whether people have the same access. */
const isAs = (asker: Asker, other: Asker | undefined) =>
  other !== undefined && titleOf(asker) === titleOf(other);

/** The worst case of a question, as it is asked. */
function worstOf(
  { cases, operation, path, others }: Question,
  { uid, claims }: Asker,
  at: Pick<Attempt, 'now' | 'database'>,
): Attempt {
  const words = {
    names: new Set<string>(),
    ownNames: new Set<string>(),
    texts: [],
    lengths: [],
    times: [],
  };
  const [worst] = [...cases({ words, compared: [] })];
  if (worst === undefined) throw new Error('A question has a case.');
  return { ...at, ...worst, operation, path, others, principal: { uid, claims } };
}
