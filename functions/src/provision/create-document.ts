import { storableProfile, userPath, versionAt } from '@live-claims/contract';
import { FieldValue, type Firestore, Timestamp } from 'firebase-admin/firestore';
import { findOffer } from '../invites/find-offer.ts';
import { openInvites } from '../invites/open-invites.ts';
import { takeOffer } from '../invites/take-offer.ts';
import type { Source } from '../sync/ports.ts';
import type { SyncEngine } from '../sync/sync-user.ts';
import type { NewAccount } from './provision-account.ts';

/** The account, and what is remembered of one that had its id before. */
interface Newcomer extends NewAccount {
  /** When that one's sessions ended, in whole seconds since the Unix epoch; null for never. */
  readonly sessionsEndedAt: number | null;
}

type Place = { readonly db: Firestore; readonly engine: SyncEngine };

/** A document that was made, and where its role came from. */
export interface CreatedDocument {
  readonly source: Source;
  /** Id of the invite; null for the table's initial role. */
  readonly inviteId: string | null;
}

/**
 * Makes `users/{uid}` for a new account, with the role of an invite or the initial one.
 *
 * @throws when there is such a document by now, or Firestore cannot be reached.
 */
export async function createDocument(
  place: Place,
  account: Newcomer,
  changeId: string,
): Promise<CreatedDocument> {
  // Most have no invite, and need not wait for the transaction that one takes.
  if (await mayHaveInvite(place, account)) {
    return await createByInvite(place, account, changeId);
  }
  const { db, engine } = place;
  const access = accessWith(engine.roles.initialRole, account);
  const batch = db.batch();
  batch.create(db.doc(userPath(account.uid)), documentOf(account, access, changeId));
  const [created] = await batch.commit();
  if (created === undefined) throw new Error('The commit of a batch reported no write.');
  return { source: { data: access, version: versionAt(created.writeTime) }, inviteId: null };
}

/** Only for an address that the identity provider vouches for: anybody can sign up with somebody else's. */
async function mayHaveInvite(
  { db }: Place,
  { email, emailVerified }: NewAccount,
): Promise<boolean> {
  if (email === null || !emailVerified) return false;
  return !(await openInvites(db, email).limit(1).get()).empty;
}

/** Takes the invite in the same commit, if it still gives something then. */
async function createByInvite(
  { db, engine }: Place,
  account: Newcomer,
  changeId: string,
): Promise<CreatedDocument> {
  const { roles } = engine;
  const { uid } = account;
  const taker = { uid, standing: null, effective: null };
  const inviteId = await db.runTransaction(async (transaction) => {
    const email = account.email ?? '';
    const now = Date.now();
    const offer = await findOffer({ db, roles }, transaction, { email, taker, now });
    if (offer !== null) takeOffer(db, transaction, offer, { uid, kind: 'sign-up', before: null });
    const access = accessWith(offer?.invite.role ?? roles.initialRole, account);
    transaction.create(db.doc(userPath(uid)), documentOf(account, access, changeId));
    return offer?.id ?? null;
  });
  // A transaction does not tell when it was committed.
  return { source: await engine.documents.readSource(uid), inviteId };
}

/** What a new document grants; sessions of an account that had this id before stay over. */
function accessWith(role: string, { sessionsEndedAt }: Newcomer) {
  const fresh = { role, roleExpiresAt: null, disabled: false };
  return sessionsEndedAt === null
    ? fresh
    : { ...fresh, sessionsRevokedAt: new Timestamp(sessionsEndedAt, 0) };
}

function documentOf(
  { uid, email, displayName, photoURL }: NewAccount,
  access: ReturnType<typeof accessWith>,
  changeId: string,
) {
  const now = FieldValue.serverTimestamp();
  const profile = { email, ...storableProfile({ displayName, photoURL }) };
  return { ...profile, ...access, createdAt: now, updatedAt: now, updatedBy: uid, changeId };
}
