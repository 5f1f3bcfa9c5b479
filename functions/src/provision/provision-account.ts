import { randomUUID } from 'node:crypto';
import { type CustomClaims, isRole, userPath, versionAt } from '@live-claims/contract';
import { FieldValue, type Firestore, type QueryDocumentSnapshot } from 'firebase-admin/firestore';
import { planSync } from '../sync/plan-sync.ts';
import type { Source } from '../sync/ports.ts';
import type { SyncEngine } from '../sync/sync-user.ts';
import { findInvite } from './find-invite.ts';

/** An account that is about to be created. */
export interface NewAccount {
  readonly uid: string;
  readonly email: string | null;
  readonly emailVerified: boolean;
  readonly displayName: string | null;
  readonly photoURL: string | null;
}

/** What the new account starts with. */
export interface Provisioned {
  /** The claims of its first token. */
  readonly claims: CustomClaims;
  readonly disabled: boolean;
  readonly role: string | null;
  /** Id of the invite that the role came from; null for none. */
  readonly invite: string | null;
}

/**
 * Gives an account its document, its marker and the claims of its very first token, before it
 * exists. The role is that of an open invite to its verified e-mail address, else the table's
 * initial one. A document that an admin prepared under this id is kept, and decides.
 *
 * @throws when Firestore cannot be reached or somebody else takes the invite at the same moment;
 *   the sign-up has to be refused then.
 */
export async function provisionAccount(
  { db, engine }: { db: Firestore; engine: SyncEngine },
  account: NewAccount,
): Promise<Provisioned> {
  const { uid } = account;
  const found = await engine.documents.read(uid);
  const isNew = found.source.data === null;
  const invite = isNew ? await findInvite(db, account) : null;
  const changeId = randomUUID();
  const source = isNew
    ? await createDocument(db, account, initialRole(engine, invite), changeId, invite)
    : found.source;

  const unborn = { claims: {}, disabled: false };
  const plan = planSync(engine.roles, { source, marker: found.marker, account: unborn });
  if (plan.marker !== null) {
    await engine.documents.publish({
      uid,
      before: found.marker,
      after: plan.marker,
      refreshWithin: null,
      audit: {
        type: plan.marker.status === 'applied' ? 'token-claims-change' : 'claims-rejected',
        actor: { kind: 'sign-up', uid },
        reason: invite === null ? null : `Invite ${invite.id}`,
        id: changeId,
      },
    });
  }
  return {
    claims: plan.account?.claims ?? {},
    disabled: plan.account?.disabled ?? false,
    role: plan.marker?.role ?? null,
    invite: invite?.id ?? null,
  };
}

/** The invite's role, if the table still has it. */
function initialRole({ roles }: SyncEngine, invite: QueryDocumentSnapshot | null): string {
  const invited: unknown = invite?.get('role');
  return isRole(roles, invited) ? invited : roles.initialRole;
}

/** Writes `users/{uid}`, and takes the invite in the same commit. */
async function createDocument(
  db: Firestore,
  { uid, email, displayName, photoURL }: NewAccount,
  role: string,
  changeId: string,
  invite: QueryDocumentSnapshot | null,
): Promise<Source> {
  const access = { role, roleExpiresAt: null, disabled: false };
  const now = FieldValue.serverTimestamp();
  const batch = db.batch();
  batch.create(db.doc(userPath(uid)), {
    email,
    displayName,
    photoURL,
    ...access,
    createdAt: now,
    updatedAt: now,
    updatedBy: uid,
    changeId,
  });
  if (invite !== null) {
    batch.update(invite.ref, { acceptedAt: now }, { lastUpdateTime: invite.updateTime });
  }
  const [created] = await batch.commit();
  if (created === undefined) throw new Error('The commit of a batch reported no write.');
  return { data: access, version: versionAt(created.writeTime) };
}
