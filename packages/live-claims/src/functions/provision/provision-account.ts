import { randomUUID } from 'node:crypto';
import { type CustomClaims, isUid } from '../../core/index.ts';
import type { NewAccount } from '../firebase/known-account.ts';
import { finishReserved } from '../invites/end-invites.ts';
import type { EditProject } from '../project.ts';
import { planSync } from '../sync/plan-sync.ts';
import type { StoredMarker } from '../sync/ports.ts';
import { type SyncOutcome, syncUser } from '../sync/sync-user.ts';
import { createDocument, type Former, mayHaveInvite } from './create-document.ts';
import { isUndecided } from './is-undecided.ts';

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
 * under this id is kept, and decides; one that is there for a membership or another claim alone gets the role as well.
 *
 * The account may never come to be, and the document may be edited before it does: `accountCreated`
 * takes the invite and syncs, once it is there. Safe to repeat with the same id.
 *
 * @throws when Firestore cannot be reached; the sign-up has to be refused then.
 */
export async function provisionAccount(
  project: EditProject,
  account: NewAccount,
): Promise<Provisioned> {
  const { documents, roles } = project.engine;
  const { uid, email, emailVerified } = account;
  const changeId = randomUUID();
  const [found, invitable] = await Promise.all([
    documents.read(uid),
    mayHaveInvite(project, account),
  ]);
  const unborn = { claims: {}, disabled: false, sessionsValidSince: 0, email, emailVerified };
  let { source, marker, now } = found;
  let inviteId: string | null = null;
  if (source.data === null || isUndecided(roles, source.data, marker)) {
    const order = { changeId, invitable, exists: source.data !== null };
    ({ source, inviteId } = await createDocument(project, account, formerOf(marker), order));
  }
  for (let round = 1; ; round += 1) {
    const plan = planSync(roles, { source, marker, now, account: unborn });
    const done =
      plan.marker === null ||
      (await documents.publish({
        uid,
        before: marker,
        after: plan.marker,
        refreshWithin: null,
        audit:
          source.data?.changeId === changeId
            ? { kind: 'outcome', id: changeId }
            : {
                kind: 'entry',
                type: 'token-claims-change',
                actor: { kind: 'sign-up', uid },
                reason: null,
              },
      }));
    // An edit of this very moment may have moved the marker. What is left is synced after the sign-up.
    if (done || round === MAX_ROUNDS) {
      return {
        claims: plan.account?.claims ?? {},
        disabled: plan.account?.disabled ?? false,
        role: plan.marker?.role ?? marker?.role ?? null,
        invite: inviteId,
      };
    }
    ({ source, marker, now } = await documents.read(uid));
  }
}

/** Firebase Auth waits for 7 seconds; a round takes a tenth of one. */
const MAX_ROUNDS = 3;

/** What the marker remembers of an account that had the id before. */
function formerOf(marker: StoredMarker | null): Former {
  return {
    sessionsEndedAt: marker?.sessionsRevokedAt ?? null,
    // There is no document: its end was the last decision, whatever the marker's release wrote down.
    loweredVersion: Math.max(marker?.loweredVersion ?? 0, marker?.version ?? 0),
  };
}

/**
 * Does what had to wait for the account: takes the invite that its sign-up reserved, and applies what
 * was edited or deleted while there was no account to apply it to. An account without document and
 * marker is left alone: its creator may be about to write one, and its claims too. Safe to repeat.
 *
 * @returns what the sync came to; null when there is neither.
 */
export async function accountCreated(
  project: EditProject,
  uid: string,
): Promise<SyncOutcome | null> {
  // The Admin SDK takes ids that no document can have; nothing is kept about those.
  if (!isUid(uid)) return null;
  const { engine } = project;
  const { source, marker } = await engine.documents.read(uid);
  if (source.data === null && marker === null) return null;
  await finishReserved(project, uid);
  return syncUser(engine, uid);
}
