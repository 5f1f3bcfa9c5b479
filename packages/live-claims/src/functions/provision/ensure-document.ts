import { randomUUID } from 'node:crypto';
import type { Auth } from 'firebase-admin/auth';
import { FieldValue } from 'firebase-admin/firestore';
import { readGrant } from '../../core/index.ts';
import { markerOf } from '../firebase/firestore-documents.ts';
import { findOffer } from '../invites/find-offer.ts';
import { takeOffer } from '../invites/take-offer.ts';
import type { StoredMarker } from '../sync/ports.ts';
import type { SyncEngine } from '../sync/sync-user.ts';
import {
  auditStart,
  documentOf,
  mayHaveInvite,
  type Place,
  startingAccess,
} from './create-document.ts';
import { readAccount } from './known-account.ts';

/** What was given to an account that no blocking function had seen. */
export interface Ensured {
  /** Id of the change, stored with the revision. */
  readonly changeId: string;
  /** The role that was given; null where new accounts start without one. */
  readonly role: string | null;
  /** Id of the invite that the role came from; null for the table's initial role. */
  readonly inviteId: string | null;
}

/**
 * Gives an account what it would have got by signing up: accounts that the console, the Admin SDK, an
 * import or a custom token made, and guests who have become somebody, come without a blocking
 * function. Only where nothing was ever decided about the person: no marker, and no document or one
 * without the field `role`. Whoever is disabled, and a document with a value that nobody can read, are
 * left as they are.
 *
 * @param isGuest whether they signed in anonymously; then only once a way to sign in has been added.
 * @returns what was given; null for nothing.
 * @throws what Firestore and Firebase Auth throw.
 */
export async function ensureDocument(
  place: Place & { readonly auth: Auth },
  uid: string,
  { isGuest }: { readonly isGuest: boolean },
): Promise<Ensured | null> {
  const { store, engine } = place;
  const found = await engine.documents.read(uid);
  if (!isUndecided(engine, found.source.data, found.marker)) return null;
  const account = await readAccount(place.auth, { uid });
  if (account === null || account.disabled || (isGuest && !account.isIdentified)) return null;
  const invitable = await mayHaveInvite(place, account);

  const changeId = randomUUID();
  const person = store.user(uid);
  const attempt: { given: Ensured | null } = { given: null };
  await store.db.runTransaction(async (transaction) => {
    const [user, said] = await transaction.getAll(person, store.marker(uid));
    const data = store.dataOf(user) ?? null;
    // Of an attempt whose answer was lost, what it gave is known still.
    if (data?.changeId === changeId) return;
    attempt.given = null;
    if (!isUndecided(engine, data, markerOf(said))) return;
    const taker = { uid, standing: null, effective: null, loweredVersion: 0 };
    const search = { email: account.email ?? '', taker, now: Date.now() };
    const offer = invitable ? await findOffer(place, transaction, search) : null;
    if (offer !== null) {
      takeOffer(place, transaction, offer, { uid, kind: 'sign-up', before: null });
    }
    const role = offer?.invite.role ?? engine.roles.initialRole;
    const access = startingAccess(role, { sessionsEndedAt: null });
    if (data === null) {
      transaction.create(person, documentOf(place, account, access, changeId));
    } else {
      const updatedAt = FieldValue.serverTimestamp();
      transaction.update(
        person,
        store.fieldsOf({ ...access, updatedAt, updatedBy: uid, changeId }),
      );
    }
    auditStart(store, transaction, { account, access, changeId, inviteId: offer?.id ?? null });
    attempt.given = { changeId, role, inviteId: offer?.id ?? null };
  });
  return attempt.given;
}

/** Whether nobody has ever decided what the person may do. */
function isUndecided(
  { roles }: SyncEngine,
  data: Readonly<Record<string, unknown>> | null,
  marker: StoredMarker | null,
): boolean {
  if (marker !== null) return false;
  if (data === null) return true;
  if (data.role !== undefined) return false;
  const { grant, problem } = readGrant(roles, data);
  return problem === null && !grant.disabled;
}
