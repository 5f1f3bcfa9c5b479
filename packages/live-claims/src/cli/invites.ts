import type { CollectionReference, DocumentSnapshot } from 'firebase-admin/firestore';
import {
  type Invite,
  isRole,
  isUid,
  type Milliseconds,
  parseInvite,
  parseWithdrawInvite,
  type RoleTable,
  refuseRoleChange,
} from '../core/index.ts';
import type { Store } from '../functions/firebase/store.ts';
import { principalOf } from '../functions/guards/principals.ts';
import { OPERATOR, openInvites } from '../functions/invites/invite-document.ts';
import { isOver } from '../functions/invites/offers.ts';
import { createInvite, withdrawInvite } from '../functions/invites/write-invite.ts';
import { AdminError, EXIT_CODES } from './admin-error.ts';
import { momentFrom, momentText } from './moment.ts';
import { confirm, waitForReading, waitForWriting } from './operator.ts';
import { accountWith, refuseUnverified } from './person.ts';
import type { InviteRequest, WithdrawRequest } from './request.ts';
import type { Answer, Session } from './session.ts';
import { targetJson, targetName } from './target.ts';
import type { Paint } from './terminal.ts';

/** As an operator, who outranks all users. */
const BY_OPERATOR = { kind: 'operator' } as const;

/**
 * Writes an invite, as an operator, who outranks all users; it replaces an open one to the address.
 *
 * @throws {AdminError} `unverified-address`, `not-confirmed`; nothing has been written then.
 */
export async function invite(session: Session, request: InviteRequest): Promise<Answer> {
  const { project, signal, target, now } = session;
  const { email, role, expiresAt, reason, unverified, yes } = request;
  if (!unverified) {
    // An account that signed up with another person's address only waits for them to click the link.
    refuseUnverified(email, await waitForReading(accountWith(project, email), signal));
  }
  const place = { store: project.store, roles: project.engine.roles, limits: project.limits };
  const open = await waitForReading(openInvites(place.store, email).get(), signal);
  await confirm(session, yes, [
    `an invite of ${email} as ${role}, until ${momentText(expiresAt)}`,
    ...(open.empty ? [] : ['  in place of the open one']),
  ]);
  const order = { email, role, expiresAt, reason, inviter: BY_OPERATOR, now: now() };
  const created = await waitForWriting(createInvite(place, order));
  // An operator is neither outranked nor counted.
  if (created.outcome !== 'created') throw new Error(`The invite was ${created.outcome}.`);
  const { inviteId, replaced } = created;
  return {
    exitCode: EXIT_CODES.done,
    json: {
      ...targetJson(target),
      inviteId,
      email,
      role,
      expiresAt: new Date(expiresAt).toISOString(),
      replaced,
    },
    text: (paint) => [
      '',
      `${paint('green', '✔')} ${paint('bold', email)} is invited as ${paint('bold', role)}, until ${momentFrom(expiresAt, now())}.`,
      ...(replaced === null ? [] : [`  In place of an invite as ${replaced}.`]),
      `  ${paint('dim', 'No mail is sent: ask them to sign up or sign in with this address and to verify it.')}`,
      `  ${paint('dim', `In ${targetName(target)}.`)}`,
      '',
    ],
  };
}

/** Whether it can be accepted, and if not, why. */
type InviteState = 'open' | 'expired' | 'inviter-may-not' | 'no-such-role' | 'unreadable';

/** An invite, and whether it can be accepted. */
export interface ListedInvite {
  readonly id: string;
  /** null when it cannot be read as one. */
  readonly invite: Invite | null;
  readonly state: InviteState;
}

/** Where invites stand, and whose roles decide about them. */
export interface InviteSource {
  readonly collection: CollectionReference;
  readonly roles: RoleTable;
  readonly parse: (data: unknown) => ListedInvite['invite'];
  /** What of these accounts says which role they have; undefined for none. */
  readonly readInviters: (uids: readonly string[]) => Promise<People>;
}

/** The most that a list shows; the latest first. */
const MOST = 1000;

/** Lists the open invites. Changes nothing. */
export async function invites(session: Session): Promise<Answer> {
  const { store, engine } = session.project;
  return answerInvites(
    session,
    {},
    {
      collection: store.invites,
      roles: engine.roles,
      parse: parseInvite,
      readInviters: (uids) => readPeople(store, uids),
    },
  );
}

/**
 * Lists open invites. Changes nothing.
 *
 * @param where what the JSON says of where they are, beside the target.
 */
export async function answerInvites(
  { signal, target, now: clock }: Session,
  where: Readonly<Record<string, unknown>>,
  source: InviteSource,
): Promise<Answer> {
  const now = clock();
  const listed = await waitForReading(listInvites(source, now), signal);
  return {
    exitCode: EXIT_CODES.done,
    json: { ...targetJson(target), ...where, invites: listed.map(inviteJson) },
    text: (paint) => [
      '',
      ...(listed.length === 0
        ? [`  ${paint('dim', 'There are no invites.')}`]
        : listed.flatMap((each) => inviteLines(each, now, paint))),
      '',
      `  ${paint('dim', `In ${targetName(target)}.`)}`,
      '',
    ],
  };
}

async function listInvites(
  { collection, roles, parse, readInviters }: InviteSource,
  now: Milliseconds,
): Promise<readonly ListedInvite[]> {
  const { docs } = await collection.where('acceptedAt', '==', null).limit(MOST).get();
  const found = docs.map((document) => ({ id: document.id, invite: parse(document.data()) }));
  const uids = new Set(found.flatMap(({ invite }) => (invite ? [invite.invitedBy] : [])));
  const inviters = await readInviters([...uids].filter(isUid));
  return found
    .map(({ id, invite }) => ({ id, invite, state: stateOf(roles, invite, inviters, now) }))
    .sort((a, b) => createdAt(b) - createdAt(a));
}

/** Fields under the default names, by account id. */
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
  now: Milliseconds,
): InviteState {
  if (invite === null) return 'unreadable';
  const { role, invitedBy } = invite;
  if (isOver(invite, now)) return 'expired';
  if (!isRole(roles, role)) return 'no-such-role';
  if (invitedBy === OPERATOR) return 'open';
  const actor = principalOf(roles, invitedBy, inviters.get(invitedBy), now);
  const refusal = refuseRoleChange(roles, { actor, target: { uid: '', role: null }, role });
  return refusal === null ? 'open' : 'inviter-may-not';
}

const createdAt = ({ invite }: ListedInvite) => invite?.createdAt.seconds ?? 0;

const STATES: Readonly<Record<InviteState, string>> = {
  open: 'can be taken',
  expired: 'is over',
  'inviter-may-not': 'gives nothing: its author may no longer give this role',
  'no-such-role': 'gives nothing: there is no such role',
  unreadable: 'cannot be read, and gives nothing',
};

function inviteLines({ id, invite, state }: ListedInvite, now: Milliseconds, paint: Paint) {
  const mark = state === 'open' ? paint('green', '✔') : paint('yellow', '●');
  if (invite === null) return [`  ${mark} ${id}  ${STATES[state]}`];
  const { email, role, expiresAt, roleExpiresAt = null } = invite;
  const open =
    expiresAt === null ? 'without an end' : `until ${momentFrom(expiresAt.seconds * 1000, now)}`;
  const end =
    roleExpiresAt === null
      ? open
      : `${open}; the role ends ${momentFrom(roleExpiresAt.seconds * 1000, now)}`;
  return [
    `  ${mark} ${paint('bold', email)} as ${paint('bold', role)}  ${STATES[state]}`,
    `    ${paint('dim', `${end}; ${byText(invite)}; id ${id}`)}`,
  ];
}

const byText = ({ invitedBy, invitedByName }: Invite) =>
  invitedBy === OPERATOR ? 'from the command line' : `by ${invitedByName ?? invitedBy}`;

function inviteJson({ id, invite, state }: ListedInvite) {
  const at = (time: Invite['expiresAt']) =>
    time && new Date(time.seconds * 1000 + time.nanoseconds / 1e6).toISOString();
  return {
    inviteId: id,
    state,
    email: invite?.email ?? null,
    role: invite?.role ?? null,
    invitedBy: invite === null || invite.invitedBy === OPERATOR ? null : invite.invitedBy,
    roleExpiresAt: at(invite?.roleExpiresAt ?? null),
    createdAt: at(invite?.createdAt ?? null),
    expiresAt: at(invite?.expiresAt ?? null),
  };
}

/**
 * Takes the open invite to an address, or the one with an id, back.
 *
 * @throws {AdminError} `no-such-invite`, `usage` for what can be neither, `not-confirmed`; nothing
 *   has been written then.
 */
export async function withdraw(session: Session, request: WithdrawRequest): Promise<Answer> {
  const { project, signal, target, now } = session;
  const { invite: name, reason, yes } = request;
  const place = { store: project.store, roles: project.engine.roles };
  const found = await waitForReading(findInvites(session, name), signal);
  await confirm(
    session,
    yes,
    found.map((document) => `the invite of ${document.get('email')} as ${document.get('role')}`),
  );
  const order = { inviter: BY_OPERATOR, reason, now: now() };
  const withdrawn: string[] = [];
  for (const { id: inviteId } of found) {
    const { outcome } = await waitForWriting(withdrawInvite(place, { ...order, inviteId }));
    if (outcome === 'withdrawn') withdrawn.push(inviteId);
  }
  if (withdrawn.length === 0) throw notOpen(name);
  return {
    exitCode: EXIT_CODES.done,
    json: { ...targetJson(target), withdrawn },
    text: (paint) => [
      '',
      `${paint('green', '✔')} The invite of ${paint('bold', String(found[0]?.get('email')))} is withdrawn.`,
      `  ${paint('dim', `In ${targetName(target)}.`)}`,
      '',
    ],
  };
}

async function findInvites(
  { project: { store } }: Session,
  name: string,
): Promise<readonly DocumentSnapshot[]> {
  if (name.includes('@')) {
    const { docs } = await openInvites(store, name.trim()).get();
    if (docs.length === 0) throw notOpen(name);
    return docs;
  }
  const document = await store.invites.doc(idIn(name)).get();
  if (!document.exists || (document.get('acceptedAt') ?? null) !== null) throw notOpen(name);
  return [document];
}

function idIn(text: string): string {
  try {
    return parseWithdrawInvite({ inviteId: text }).inviteId;
  } catch {
    throw new AdminError('usage', `"${text}" is neither an address nor the id of an invite.`, {
      next: '`invites` lists both.',
    });
  }
}

function notOpen(name: string): AdminError {
  return new AdminError('no-such-invite', `There is no open invite for ${name}.`, {
    next: 'It may have been accepted or withdrawn. `invites` lists the open ones.',
  });
}
