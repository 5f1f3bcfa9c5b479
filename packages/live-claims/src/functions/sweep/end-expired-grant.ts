import { FieldValue } from 'firebase-admin/firestore';
import {
  type Actor,
  isTimestamp,
  parseMarker,
  parseUserProfile,
  type RoleTable,
  readGrant,
} from '../../core/index.ts';
import { auditStateOf, createAuditEntry } from '../audit/write-entry.ts';
import type { Store } from '../firebase/store.ts';
import { readInvitesToClose } from '../invites/close-invites.ts';

const BY_TIME: Actor = { kind: 'service', uid: null };

/**
 * Takes a role whose time is over out of `users/{uid}`, unless it has been renewed or replaced since;
 * also that of somebody disabled, and an end that was left without its role. A document that nobody
 * can read stays as it is. The claims need a sync afterwards.
 *
 * @param changeId stored with the revision, as for every write of our own.
 * @param now in milliseconds since the Unix epoch.
 * @returns whether it wrote.
 */
export function endExpiredGrant(
  store: Store,
  roles: RoleTable,
  { uid, changeId, now }: { readonly uid: string; readonly changeId: string; readonly now: number },
): Promise<boolean> {
  const person = store.user(uid);
  return store.db.runTransaction(async (transaction) => {
    const [user, marker] = await transaction.getAll(person, store.marker(uid));
    const data = store.dataOf(user) ?? {};
    if (!hasExpiredGrant(roles, data, now)) return false;
    const { email, displayName } = parseUserProfile(data);
    const emails = [email, parseMarker(marker?.data())?.email ?? null];
    const closeInvites = await readInvitesToClose(
      store,
      transaction,
      emails.filter((one) => one !== null),
    );
    const updatedAt = FieldValue.serverTimestamp();
    transaction.update(
      person,
      store.fieldsOf({ role: null, roleExpiresAt: null, updatedAt, updatedBy: null, changeId }),
    );
    const before = auditStateOf(data);
    createAuditEntry(store, transaction, changeId, {
      type: 'token-claims-change',
      uid,
      before,
      after: before && { ...before, role: null, expiresAt: null },
      actor: BY_TIME,
      reason: 'The grant has ended.',
      email,
      name: displayName,
    });
    closeInvites({ actor: BY_TIME, reason: 'The grant of the person who was invited has ended.' });
    return true;
  });
}

/**
 * Whether there is something to end in a `users/{uid}` document. From the second on in which the
 * checks refuse.
 *
 * @param now in milliseconds since the Unix epoch.
 */
export function hasExpiredGrant(
  roles: RoleTable,
  document: Readonly<Record<string, unknown>>,
  now: number,
): boolean {
  const { roleExpiresAt: end, disabled = false } = document;
  if (!isTimestamp(end) || end.seconds * 1000 > now || typeof disabled !== 'boolean') return false;
  return readGrant(roles, { ...document, disabled: false }).problem === null;
}
