import type { QueryDocumentSnapshot } from 'firebase-admin/firestore';
import { type Actor, foldAddress } from '../../core/index.ts';
import type { Store } from '../firebase/store.ts';
import type { Commit } from '../firebase/verified-commit.ts';
import { auditInvite, offered } from './audit-invite.ts';
import { openInvites } from './open-invites.ts';

/** Who closes invites, and why, for the audit log. */
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
 * An invite that is over, or that nobody can read, is closed too.
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
  const addresses = new Set(emails.map(foldAddress).filter((email) => email !== ''));
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
