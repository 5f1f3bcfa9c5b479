import type { LiveClaimsConfig } from '../../core/index.ts';
import type { AccessFinding, Act, Doer } from '../../rules/judge/access-findings.ts';
import { titleOf } from '../../rules/judge/askers.ts';
import { TOO_LONG } from '../../rules/judge/values.ts';
import { withoutBlock } from '../../rules/place-block.ts';
import type { AppFile } from '../init/inspect-app.ts';
import { type Finding, type FindingCode, findingAt } from './finding.ts';

/** What is said of one finding, or of several of one rule. */
interface Words {
  readonly code: FindingCode;
  readonly message: string;
  readonly next: string;
}

/** What the rules allow, in sentences: one finding for each thing to mend. */
export function describeAccess(
  findings: readonly AccessFinding[],
  rules: AppFile,
  config: LiveClaimsConfig,
): readonly Finding[] {
  const outside = withoutBlock(rules.text);
  return [...Map.groupBy(findings, ({ at }) => at)].flatMap(([at, ofRule]) => {
    const inBlock = outside.slice(at, at + 5).trim() === '';
    return wordsFor(ofRule, config).map(({ code, message, next }) =>
      findingAt(
        code,
        rules,
        at,
        message,
        inBlock ? 'This is in live-claims’ block: run `npx live-claims rules`.' : next,
      ),
    );
  });
}

const isRead = ({ subject }: AccessFinding) => subject === 'engine-documents-read';
const isWrite = (finding: AccessFinding) => !isRead(finding);
const isMembership = ({ subject }: AccessFinding) => subject.endsWith('-membership');

/** What is wrong with one rule. A rule for everything is one finding, with all that it opens. */
function wordsFor(findings: readonly AccessFinding[], config: LiveClaimsConfig): readonly Words[] {
  const all = withoutCovered(findings);
  const sure = all.filter(({ verdict }) => verdict === 'allows');
  const unsure = all.filter(({ verdict }) => verdict === 'cannot tell');
  const open = [unsure.filter(isWrite), unsure.filter(isRead)]
    .filter((some) => some.length > 0)
    .map((some) => cannotTell(some, config));
  const managed = sure.filter(({ managersOnly }) => managersOnly);
  const others = sure.filter(({ managersOnly }) => !managersOnly);
  if (others.some((finding) => finding.catchAll && isWrite(finding))) {
    return [catchAll(sure, config), ...open];
  }
  return [
    ...others.map((finding) => ofSubject(finding, config)),
    ...(managed.length > 0 ? [pastTheRanks(managed, config)] : []),
    ...open,
  ];
}

/** A finding, and whether it is about the own document of those that ask as well as about those of others. */
interface Described extends AccessFinding {
  readonly ofAny: boolean;
}

/** The findings without what users may do to their own document, where they may do it to every other one. */
function withoutCovered(findings: readonly AccessFinding[]): readonly Described[] {
  const covering = (own: AccessFinding) => {
    if (!own.subject.startsWith('own-')) return undefined;
    const subject = own.subject === 'own-membership' ? 'others-membership' : 'others-access';
    return findings.find((other) => other.subject === subject && covers(other, own));
  };
  const left = findings.filter((finding) => covering(finding) === undefined);
  const ofAny = new Set(findings.map(covering));
  return left.map((finding) => ({ ...finding, ofAny: ofAny.has(finding) }));
}

function covers(other: AccessFinding, own: AccessFinding): boolean {
  return (
    other.verdict === own.verdict &&
    other.from === own.from &&
    other.managersOnly === own.managersOnly &&
    own.by.every((doer) => doer.acts.every((act) => other.by.some((one) => mayDo(one, doer, act))))
  );
}

/** Whether people may do this to others, of whom those are that do it to themselves. */
const mayDo = (one: Doer, { asker, of }: Doer, { operation, about }: Act) =>
  (one.of === null || one.of === of) &&
  (titleOf(one.asker) === null || titleOf(one.asker) === titleOf(asker)) &&
  one.acts.some(
    (act) => act.operation === operation && (operation === 'delete' || act.about === about),
  );

function catchAll(findings: readonly Described[], config: LiveClaimsConfig): Words {
  return {
    code: 'catch-all',
    message: `A rule for every document: ${whoMay(findings, config)} by it.${exampleOf(findings)}`,
    next: 'Rules add up, and no other takes this back. Write a rule for each collection instead; a rule for everything may only refuse.',
  };
}

function pastTheRanks(findings: readonly Described[], config: LiveClaimsConfig): Words {
  return {
    code: 'past-the-ranks',
    message: `${sentence(whoMay(findings, config))} from a client: past the ranks, so they can also make themselves the top role, and without an entry in the audit log.`,
    next: `${mends(findings, false)} Let their page call ${instead(findings, config)}.`,
  };
}

/** The callables that do the same, and what they ask for. */
function instead(findings: readonly AccessFinding[], { can, orgs }: LiveClaimsConfig): string {
  return [
    ...(findings.every(isMembership)
      ? []
      : [`setUserRole and setUserDisabled, which ask for ${can.grantRoles}`]),
    ...(findings.some(isMembership)
      ? [`setMemberRole and setMemberDisabled, which ask for ${orgs?.can.grantRoles}`]
      : []),
  ].join('; ');
}

function cannotTell(findings: readonly Described[], config: LiveClaimsConfig): Words {
  const reading = findings.every(isRead);
  const why = findings.find((finding) => finding.why !== null)?.why ?? null;
  const next = reading
    ? `remove this rule; ${READERS}`
    : findings.every(({ subject }) => subject === 'engine-documents')
      ? 'remove this rule: only functions write these.'
      : lowered(mends(findings));
  return {
    code: 'cannot-tell',
    message: `Cannot tell whether ${whoMay(findings, config)} by this rule: ${dependsOn(why)}.`,
    next: `If that can be so for a user who ${reading ? 'may not read them' : 'may not change access'}, ${next}`,
  };
}

function dependsOn(why: string | null): string {
  if (why === null) return 'it has more cases than are looked at';
  return why === TOO_LONG
    ? 'it is too long, or too deep, to be followed'
    : `it depends on \`${why}\``;
}

const READERS = 'the block lets those read them whom the configuration names in `can`.';

/** One finding by itself. */
function ofSubject(finding: Described, config: LiveClaimsConfig): Words {
  const { subject } = finding;
  const may = sentence(whoMay([finding], config));
  switch (subject) {
    case 'own-deletion': {
      const fields = actsOf(finding).flatMap(({ about }) => about ?? []);
      return {
        code: subject,
        message: `${may}, also while its ${listed(fields, 'or')} locks them out: the deletion lets them in again.`,
        next: mends([finding]),
      };
    }
    case 'engine-documents':
      return {
        code: subject,
        message: `${may}, which are live-claims’ own.`,
        next: 'Only functions write these. Remove this rule; the block has what clients read.',
      };
    case 'engine-documents-read':
      return {
        code: subject,
        message: `${may}: addresses, roles and reasons of others.`,
        next: finding.catchAll
          ? `Rules add up, and no other takes this back. Write a rule for each collection instead; ${READERS}`
          : `Remove this rule; ${READERS}`,
      };
    default:
      return { code: subject, message: `${may}.${exampleOf([finding])}`, next: mends([finding]) };
  }
}

/** Who may do what, those with the least access first: `every signed-in user may change role in …`. */
function whoMay(findings: readonly Described[], config: LiveClaimsConfig): string {
  const people = findings.flatMap((finding) => finding.by.map((doer) => ({ finding, doer })));
  const groups = [...Map.groupBy(people, ({ doer }) => who(doer)).values()].toSorted(
    ([a], [b]) => rank(a?.doer) - rank(b?.doer),
  );
  const parts = groups.map((group) =>
    listed(group.flatMap(({ finding, doer }) => doings(finding, doer.acts, config))),
  );
  const all = groups.map(
    ([one], at) => `${one ? who(one.doer) : ''} may ${at > 0 ? 'also ' : ''}${parts[at]}`,
  );
  const more = all.length > MOST_GROUPS ? ['others may do more'] : [];
  const time = findings.some(({ from }) => from === null) ? '' : since(findings[0]?.from ?? null);
  return `${time}${[...all.slice(0, MOST_GROUPS), ...more].join('; ')}`;
}

/** More are no help to find the rule's fault. */
const MOST_GROUPS = 3;

/** What is done, as it follows on "may". */
function doings(
  { subject, ofAny }: Described,
  acts: readonly Act[],
  { collections }: LiveClaimsConfig,
): readonly string[] {
  const aboutOf = (operation: string) =>
    listed(acts.flatMap((act) => (act.operation === operation ? (act.about ?? []) : [])));
  const ofOrgs = subject.endsWith('-membership');
  const document = ofOrgs
    ? `${collections.orgs}/{orgId}/${collections.members}/{uid}`
    : `${collections.users}/{uid}`;
  const own = `their own ${document}`;
  if (subject === 'own-deletion') return [`delete ${own}`];
  if (subject.startsWith('engine-documents')) {
    const collectionsOf = listed(acts.flatMap(({ about }) => about ?? []));
    return [`${subject === 'engine-documents' ? 'write' : 'read'} ${collectionsOf}`];
  }
  const whose =
    subject === 'others-access' || subject === 'others-membership'
      ? `the ${document} of ${ofAny ? 'any' : 'other'} ${ofOrgs ? 'member' : 'user'}${ofAny ? '' : 's'}`
      : own;
  const [updated, created] = [aboutOf('update'), aboutOf('create')];
  const deletes = acts.some(({ operation }) => operation === 'delete');
  const parts = [
    ...(updated === '' ? [] : [(document: string) => `change ${updated} in ${document}`]),
    ...(created === '' ? [] : [(document: string) => `create ${document} with ${created}`]),
    ...(deletes ? [(document: string) => `delete ${document}`] : []),
  ];
  return parts.map((part, at) => part(at === 0 ? whose : 'it'));
}

/** What to do about writes of users' documents. @param areUsers whether not only those write that grant roles. */
function mends(findings: readonly AccessFinding[], areUsers = true): string {
  const acts = new Set(findings.flatMap(actsOf).map(({ operation }) => operation));
  const others = findings.some(({ subject }) => subject.startsWith('others-'));
  const areMemberships = findings.every(isMembership);
  // Of a rule that is only open to those whose role is over, it is the condition that is wrong.
  const readsRoles = findings.every(({ by }) => by.every(({ of }) => of?.startsWith('whose')));
  const forOnly = (operation: string) => (acts.size > 1 ? `For ${operation} add` : 'Add');
  return [
    ...(acts.has('update')
      ? [
          `${forOnly('updates')} \`&& !changesAccess()\`${others && areUsers ? ', and `isMe(uid)` where users should edit only their own document' : ' to this rule'}.`,
        ]
      : []),
    ...(acts.has('create')
      ? [
          `${forOnly('creations')} \`&& !request.resource.data.keys().hasAny(accessFields())\`; ${areMemberships ? 'members come by invites and `access.editMembership`' : 'functions give the first role'}.`,
        ]
      : []),
    ...(acts.has('delete')
      ? [
          others
            ? areMemberships
              ? 'Let the page call removeMember and leaveOrg instead.'
              : 'Leave deletion to a function, which runs with the Admin SDK.'
            : `${forOnly('deletions')} \`&& hasValidSession(resource.data)\`, or leave deletion to a function.`,
        ]
      : []),
    ...(readsRoles ? ['Ask canNow() rather than compare a role, which may be over.'] : []),
  ].join(' ');
}

const actsOf = ({ by }: AccessFinding): readonly Act[] => by.flatMap(({ acts }) => acts);

const rank = (doer: Doer | undefined) =>
  ['nobody', 'signed-in', 'role', 'member'].indexOf(doer?.asker.kind ?? 'member');

const since = (from: AccessFinding['from']) =>
  from === null
    ? ''
    : from === 'some day'
      ? 'on a later day, '
      : `from ${new Date(from).toISOString().slice(0, 10)} on, `;

function who({ asker, of }: Doer): string {
  if (asker.kind === 'nobody') return 'anyone, without a sign-in,';
  return asker.kind === 'signed-in'
    ? `every signed-in user${of === null ? '' : ` ${of}`}`
    : `users with the role ${titleOf(asker)}${of === null ? '' : ` ${of.replace(/^with /, 'and ')}`}`;
}

function exampleOf(findings: readonly AccessFinding[]): string {
  const example = findings.find((finding) => finding.example !== null)?.example;
  return example === undefined ? '' : ` For example, it lets through ${example}.`;
}

const sentence = (words: string) => words.charAt(0).toUpperCase() + words.slice(1);
const lowered = (words: string) => words.charAt(0).toLowerCase() + words.slice(1);

/** Each once: `a, b and c`. Where a part is a list itself, with a comma before the last. */
function listed(parts: readonly string[], word = 'and'): string {
  const once = [...new Set(parts)];
  const last = once.at(-1) ?? '';
  if (once.length < 2) return last;
  const comma = once.some((part) => part.includes(` ${word} `)) ? ',' : '';
  return `${once.slice(0, -1).join(', ')}${comma} ${word} ${last}`;
}
