import type { DocumentSnapshot } from 'firebase-admin/firestore';
import {
  type ClaimsVersion,
  type Milliseconds,
  type ProfileTexts,
  readGrant,
} from '../../core/index.ts';
import { prepareEdit } from '../edit/commit-edit.ts';
import { markerOf, sourceOf } from '../firebase/firestore-documents.ts';
import { commitVerified } from '../firebase/verified-commit.ts';
import { roleOfActor, roleOfTarget } from '../guards/principals.ts';
import { takeOffer } from '../invites/end-invites.ts';
import { endOfRole } from '../invites/invite-document.ts';
import { type FoundOffer, findOffer } from '../invites/offers.ts';
import type { EditProject } from '../project.ts';
import type { Source, StoredMarker } from '../sync/ports.ts';
import { isSameRevision, SyncContention, type SyncOutcome, syncUser } from '../sync/sync-user.ts';

export interface Acceptance {
  readonly uid: string;
  /** Verified, as the identity provider says at this moment. */
  readonly email: string;
  /** For the document of an account without one. */
  readonly profile?: ProfileTexts;
  /** Unique id of this change, stored with the revision. */
  readonly changeId: string;
  /** The time, in milliseconds since the Unix epoch. */
  readonly now: Milliseconds;
}

export interface AcceptedInvite {
  /** Id of the invite that was taken; null when there was none to take. */
  readonly inviteId: string | null;
  /** What the account's claims came to, also when nothing was taken. */
  readonly sync: SyncOutcome;
}

/** How often the document may move between its sync and the taking. */
const MAX_ROUNDS = 3;

/**
 * Gives an account the role of an open invite to its address, and applies it at once. It raises a
 * role and never lowers one; a disabled user, or one with an unreadable document, gets
 * nothing, and the invite stays open. So it does where the user's access was lowered after the invite
 * was written.
 *
 * @throws {SyncContention} when the document is edited all the time.
 */
export async function acceptInvite(
  project: EditProject,
  acceptance: Acceptance,
): Promise<AcceptedInvite> {
  const { engine } = project;
  const { uid } = acceptance;
  for (let round = 1; round <= MAX_ROUNDS; round += 1) {
    // The marker has to know of every edit so far: when access was lowered last stands there alone.
    const synced = await engine.documents.readSource(uid);
    const before = await syncUser(engine, uid);
    const result = await commit(project, acceptance, synced);
    if (result === 'moved') continue;
    if (result === null) return { inviteId: null, sync: before };
    const sync = await syncUser(engine, uid);
    return { inviteId: result.id, sync };
  }
  throw new SyncContention(uid);
}

/** Takes the invite and writes `users/{uid}`; null when there was nothing to take. */
async function commit(
  project: EditProject,
  { uid, email, profile, changeId, now }: Acceptance,
  synced: Source,
): Promise<FoundOffer | null | 'moved'> {
  const { store, engine } = project;
  // Of an attempt whose answer was lost, what it took is known still.
  const attempt: { taken: FoundOffer | null } = { taken: null };
  const { value } = await commitVerified(store.db, async (commit) => {
    const [user, markerDocument] = (await commit.getAll(store.user(uid), store.marker(uid))) as [
      DocumentSnapshot,
      DocumentSnapshot,
    ];
    const data = store.dataOf(user);
    if (data?.changeId === changeId) return attempt.taken;
    if (!isSameRevision(sourceOf(store, user), synced)) return 'moved';
    const { grant, problem } = readGrant(engine.roles, data ?? {});
    if (problem !== null || grant.disabled) return null;

    const marker = markerOf(markerDocument);
    const effective = roleOfActor(engine.roles, data, now);
    const loweredVersion = lastDecision(marker, data !== undefined);
    const taker = { uid, standing: roleOfTarget(data), effective, loweredVersion };
    const offer = await findOffer(project, commit, { email, taker, now });
    if (offer === null) return null;
    const { displayName = null, photoURL = null } = profile ?? {};
    const account = { uid, email, emailVerified: true, displayName, photoURL };
    const { plan } = await prepareEdit(project, commit, {
      uid,
      edit: { role: offer.invite.role, expiresAt: endOfRole(offer.invite) },
      by: { kind: 'invite', inviteId: offer.id },
      start: { account, sessionsEndedAt: marker?.sessionsRevokedAt },
      changeId,
      now,
    });
    if (plan.outcome !== 'write') return null;
    takeOffer(project, commit, offer, { uid, kind: 'person', before: effective });
    attempt.taken = offer;
    return offer;
  });
  return value;
}

/**
 * When the person's access was lowered last. Without a document that was when it was deleted, also where
 * the marker is of a release that did not write it down.
 */
function lastDecision(marker: StoredMarker | null, hasDocument: boolean): ClaimsVersion {
  const { loweredVersion, version } = marker ?? { loweredVersion: 0, version: 0 };
  return hasDocument ? loweredVersion : Math.max(loweredVersion, version);
}
