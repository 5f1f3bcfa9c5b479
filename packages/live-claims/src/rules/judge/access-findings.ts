import { permissionsOf } from '../../core/index.ts';
import type { RulesOptions } from '../rules-options.ts';
import type { MatchNode, RulesTree } from '../syntax-tree.ts';
import { OVER } from './access-changes.ts';
import { questionsOf } from './access-questions.ts';
import { askRule } from './ask-rule.ts';
import { type Asker, askersOf, ORG, titleOf } from './askers.ts';
import { Budget } from './budget.ts';
import { type AskedRule, rulesFor } from './judge.ts';
import type { Question, Subject } from './question.ts';
import { wordsOf } from './rule-words.ts';
import type { Value } from './values.ts';

/** A rule that allows what only functions and admins should do. */
export interface AccessFinding {
  readonly subject: Subject;
  /** Offset of the `allow` in the source. */
  readonly at: number;
  readonly verdict: 'allows' | 'cannot tell';
  /** Who may do it: those with the least access first, then others with what only they may do beside. */
  readonly by: readonly [Doer, ...Doer[]];
  /** Whether the rule is for documents of any name. */
  readonly catchAll: boolean;
  /** Whether it is past the ranks and the audit log, but by people who grant roles anyway. */
  readonly managersOnly: boolean;
  /** A write that the rule lets through: `{role: "owner"}`; null for one that removes or reads. */
  readonly example: string | null;
  /** What it depends on, where that is not known: as the rules say it, or null for more cases than are looked at. */
  readonly why: string | null;
  /** Milliseconds since the Unix epoch, for what is not allowed yet; `some day` where it is not known when. */
  readonly from: number | 'some day' | null;
}

/** People, and what they may do. */
export interface Doer {
  readonly asker: Asker;
  /** What they have to have for it: `with an anonymous account`; null where any will do. */
  readonly of: string | null;
  /** What is done, to fields of the user's document or to collections of live-claims. */
  readonly acts: readonly Act[];
}

/** Something that is done: `about` is null for a whole document. */
export type Act = Pick<Question, 'operation' | 'about'>;

/** What is wrong with the rules, and how many of them are about access. */
export interface AccessFindings {
  readonly findings: readonly AccessFinding[];
  /** Rules that were asked: with none, nothing is known. */
  readonly asked: number;
}

/** Steps for all questions about a file, about a second, and about one rule; this repository’s take 250,000 in all. */
const MAX_STEPS = 2_000_000;
const MAX_STEPS_OF_RULE = 500_000;

/** After every time that rules name. */
const SOME_DAY = Date.UTC(2260, 0);

/**
 * What the rules allow that would make access editable by those it is about: every rule that is asked about the
 * user's document and live-claims' own is judged by what it says to attempts to change them.
 *
 * @param options with the id of the database.
 * @param now milliseconds since the Unix epoch: rules may have an end, and a beginning.
 */
export function findAccess(
  source: string,
  tree: RulesTree,
  options: RulesOptions & { readonly database: string },
  now: number,
): AccessFindings {
  const { database } = options;
  const askers = askersOf(options, now);
  const whole = new Budget(MAX_STEPS);
  const budgets = new Map<AskedRule['allow'], Budget>();
  const budgetOf = ({ allow }: AskedRule) => {
    const budget = budgets.get(allow) ?? new Budget(MAX_STEPS_OF_RULE, whole);
    budgets.set(allow, budget);
    return budget;
  };
  const found = new Map<string, AccessFinding>();
  /** The least person that each act is allowed to by each rule, by their rank among those that ask. */
  const allowed = new Map<string, number>();
  const known = new Map<string, readonly AskedRule[]>();
  const asked = new Map<AskedRule['allow'], AskedRule>();
  const rulesOf = ({ operation, path }: Question) => {
    const key = `${operation} ${path}`;
    const rules = known.get(key) ?? rulesFor(tree, operation, path, database);
    known.set(key, rules);
    return rules;
  };
  const askAt = (time: number, isAsked: (rule: AskedRule) => boolean) => {
    for (const [rank, asker] of askers.entries()) {
      for (const question of questionsOf(options, asker, time)) {
        for (const rule of rulesOf(question)) {
          asked.set(rule.allow, rule);
          const { subject, operation, about } = question;
          const act = [rule.allow.start, subject, operation, about].join(' ');
          if (!isAsked(rule) || !asker.isRelevant(wordsOf(rule, source))) continue;
          if ((allowed.get(act) ?? rank) < rank) continue;
          const answer = askRule(
            source,
            rule,
            question,
            asker,
            { now: time, database },
            budgetOf(rule),
          );
          if (answer.verdict === 'refuses') continue;
          if (answer.verdict === 'allows') allowed.set(act, rank);
          add(found, {
            subject,
            at: rule.allow.start,
            verdict: answer.verdict,
            by: [
              {
                asker,
                of: answer.verdict === 'allows' ? answer.of : null,
                acts: [{ operation, about }],
              },
            ],
            catchAll: isCatchAll(rule.matches),
            managersOnly: OF_USERS.includes(subject) && manages(options, asker, subject),
            example:
              answer.verdict === 'allows' && ['create', 'update'].includes(operation)
                ? shown(answer.attempt.facts.changes)
                : null,
            why: answer.verdict === 'cannot tell' ? answer.why : null,
            from: time === now ? null : time === SOME_DAY ? 'some day' : time,
          });
        }
      }
    }
  };
  askAt(now, () => true);
  const times = new Set([...asked.values()].flatMap((rule) => laterTimes(rule, source, now)));
  for (const time of [...times].sort((a, b) => a - b)) {
    askAt(time, (rule) => laterTimes(rule, source, now).includes(time));
  }
  return { findings: [...found.values()].sort((a, b) => a.at - b.at), asked: asked.size };
}

/** What those who grant roles may do by the callables. */
const OF_USERS: readonly Subject[] = [
  ...['own-access', 'own-creation', 'others-access', 'own-membership', 'others-membership'],
] as Subject[];

/** Whether they grant roles: those of the app, or of memberships in this organisation. */
function manages({ can, roles, orgs }: RulesOptions, { role, member }: Asker, subject: Subject) {
  if (!subject.endsWith('-membership')) {
    return can.grantRoles !== null && permissionsOf(roles, role).includes(can.grantRoles);
  }
  const held = orgs && member?.orgId === ORG ? permissionsOf(orgs, member.role) : [];
  return held.includes(orgs?.can.grantRoles ?? '');
}

/** Times at which a rule may say something else than now: after each that it names, and after all. */
function laterTimes(rule: AskedRule, source: string, now: number): readonly number[] {
  const { times } = wordsOf(rule, source);
  const later = times.filter((time) => time > now).map((time) => time + 1000);
  return times.length === 0 ? [] : [...later, SOME_DAY];
}

/** One finding for each rule and subject; with what may not be known only where nothing is. */
function add(found: Map<string, AccessFinding>, finding: AccessFinding): void {
  const key = (verdict: string) => [finding.at, finding.subject, verdict].join(' ');
  const sure = found.get(key('allows'));
  if (finding.verdict === 'cannot tell' && sure !== undefined && !sure.managersOnly) return;
  const before = found.get(key(finding.verdict));
  if (before === undefined || (before.managersOnly && !finding.managersOnly)) {
    found.set(key(finding.verdict), finding);
  } else if (before.from === finding.from && before.managersOnly === finding.managersOnly) {
    found.set(key(finding.verdict), { ...before, by: withDoer(before.by, finding.by[0]) });
  }
  if (finding.verdict === 'allows' && !finding.managersOnly) found.delete(key('cannot tell'));
}

/** Who does what, with one more: nothing that was said of people with less access is said again. */
function withDoer(by: AccessFinding['by'], doer: Doer): AccessFinding['by'] {
  const isNew = (act: Act) =>
    !by.some(({ acts }) =>
      acts.some(({ operation, about }) => operation === act.operation && about === act.about),
    );
  const acts = doer.acts.filter(isNew);
  if (acts.length === 0) return by;
  // One role of a person is over, and that of another not: they are the same to the reader.
  const plain = (of: string | null) => (of === OVER ? null : of);
  const isSame = ({ asker, of }: Doer) =>
    asker.kind === doer.asker.kind &&
    titleOf(asker) === titleOf(doer.asker) &&
    (of === null || plain(of) === plain(doer.of));
  if (!by.some(isSame)) return [...by, { ...doer, acts }];
  const added = (each: Doer) => {
    if (!isSame(each)) return each;
    const of = each.of === doer.of ? each.of : plain(each.of);
    return { ...each, of, acts: [...each.acts, ...acts] };
  };
  const [first, ...others] = by;
  return [added(first), ...others.map(added)];
}

/** Whether a rule names nothing but, at most, the root of all documents. */
function isCatchAll(matches: readonly MatchNode[]): boolean {
  const path = matches.flatMap((match) => match.path);
  const [databases, , documents] = path;
  const rooted = databases?.kind === 'name' && documents?.kind === 'name';
  return path.slice(rooted ? 3 : 0).every(({ kind }) => kind !== 'name');
}

function shown(fields: ReadonlyMap<string, Value | null>): string {
  const parts = [...fields].map(
    ([name, value]) => `${name}: ${value === null ? 'removed' : shownValue(value)}`,
  );
  return `{${parts.join(', ')}}`;
}

function shownValue(value: Value): string {
  switch (value.type) {
    case 'null':
      return 'null';
    case 'bool':
    case 'int':
    case 'float':
      return String(value.value);
    case 'string':
      return JSON.stringify(value.value);
    case 'timestamp':
      return new Date(value.ms).toISOString();
    case 'list':
      return `[${value.items.map(shownValue).join(', ')}]`;
    default:
      return '…';
  }
}
