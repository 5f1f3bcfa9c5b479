import type { DocumentSnapshot } from 'firebase-admin/firestore';
import {
  effectiveRole,
  MAX_UID_LENGTH,
  type Milliseconds,
  millisecondsOf,
  type OrgTable,
  type Problem,
  parseOrgInvite,
  parseUserProfile,
  rankOf,
  readGrant,
} from '../../core/index.ts';
import type { Store } from '../../functions/firebase/store.ts';
import { orgTableOf } from '../../functions/orgs/people-edit.ts';
import { EXIT_CODES } from '../admin-error.ts';
import { answerInvites } from '../invites.ts';
import { momentFrom } from '../moment.ts';
import { waitForReading } from '../operator.ts';
import type { OrgInvitesRequest, OrgMembersRequest } from '../request.ts';
import type { Answer, OpenProject, Session } from '../session.ts';
import { targetJson, targetName } from '../target.ts';
import type { Paint } from '../terminal.ts';

/** The most that a list shows, by their ids. */
const MOST = 1000;

/** How many accounts Firebase Auth tells of in one call. */
const ACCOUNTS_PER_CALL = 100;

/** Whether a membership has effect, and if not, why. */
type MemberState = 'active' | 'expired' | 'disabled' | 'unreadable' | 'no-account';

interface ListedMember {
  readonly uid: string;
  /** As Firebase Auth has them, else the membership. */
  readonly email: string | null;
  readonly name: string | null;
  /** As it stands there, also without effect; null where there is none that is readable. */
  readonly role: string | null;
  /** In milliseconds since the Unix epoch; null for never. */
  readonly expiresAt: Milliseconds | null;
  readonly state: MemberState;
  readonly problem: Problem | null;
}

/**
 * Lists the members of an organisation, the highest roles first. Changes nothing. An organisation is what has members:
 * without one, there is none to be found. The exit code says when a membership cannot be read.
 */
export async function orgMembers(session: Session, { orgId }: OrgMembersRequest): Promise<Answer> {
  const { project, signal, target } = session;
  const now = session.now();
  const { members, isCut } = await waitForReading(listMembers(project, orgId, now), signal);
  const isWrong = members.some(({ problem }) => problem !== null);
  return {
    exitCode: isWrong ? EXIT_CODES.attention : EXIT_CODES.done,
    json: { ...targetJson(target), orgId, members: members.map(memberJson), isCut },
    text: (paint) => [
      '',
      ...(members.length === 0
        ? [
            `  ${paint('dim', `${orgId} has no members. \`org set ${orgId} <person> <role>\` makes the first.`)}`,
          ]
        : members.flatMap((member) => memberLines(member, now, paint))),
      ...(isCut
        ? [`  ${paint('yellow', `Only the first ${MOST.toLocaleString('en')} are shown.`)}`]
        : []),
      '',
      `  ${paint('dim', `In ${targetName(target)}.`)}`,
      '',
    ],
  };
}

async function listMembers(
  { store, auth, engine }: OpenProject,
  orgId: string,
  now: Milliseconds,
): Promise<{ readonly members: readonly ListedMember[]; readonly isCut: boolean }> {
  const orgs = orgTableOf({ engine });
  const { docs } = await store
    .ofOrg(orgId)
    .members.limit(MOST + 1)
    .get();
  const shown = docs.slice(0, MOST);
  const accounts = new Map<string, { readonly email?: string; readonly displayName?: string }>();
  for (let first = 0; first < shown.length; first += ACCOUNTS_PER_CALL) {
    const uids = shown.slice(first, first + ACCOUNTS_PER_CALL).map(({ id }) => ({ uid: id }));
    // An id that no account can have would fail the whole question.
    const { users } = await auth.getUsers(uids.filter(({ uid }) => uid.length <= MAX_UID_LENGTH));
    for (const user of users) accounts.set(user.uid, user);
  }
  const members = shown
    .map((document) => memberOf(orgs, store, document, accounts.get(document.id), now))
    .sort((a, b) => rankOf(orgs, b.role) - rankOf(orgs, a.role) || compare(nameOf(a), nameOf(b)));
  return { members, isCut: docs.length > MOST };
}

function memberOf(
  orgs: OrgTable,
  store: Store,
  document: DocumentSnapshot,
  account: { readonly email?: string; readonly displayName?: string } | undefined,
  now: Milliseconds,
): ListedMember {
  const data = store.dataOf(document) ?? {};
  // A lock hides the role from what it grants.
  const { grant: standing, problem } = readGrant(orgs, { ...data, disabled: false });
  const { grant } = readGrant(orgs, data);
  const { email, displayName } = parseUserProfile(data);
  const { role, expiresAt } = standing;
  const isOver = role !== null && effectiveRole(standing, now) === null;
  return {
    uid: document.id,
    email: account?.email ?? email,
    name: account?.displayName ?? displayName,
    role,
    expiresAt: expiresAt === null ? null : millisecondsOf(expiresAt),
    state: grant.disabled
      ? 'disabled'
      : problem !== null
        ? 'unreadable'
        : account === undefined
          ? 'no-account'
          : isOver
            ? 'expired'
            : 'active',
    problem,
  };
}

const nameOf = ({ email, name, uid }: ListedMember) => email ?? name ?? uid;
const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

const STATES: Readonly<Record<MemberState, string>> = {
  active: '',
  expired: 'is over',
  disabled: 'is disabled',
  unreadable: 'cannot be read, and gives nothing',
  'no-account': 'has no account',
};

function memberLines(member: ListedMember, now: Milliseconds, paint: Paint): readonly string[] {
  const { uid, role, expiresAt, state, problem, name } = member;
  const mark = state === 'active' ? paint('green', '✔') : paint('yellow', '●');
  const known = [
    ...(nameOf(member) === uid ? [] : [uid]),
    ...(name === null || name === nameOf(member) ? [] : [name]),
    ...(expiresAt === null ? [] : [`until ${momentFrom(expiresAt, now)}`]),
    ...(problem === null ? [] : [problem.message]),
  ];
  return [
    `  ${mark} ${paint('bold', nameOf(member))} ${paint('bold', role ?? 'without a role')}  ${STATES[state]}`.trimEnd(),
    ...(known.length === 0 ? [] : [`    ${paint('dim', known.join('; '))}`]),
  ];
}

function memberJson({ expiresAt, ...member }: ListedMember) {
  return { ...member, expiresAt: expiresAt === null ? null : new Date(expiresAt).toISOString() };
}

/** Lists the open invites of an organisation. Changes nothing. */
export function orgInvites(session: Session, { orgId }: OrgInvitesRequest): Promise<Answer> {
  const { store, engine } = session.project;
  return answerInvites(
    session,
    { orgId },
    {
      collection: store.ofOrg(orgId).invites,
      roles: orgTableOf({ engine }),
      parse: parseOrgInvite,
      readInviters: (uids) => readMembers(store, orgId, uids),
    },
  );
}

/** The memberships of these accounts; undefined for one that is none, or whose account is disabled or deleted. */
async function readMembers(store: Store, orgId: string, uids: readonly string[]) {
  if (uids.length === 0) return new Map();
  const [members, users] = await Promise.all([
    store.db.getAll(...uids.map((uid) => store.member(orgId, uid))),
    store.db.getAll(...uids.map((uid) => store.user(uid))),
  ]);
  return new Map(
    members.map((member, at) => {
      const user = store.dataOf(users[at]);
      const isHere = user !== undefined && (user.disabled ?? false) === false;
      return [member.id, isHere ? store.dataOf(member) : undefined];
    }),
  );
}
