import { FieldValue, type QueryDocumentSnapshot } from 'firebase-admin/firestore';
import { type Actor, normalizeEmail, parseInvite } from '../../core/index.ts';
import type { Store } from '../firebase/store.ts';
import type { Commit } from '../firebase/verified-commit.ts';
import type { EditProject } from '../project.ts';
import { auditInvite, offered, openInvites } from './invite-document.ts';
import type { FoundOffer } from './offers.ts';

export interface Taking {
  readonly uid: string;
  readonly kind: Actor['kind'];
  /** The role that the taker had; null for none. */
  readonly before: string | null;
}

/**
 * Accepts an invite in the commit that gives its role. It is never accepted again, also
 * not by a new account with the same address.
 */
export function takeOffer(
  project: EditProject,
  commit: Pick<Commit, 'create' | 'update'>,
  offer: FoundOffer,
  { uid, kind, before }: Taking,
): void {
  const { id, reference, invite } = offer;
  lowerLostSignUp(project, commit, offer);
  commit.update(reference, { acceptedAt: FieldValue.serverTimestamp(), acceptedBy: uid });
  auditInvite(project.store, commit, {
    type: 'invite-accepted',
    inviteId: id,
    email: invite.email,
    uid,
    actor: { kind, uid },
    before: before === null ? null : offered(before),
    after: offered(invite.role, invite.roleExpiresAt?.seconds ?? null),
  });
}

/**
 * Keeps an invite for a sign-up, in the commit that gives its role. The account is not there yet,
 * and may never be: Firebase Auth, or another blocking function, can still refuse it, and the invite
 * has to be open then. `finishReserved` takes it once the account is there.
 */
export function reserveOffer(
  project: EditProject,
  commit: Pick<Commit, 'create' | 'update'>,
  offer: FoundOffer,
  uid: string,
): void {
  lowerLostSignUp(project, commit, offer);
  commit.update(offer.reference, { reservedFor: uid });
}

/** Takes, for good, what was kept for a sign-up whose account is there now. Safe to repeat. */
export function finishReserved(project: EditProject, uid: string): Promise<void> {
  const { store } = project;
  const kept = store.invites.where('reservedFor', '==', uid).where('acceptedAt', '==', null);
  return store.db.runTransaction(async (commit) => {
    const { docs } = await commit.get(kept);
    for (const document of docs) {
      const invite = parseInvite(document.data());
      if (invite === null) continue;
      const reference = document.ref;
      const offer = { id: document.id, invite, inviterRole: null, reference, lostSignUp: null };
      takeOffer(project, commit, offer, { uid, kind: 'sign-up', before: null });
    }
  });
}

/** What was granted to a sign-up that never became an account goes with the invite to the next one. */
function lowerLostSignUp(
  { store, engine }: EditProject,
  commit: Pick<Commit, 'create' | 'update'>,
  { lostSignUp, invite }: FoundOffer,
): void {
  if (lostSignUp === null) return;
  const updatedAt = FieldValue.serverTimestamp();
  commit.update(
    lostSignUp,
    store.fieldsOf({
      role: engine.roles.initialRole,
      ...(invite.roleExpiresAt != null && { roleExpiresAt: null }),
      updatedAt,
      updatedBy: null,
    }),
  );
}

/** The author and reason of closing invites, for the audit log. */
export interface ClosedBy {
  readonly actor: Actor;
  /** In the actor's words; null for none. */
  readonly reason: string | null;
}

/** Closes the invites that were read, in the same commit. */
export type CloseInvites = (by: ClosedBy) => void;

/**
 * Reads the open invites to a person's addresses, so that the commit that takes access from the
 * person can close them: a later decision wins over an invite that was written before it. In two
 * steps, because a commit reads before it writes.
 *
 * An expired or unreadable invite is closed too.
 *
 * @param emails the addresses that the document and Firebase Auth have, in any case.
 * @example
 * const closeInvites = await readInvitesToClose(store, commit, [email]);
 * commit.update(person, { role: null });
 * closeInvites({ actor, reason });
 */
export async function readInvitesToClose(
  store: Store,
  commit: Pick<Commit, 'get' | 'create' | 'delete'>,
  emails: readonly string[],
): Promise<CloseInvites> {
  const addresses = new Set(emails.map(normalizeEmail).filter((email) => email !== ''));
  const found = await Promise.all(
    [...addresses].map((email) => commit.get(openInvites(store, email))),
  );
  const open = found.flatMap(({ docs }) => docs);
  return (by) => {
    for (const invite of open) closeInvite(store, commit, invite, by);
  };
}

function closeInvite(
  store: Store,
  commit: Pick<Commit, 'create' | 'delete'>,
  invite: QueryDocumentSnapshot,
  { actor, reason }: ClosedBy,
): void {
  commit.delete(invite.ref);
  auditInvite(store, commit, {
    type: 'invite-withdrawn',
    inviteId: invite.id,
    email: textIn(invite.get('email')) ?? '',
    uid: null,
    actor,
    before: offered(textIn(invite.get('role'))),
    after: null,
    reason: reason ?? 'The access of the person who was invited has been lowered.',
  });
}

const textIn = (value: unknown): string | null => (typeof value === 'string' ? value : null);
