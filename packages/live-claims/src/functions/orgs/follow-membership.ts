import { isDeepStrictEqual } from 'node:util';
import type { Auth } from 'firebase-admin/auth';
import type { EditProject } from '../project.ts';
import { ensureDocument } from '../provision/ensure-document.ts';
import { type SyncOutcome, syncUser } from '../sync/sync-user.ts';
import { type Copied, type CopyEngine, copyEngineOf, copyMemberships } from './copy-memberships.ts';
import { entryOf } from './membership-entry.ts';

type Fields = Readonly<Record<string, unknown>>;

/** What an event says about a write of a membership. A hint that something changed, never the data. */
export interface MembershipEdit {
  readonly orgId: string;
  readonly uid: string;
  /** The fields under the app's names; null where there was no document. */
  readonly before: Fields | null;
  readonly after: Fields | null;
}

/**
 * Looks after one edit of a membership, as often as its event is delivered. One that touches no field of ours costs
 * nothing, not even a read: what it leaves as it was has an event of its own.
 *
 * An account without a document gets, with the first copy, what it would have got by signing up: a document that is
 * there for a membership is no decision about the role. Of an account of which nothing but a token is known
 * (anonymous, or of a custom token) that is decided when it asks, by `syncMyClaims`.
 *
 * @returns whether `users/{uid}` was written.
 * @throws what `copyMemberships` throws; the event has to be delivered again then.
 */
export async function followMembership(
  project: EditProject & { readonly auth: Auth },
  { orgId, uid, before, after }: MembershipEdit,
): Promise<boolean> {
  const engine = copyEngineOf(project.engine);
  if (engine === null) return false;
  if (isDeepStrictEqual(entryOf(engine.orgs, before), entryOf(engine.orgs, after))) return false;
  return (await copyMembership(project, engine, orgId, uid)).written;
}

async function copyMembership(
  project: EditProject & { readonly auth: Auth },
  engine: CopyEngine,
  orgId: string,
  uid: string,
): Promise<Copied> {
  const beforeCreate = async () => (await ensureDocument(project, uid, { isGuest: true })) !== null;
  return copyMemberships({ ...engine, beforeCreate }, uid, [orgId]);
}

/**
 * Brings a membership into the claims at once, rather than wait for the triggers: when this resolves, new tokens carry
 * it and the marker is out.
 *
 * @returns what the sync came to; null for an app without organisations.
 * @throws what `copyMemberships` and `syncUser` throw; the triggers see to the rest then.
 */
export async function applyMembership(
  project: EditProject & { readonly auth: Auth },
  orgId: string,
  uid: string,
): Promise<SyncOutcome | null> {
  const engine = copyEngineOf(project.engine);
  if (engine === null) return null;
  const { proven } = await copyMembership(project, engine, orgId, uid);
  return syncUser(project.engine, uid, { proven });
}
