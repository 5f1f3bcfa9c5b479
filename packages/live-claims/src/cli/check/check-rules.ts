import type { LiveClaimsConfig } from '../../core/index.ts';
import { type AccessFinding, findAccess } from '../../rules/judge/access-findings.ts';
import { documentsMatch, END, readRules, START, withoutBlock } from '../../rules/place-block.ts';
import { RulesProblem } from '../../rules/rules-problem.ts';
import type { RulesTree } from '../../rules/syntax-tree.ts';
import { writeRules } from '../../rules/write-rules.ts';
import type { AppFacts, AppFile } from '../init/inspect-app.ts';
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
  const findings = [
    ...block,
    ...mergeCatchAlls(access).map((each) => describe(each, rules, config)),
  ];
  return {
    findings,
    notLookedAt: [],
    inOrder: [
      ...(block.length === 0
        ? [`${rules.path}: live-claims’ block is as the configuration says`]
        : []),
      ...(access.length === 0
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

/** A rule for everything is one finding, with all that it opens; likewise what only holders of a permission may do. */
function mergeCatchAlls(access: readonly AccessFinding[]): readonly AccessFinding[] {
  const kept = new Map<string, AccessFinding>();
  for (const finding of access) {
    const { at, verdict, catchAll, managersOnly, subject } = finding;
    const merges = catchAll || verdict === 'cannot tell' || managersOnly;
    const key = [at, verdict, merges ? managersOnly : subject].join(' ');
    const before = kept.get(key);
    const about = [...new Set([...(before?.about ?? []), ...finding.about])];
    kept.set(key, { ...(before ?? finding), about });
  }
  return [...kept.values()];
}

const SUBJECT_CODES: Readonly<Record<AccessFinding['subject'], FindingCode>> = {
  'own-access': 'own-access',
  'own-creation': 'own-creation',
  'own-deletion': 'own-deletion',
  'others-access': 'others-access',
  'engine-documents': 'engine-documents',
  'engine-documents-read': 'engine-documents-read',
};

function describe(finding: AccessFinding, rules: AppFile, config: LiveClaimsConfig): Finding {
  const inBlock =
    withoutBlock(rules.text)
      .slice(finding.at, finding.at + 5)
      .trim() === '';
  const { code, message, next } = wordsFor(finding, config);
  return findingAt(
    code,
    rules,
    finding.at,
    message,
    inBlock ? 'This is in live-claims’ block: run `npx live-claims rules`.' : next,
  );
}

function wordsFor(
  finding: AccessFinding,
  { collections, can }: LiveClaimsConfig,
): { readonly code: FindingCode; readonly message: string; readonly next: string } {
  const { subject, verdict, catchAll, managersOnly, about, why } = finding;
  const document = `${collections.users}/{uid}`;
  const who = whoMay(finding);
  const fields = listed(about);
  const example =
    finding.example === null ? '' : ` For example, it lets through ${finding.example}.`;
  if (verdict === 'cannot tell') {
    return {
      code: 'cannot-tell',
      message: `Cannot tell whether ${who.toLowerCase()} may change ${fields} by this rule: it depends on \`${why}\`.`,
      next: `If that can be true for a user who may not change access, add \`&& !changesAccess()\` for updates, and name the fields that may be written at creation.`,
    };
  }
  if (managersOnly && subject !== 'own-deletion') {
    return {
      code: 'past-the-ranks',
      message: `${who} may write ${fields} from a client: past the ranks, so they can also make themselves the top role, and without an entry in the audit log.`,
      next: `Add \`&& !changesAccess()\`, and let their page call setUserRole and setUserDisabled, which ask for ${can.grantRoles}.`,
    };
  }
  if (catchAll) {
    return {
      code: 'catch-all',
      message: `A rule for every document: ${who.toLowerCase()} may ${subject === 'engine-documents-read' ? 'read' : 'change'} ${fields} by it.${example}`,
      next: 'Rules add up, and no other takes this back. Write a rule for each collection instead; a rule for everything may only refuse.',
    };
  }
  const code = SUBJECT_CODES[subject];
  switch (subject) {
    case 'own-access':
      return {
        code,
        message: `${who} may change ${fields} in their own ${document}.${example}`,
        next: 'Add `&& !changesAccess()` to this rule.',
      };
    case 'own-creation':
      return {
        code,
        message: `${who} may create their own ${document} with ${fields}.${example}`,
        next: 'Add `&& !request.resource.data.keys().hasAny(accessFields())` to this rule; functions give the first role.',
      };
    case 'own-deletion':
      return {
        code,
        message: `${who} may delete their own ${document}, also while it disables them: their account is enabled again then.`,
        next: 'Add `&& hasValidSession(resource.data)` to this rule, or leave deletion to a function.',
      };
    case 'others-access':
      return {
        code,
        message: `${who} may change ${fields} in the ${document} of other users.${example}`,
        next: 'Add `isMe(uid) && !changesAccess()` to this rule.',
      };
    case 'engine-documents':
      return {
        code,
        message: `${who} may write documents of live-claims: ${fields}.`,
        next: 'Only functions write these. Remove this rule; the block has what clients read.',
      };
    case 'engine-documents-read':
      return {
        code,
        message: `${who} may read ${fields}: addresses, roles and reasons of others.`,
        next: 'Remove this rule; the block lets those read it whom the configuration names in `can`.',
      };
  }
}

function whoMay({ asker }: AccessFinding): string {
  if (asker.kind === 'nobody') return 'Anyone, without a sign-in,';
  return asker.kind === 'signed-in' ? 'Every signed-in user' : `Users with the role ${asker.role}`;
}

function listed(names: readonly string[]): string {
  const last = names.at(-1) ?? '';
  return names.length < 2 ? last : `${names.slice(0, -1).join(', ')} and ${last}`;
}
