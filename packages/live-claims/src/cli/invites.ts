import {
  type Invite,
  isRole,
  isUid,
  parseInvite,
  type RoleTable,
  refuseRoleChange,
} from '../core/index.ts';
import type { Store } from '../functions/firebase/store.ts';
import { OPERATOR } from '../functions/invites/invite-terms.ts';
import { isOver } from '../functions/invites/pick-offer.ts';
import { roleOfActor } from '../functions/role-change/role-that-counts.ts';
import { EXIT_CODES } from './admin-error.ts';
import type { Answer } from './answer.ts';
import { momentFrom } from './moment.ts';
import { type Session, targetJson, targetName } from './session.ts';
import type { Paint } from './terminal.ts';
import { waitForReading } from './wait.ts';

/** Whether somebody can take it, and if not, why. */
type InviteState = 'open' | 'expired' | 'inviter-may-not' | 'no-such-role' | 'unreadable';

interface ListedInvite {
  readonly id: string;
  /** null when it cannot be read as one. */
  readonly invite: Invite | null;
  readonly state: InviteState;
}

/** The most that a list shows; the latest first. */
const MOST = 1000;

/** Lists the invites that nobody has taken. Changes nothing. */
export async function invites(session: Session): Promise<Answer> {
  const { project, signal, target } = session;
  const now = session.now();
  const listed = await waitForReading(
    listInvites(project.store, project.engine.roles, now),
    signal,
  );
  return {
    exitCode: EXIT_CODES.done,
    json: { ...targetJson(target), invites: listed.map(inviteJson) },
    text: (paint) => [
      '',
      ...(listed.length === 0
        ? [`  ${paint('dim', 'Nobody is invited.')}`]
        : listed.flatMap((each) => inviteLines(each, now, paint))),
      '',
      `  ${paint('dim', `In ${targetName(target)}.`)}`,
      '',
    ],
  };
}

async function listInvites(
  store: Store,
  roles: RoleTable,
  now: number,
): Promise<readonly ListedInvite[]> {
  const { docs } = await store.invites.where('acceptedAt', '==', null).limit(MOST).get();
  const found = docs.map((document) => ({ id: document.id, invite: parseInvite(document.data()) }));
  const uids = new Set(found.flatMap(({ invite }) => (invite ? [invite.invitedBy] : [])));
  const inviters = await readPeople(store, [...uids].filter(isUid));
  return found
    .map(({ id, invite }) => ({ id, invite, state: stateOf(roles, invite, inviters, now) }))
    .sort((a, b) => createdAt(b) - createdAt(a));
}

type People = ReadonlyMap<string, Readonly<Record<string, unknown>> | undefined>;

async function readPeople(store: Store, uids: readonly string[]): Promise<People> {
  if (uids.length === 0) return new Map();
  const people = await store.db.getAll(...uids.map((uid) => store.user(uid)));
  return new Map(people.map((person) => [person.id, store.dataOf(person)]));
}

function stateOf(
  roles: RoleTable,
  invite: Invite | null,
  inviters: People,
  now: number,
): InviteState {
  if (invite === null) return 'unreadable';
  const { role, invitedBy } = invite;
  if (isOver(invite, now)) return 'expired';
  if (!isRole(roles, role)) return 'no-such-role';
  if (invitedBy === OPERATOR) return 'open';
  const actor = { uid: invitedBy, role: roleOfActor(roles, inviters.get(invitedBy), now) };
  const refusal = refuseRoleChange(roles, { actor, target: { uid: '', role: null }, role });
  return refusal === null ? 'open' : 'inviter-may-not';
}

const createdAt = ({ invite }: ListedInvite) => invite?.createdAt.seconds ?? 0;

const STATES: Readonly<Record<InviteState, string>> = {
  open: 'can be taken',
  expired: 'is over',
  'inviter-may-not': 'gives nothing: who invited may not give this role any more',
  'no-such-role': 'gives nothing: there is no such role',
  unreadable: 'cannot be read, and gives nothing',
};

function inviteLines({ id, invite, state }: ListedInvite, now: number, paint: Paint) {
  const mark = state === 'open' ? paint('green', '✔') : paint('yellow', '●');
  if (invite === null) return [`  ${mark} ${id}  ${STATES[state]}`];
  const { email, role, expiresAt } = invite;
  const end =
    expiresAt === null ? 'without an end' : `until ${momentFrom(expiresAt.seconds * 1000, now)}`;
  return [
    `  ${mark} ${paint('bold', email)} as ${paint('bold', role)}  ${STATES[state]}`,
    `    ${paint('dim', `${end}; ${byText(invite)}; id ${id}`)}`,
  ];
}

const byText = ({ invitedBy }: Invite) =>
  invitedBy === OPERATOR ? 'from the command line' : `by ${invitedBy}`;

function inviteJson({ id, invite, state }: ListedInvite) {
  const at = (time: Invite['expiresAt']) =>
    time && new Date(time.seconds * 1000 + time.nanoseconds / 1e6).toISOString();
  return {
    inviteId: id,
    state,
    email: invite?.email ?? null,
    role: invite?.role ?? null,
    invitedBy: invite === null || invite.invitedBy === OPERATOR ? null : invite.invitedBy,
    createdAt: at(invite?.createdAt ?? null),
    expiresAt: at(invite?.expiresAt ?? null),
  };
}
