import { permissionsOf } from '../../core/index.ts';
import type { RulesOptions } from '../rules-options.ts';
import type { MatchNode, RulesTree } from '../syntax-tree.ts';
import {
  type Asker,
  askersOf,
  type Question,
  questionsOf,
  type Subject,
} from './access-questions.ts';
import { type AskedRule, judge, rulesFor } from './judge.ts';
import type { Value } from './values.ts';

/** A rule that allows what only functions and admins should do. */
export interface AccessFinding {
  readonly subject: Subject;
  /** Offset of the `allow` in the source. */
  readonly at: number;
  readonly verdict: 'allows' | 'cannot tell';
  /** Who may do it, at least. */
  readonly asker: Asker;
  /** Fields of the user's document, or collections of live-claims. */
  readonly about: readonly string[];
  /** Whether the rule is for documents of any name. */
  readonly catchAll: boolean;
  /** Whether only people may who grant roles anyway: past the ranks and the audit log. */
  readonly managersOnly: boolean;
  /** A write that the rule lets through: `{role: "owner"}`; null for one that removes or reads. */
  readonly example: string | null;
  /** What it depends on, where that is not known. */
  readonly why: string | null;
}

/**
 * What the rules allow that would make access editable by those it is about: every rule that is asked about the
 * user's document and live-claims' own is judged by what it says to attempts to change them.
 *
 * @param now milliseconds since the Unix epoch: rules may have an end.
 */
export function findAccess(
  source: string,
  tree: RulesTree,
  options: RulesOptions,
  now: number,
): readonly AccessFinding[] {
  const found = new Map<string, AccessFinding>();
  for (const asker of askersOf(options)) {
    for (const question of questionsOf(options, asker, now)) {
      const { operation, path } = question.attempt;
      for (const rule of rulesFor(tree, operation, path)) {
        const finding = findingOf(source, rule, question, options);
        if (finding !== null) add(found, finding);
      }
    }
  }
  return [...found.values()].sort((a, b) => a.at - b.at);
}

function findingOf(
  source: string,
  rule: AskedRule,
  question: Question,
  options: RulesOptions,
): AccessFinding | null {
  const verdict = judge(source, rule, question.attempt);
  if (verdict.verdict === 'refuses') return null;
  const { asker, subject } = question;
  return {
    subject,
    at: rule.allow.start,
    verdict: verdict.verdict,
    asker,
    about: [question.about],
    catchAll: isCatchAll(rule.matches),
    managersOnly:
      options.can.grantRoles !== null &&
      permissionsOf(options.roles, asker.role).includes(options.can.grantRoles),
    example:
      verdict.verdict === 'allows' && ['create', 'update'].includes(question.attempt.operation)
        ? shown(verdict.facts.changes)
        : null,
    why: verdict.verdict === 'cannot tell' ? verdict.why : null,
  };
}

/** One finding for each rule and subject, of the person with the least access: the first that comes. */
function add(found: Map<string, AccessFinding>, finding: AccessFinding): void {
  const key = (verdict: string) => [finding.at, finding.subject, verdict].join(' ');
  const sure = found.get(key('allows'));
  const before = found.get(key(finding.verdict));
  if (finding.verdict === 'cannot tell' && sure !== undefined && !sure.managersOnly) return;
  if (before === undefined) {
    found.set(key(finding.verdict), finding);
  } else if (before.asker === finding.asker && !before.about.includes(finding.about[0] ?? '')) {
    found.set(key(finding.verdict), { ...before, about: [...before.about, ...finding.about] });
  }
  if (finding.verdict === 'allows' && !finding.managersOnly) found.delete(key('cannot tell'));
}

/** Whether the path below `documents` begins with a wildcard. */
function isCatchAll(matches: readonly MatchNode[]): boolean {
  const [, , , first] = matches.flatMap(({ path }) => path);
  return first !== undefined && first.kind !== 'name';
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
