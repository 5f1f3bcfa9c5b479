import { randomUUID } from 'node:crypto';
import type { CustomClaims } from '@live-claims/contract';
import type { Firestore } from 'firebase-admin/firestore';
import { inviteReason } from '../invites/audit-invite.ts';
import { planSync } from '../sync/plan-sync.ts';
import type { SyncEngine } from '../sync/sync-user.ts';
import { createDocument } from './create-document.ts';

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
 * exists. The role is that of an open invite to its verified e-mail address, if its inviter could
 * give that role at this moment, else the table's initial one. A document that an admin prepared
 * under this id is kept, and decides.
 *
 * @throws when Firestore cannot be reached; the sign-up has to be refused then.
 */
export async function provisionAccount(
  { db, engine }: { db: Firestore; engine: SyncEngine },
  account: NewAccount,
): Promise<Provisioned> {
  const { uid } = account;
  const found = await engine.documents.read(uid);
  const changeId = randomUUID();
  const sessionsEndedAt = found.marker?.sessionsRevokedAt ?? null;
  const { source, inviteId } =
    found.source.data === null
      ? await createDocument({ db, engine }, { ...account, sessionsEndedAt }, changeId)
      : { source: found.source, inviteId: null };

  const unborn = { claims: {}, disabled: false, sessionsValidSince: 0 };
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
        reason: inviteId === null ? null : inviteReason(inviteId),
        id: changeId,
      },
    });
  }
  return {
    claims: plan.account?.claims ?? {},
    disabled: plan.account?.disabled ?? false,
    role: plan.marker?.role ?? null,
    invite: inviteId,
  };
}
