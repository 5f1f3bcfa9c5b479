import type { LiveClaimsConfig } from '../../core/index.ts';
import { findAccess } from '../../rules/judge/access-findings.ts';
import { documentsMatch, END, readRules, START } from '../../rules/place-block.ts';
import { RulesProblem } from '../../rules/rules-problem.ts';
import type { RulesTree } from '../../rules/syntax-tree.ts';
import { writeRules } from '../../rules/write-rules.ts';
import type { AppFacts, AppFile } from '../init/inspect-app.ts';
import { describeAccess } from './describe-access.ts';
import { type Checked, type Finding, type FindingCode, findingAt } from './finding.ts';

/**
 * What the app's Firestore rules allow that they should not, and whether live-claims' block is in them as the
 * configuration has it.
 *
 * @param now milliseconds since the Unix epoch.
 */
export function checkRules(
  { firestore }: Pick<AppFacts, 'firestore'>,
  config: LiveClaimsConfig,
  now: number,
): Checked {
  const rules = firestore.find(({ database }) => database === config.database)?.rules;
  if (!rules) {
    const message = `firebase.json names no rules that exist for the Firestore database ${config.database}.`;
    const next = 'Run `npx live-claims rules`, which creates them or says what to add.';
    return {
      findings: [
        findingAt('rules-missing', { path: 'firebase.json', text: '' }, null, message, next),
      ],
      notLookedAt: [{ what: 'what the rules allow', because: 'there are none to read' }],
      inOrder: [],
    };
  }
  let tree: RulesTree;
  try {
    tree = readRules(rules.text);
  } catch (error) {
    return {
      findings: [problemIn(rules, error, 'rules-unreadable')],
      notLookedAt: [{ what: 'what the rules allow', because: 'they cannot be read' }],
      inOrder: [],
    };
  }
  const block = checkBlock(rules, tree, config);
  const access = findAccess(rules.text, tree, config, now);
  const { users } = config.collections;
  return {
    findings: [...block, ...describeAccess(access.findings, rules, config)],
    notLookedAt:
      access.asked > 0
        ? []
        : [
            {
              what: 'what the rules allow',
              because: `no rule of ${rules.path} is for ${users}/{uid} or the documents of live-claims in the database ${config.database}`,
            },
          ],
    inOrder: [
      ...(block.length === 0
        ? [`${rules.path}: live-claims’ block is as the configuration says`]
        : []),
      ...(access.findings.length === 0 && access.asked > 0
        ? [`${rules.path}: no rule lets users change their own access, or that of others`]
        : []),
    ],
  };
}

function checkBlock(rules: AppFile, tree: RulesTree, config: LiveClaimsConfig): readonly Finding[] {
  try {
    documentsMatch(tree, config.collections.users);
  } catch (error) {
    return [problemIn(rules, error, 'rules-unreadable')];
  }
  const text = rules.text.replaceAll('\r\n', '\n');
  const has = (marker: string) => text.split('\n').some((line) => line.trim() === marker);
  if (!has(START) && !has(END)) {
    const message =
      'live-claims’ block is not in the rules: clients cannot read their marker, and stay on old tokens.';
    return [findingAt('block-missing', rules, null, message, 'Run `npx live-claims rules`.')];
  }
  try {
    if (writeRules(text, config) === text) return [];
    const at = text.indexOf(START);
    const message = 'live-claims’ block is not what the configuration asks for.';
    const next = 'Run `npx live-claims rules`; `rules --dry-run` shows the difference.';
    return [findingAt('block-differs', { ...rules, text }, at, message, next)];
  } catch (error) {
    return [problemIn({ ...rules, text }, error, 'block-differs')];
  }
}

function problemIn(rules: AppFile, error: unknown, code: FindingCode): Finding {
  const { message, next, at } =
    error instanceof RulesProblem
      ? error
      : { message: String((error as Error).message), next: 'Correct it there.', at: null };
  return findingAt(code, rules, at, message, next);
}
