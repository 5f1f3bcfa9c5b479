import { FieldValue, Timestamp, type Transaction, type WriteBatch } from 'firebase-admin/firestore';
import {
  type ClaimsVersion,
  type Provisioning,
  readAccessSettings,
  storableProfile,
  versionAt,
} from '../../core/index.ts';
import { auditStateOf, createAuditEntry } from '../audit/write-entry.ts';
import type { Store } from '../firebase/store.ts';
import { inviteReason } from '../invites/audit-invite.ts';
import { findOffer } from '../invites/find-offer.ts';
import { openInvites } from '../invites/open-invites.ts';
import { reserveOffer } from '../invites/take-offer.ts';
import type { Project } from '../project.ts';
import type { Source } from '../sync/ports.ts';

/** An account as its provider describes it. */
export interface NewAccount {
  readonly uid: string;
  readonly email: string | null;
  readonly emailVerified: boolean;
  readonly displayName: string | null;
  readonly photoURL: string | null;
}

/** What is remembered of an account that had the id before. */
export interface Former {
  /** When its sessions ended, in whole seconds since the Unix epoch; null for never. */
  readonly sessionsEndedAt: number | null;
  /** When its access was lowered or deleted last; 0 for never. */
  readonly loweredVersion: ClaimsVersion;
}

/** A project, and what a new document gets beside its access there: nothing unless it says so. */
export interface Place extends Pick<Project, 'store' | 'engine'> {
  readonly provisioning?: Provisioning;
}

/** A document that was made, and where its role came from. */
export interface CreatedDocument {
  readonly source: Source;
  /** Id of the invite; null for the table's initial role, or for none. */
  readonly inviteId: string | null;
}

/**
 * Makes `users/{uid}` for an account that is about to be created, with the role of an invite or the
 * initial one. A document that is there by now is kept: an admin's, or this one's own, whose commit
 * took effect although its answer was lost.
 *
 * @param invitable whether there may be an invite: what `mayHaveInvite` said.
 * @throws when Firestore cannot be reached.
 */
export async function createDocument(
  place: Place,
  account: NewAccount,
  former: Former,
  { changeId, invitable }: { readonly changeId: string; readonly invitable: boolean },
): Promise<CreatedDocument> {
  // Most have no invite, and need not wait for the transaction that one takes.
  if (invitable) return createByInvite(place, account, former, changeId);
  const { store, engine } = place;
  const access = startingAccess(engine.roles.initialRole, former);
  const batch = store.db.batch();
  batch.create(store.user(account.uid), documentOf(place, account, access, changeId));
  auditStart(store, batch, { account, access, changeId, inviteId: null });
  try {
    const [created] = await batch.commit();
    if (created === undefined) throw new Error('The commit of a batch reported no write.');
    const data = { ...access, changeId };
    return { source: { data, version: versionAt(created.writeTime) }, inviteId: null };
  } catch (error) {
    if (!isThereAlready(error)) throw error;
    return { source: await engine.documents.readSource(account.uid), inviteId: null };
  }
}

/**
 * Whether a look into the invites is worth while. Only for an address that the identity provider
 * vouches for: anybody can sign up with somebody else's. In a lockdown nobody takes an invite.
 */
export async function mayHaveInvite(
  { store }: Pick<Place, 'store'>,
  { email, emailVerified }: Pick<NewAccount, 'email' | 'emailVerified'>,
): Promise<boolean> {
  if (email === null || !emailVerified) return false;
  const [invites, settings] = await Promise.all([
    openInvites(store, email).limit(1).get(),
    store.settings.get(),
  ]);
  return !invites.empty && !readAccessSettings(settings.data(), Date.now()).lockdown;
}

/** Keeps the invite for the account in the same commit, if it still gives something then. */
async function createByInvite(
  place: Place,
  account: NewAccount,
  former: Former,
  changeId: string,
): Promise<CreatedDocument> {
  const { store, engine } = place;
  const person = store.user(account.uid);
  // Outside of the transaction: an attempt whose answer was lost may have been the one that counts.
  const reserved: { inviteId: string | null } = { inviteId: null };
  await store.db.runTransaction(async (transaction) => {
    const found = await transaction.get(person);
    if (found.exists) return;
    const taker = { uid: account.uid, standing: null, effective: null, ...former };
    const search = { email: account.email ?? '', taker, now: Date.now() };
    const offer = await findOffer(place, transaction, search);
    reserved.inviteId = offer?.id ?? null;
    if (offer !== null) reserveOffer(place, transaction, offer, account.uid);
    const access = startingAccess(offer?.invite.role ?? engine.roles.initialRole, former);
    transaction.create(person, documentOf(place, account, access, changeId));
    auditStart(store, transaction, { account, access, changeId, inviteId: offer?.id ?? null });
  });
  // A transaction does not tell when it was committed.
  const source = await engine.documents.readSource(account.uid);
  const isOurs = source.data?.changeId === changeId;
  return { source, inviteId: isOurs ? reserved.inviteId : null };
}

/** What a new document grants; sessions of an account that had this id before stay over. */
export function startingAccess(
  role: string | null,
  { sessionsEndedAt }: Pick<Former, 'sessionsEndedAt'>,
) {
  const fresh = { role, roleExpiresAt: null, disabled: false };
  return sessionsEndedAt === null
    ? fresh
    : { ...fresh, sessionsRevokedAt: new Timestamp(sessionsEndedAt, 0) };
}

/** Writes down what an account starts with, in the commit that gives it. */
export function auditStart(
  store: Store,
  commit: Transaction | WriteBatch,
  start: {
    readonly account: NewAccount;
    readonly access: ReturnType<typeof startingAccess>;
    readonly changeId: string;
    readonly inviteId: string | null;
  },
): void {
  const { account, access, changeId, inviteId } = start;
  const { uid, displayName, email } = account;
  createAuditEntry(store, commit, changeId, {
    type: 'token-claims-change',
    uid,
    before: null,
    after: auditStateOf(access),
    actor: { kind: 'sign-up', uid },
    reason: inviteId === null ? null : inviteReason(inviteId),
    name: storableProfile({ displayName, photoURL: null }).displayName,
    email,
  });
}

/** A new document, as it is to be stored. */
export function documentOf(
  place: Pick<Place, 'store' | 'provisioning'>,
  account: NewAccount,
  access: ReturnType<typeof startingAccess>,
  changeId: string,
) {
  const updatedAt = FieldValue.serverTimestamp();
  const { uid } = account;
  const profile = profileOf(place, account);
  return place.store.fieldsOf({ ...profile, ...access, updatedAt, updatedBy: uid, changeId });
}

/** What the identity provider says of a person, where the app keeps that in this collection. */
export function profileOf(
  { provisioning = 'role-only' }: Pick<Place, 'provisioning'>,
  { email, displayName, photoURL }: Pick<NewAccount, 'email' | 'displayName' | 'photoURL'>,
) {
  if (provisioning === 'role-only') return {};
  const createdAt = FieldValue.serverTimestamp();
  return { email, ...storableProfile({ displayName, photoURL }), createdAt };
}

const ALREADY_EXISTS = 6; // google.rpc.Code

/** Whether Firestore refused to create a document because there is one. */
export function isThereAlready(error: unknown): boolean {
  return (error as { code?: unknown } | null)?.code === ALREADY_EXISTS;
}
