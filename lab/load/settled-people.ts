import { FieldValue, type WriteResult } from 'firebase-admin/firestore';
import { encodeClaims, versionAt } from 'live-claims/core';
import config, { appRoles } from '../../functions/src/live-claims.config.ts';
import { Store } from '../../packages/live-claims/src/functions/firebase/store.ts';
import { syncEngine } from '../../packages/live-claims/src/functions/project.ts';
import { isSettled } from '../../packages/live-claims/src/functions/sync/plan-sync.ts';
import { planFor } from '../../packages/live-claims/src/functions/sync/sync-user.ts';
import { auth, db } from '../../test/support/admin.ts';
import { markerPath, userPath } from '../../tools/demo-paths.ts';
import { setBackgroundTriggers } from '../background-triggers.ts';

/** Accounts that `importUsers` takes at a time. */
const ACCOUNTS_PER_CALL = 1000;

/** Two documents a person fill a batch of 500. */
const PEOPLE_PER_BATCH = 250;

const ROLE = 'viewer';

/**
 * Viewers, each with an account, a document, claims and a marker as the sync leaves them. No function
 * runs for it. Their ids are `<prefix>0` up to `<prefix>` and `last - 1`.
 *
 * @returns the ids.
 */
export async function createSettledPeople(
  hub: string,
  prefix: string,
  { first = 0, last }: { readonly first?: number; readonly last: number },
): Promise<readonly string[]> {
  const uids = Array.from({ length: last - first }, (_, index) => `${prefix}${first + index}`);
  await setBackgroundTriggers(hub, false);
  for (const some of slices(uids, ACCOUNTS_PER_CALL)) await settle(some);
  await setBackgroundTriggers(hub, true);
  await assertSettled(uids[0] as string);
  return uids;
}

async function settle(uids: readonly string[]): Promise<void> {
  const versions = new Map<string, number>();
  for (const some of slices(uids, PEOPLE_PER_BATCH)) {
    const batch = db.batch();
    for (const uid of some) {
      batch.set(db.doc(userPath(uid)), {
        email: `${uid}@example.com`,
        displayName: null,
        photoURL: null,
        role: ROLE,
        roleExpiresAt: null,
        disabled: false,
      });
    }
    const written = await batch.commit();
    for (const [index, uid] of some.entries()) {
      versions.set(uid, versionAt((written[index] as WriteResult).writeTime));
    }
  }
  const versionOf = (uid: string) => versions.get(uid) as number;
  const { errors } = await auth.importUsers(
    uids.map((uid) => ({
      uid,
      email: `${uid}@example.com`,
      emailVerified: true,
      customClaims: { ...encodeClaims({ role: ROLE, expiresAt: null, version: versionOf(uid) }) },
    })),
  );
  if (errors[0]) throw new Error(`importUsers: ${errors[0].error.message}`);
  for (const some of slices(uids, PEOPLE_PER_BATCH)) {
    const batch = db.batch();
    for (const uid of some) {
      batch.set(db.doc(markerPath(uid)), {
        version: versionOf(uid),
        role: ROLE,
        expiresAt: null,
        status: 'applied',
        problem: null,
        disabled: false,
        disabledInAuth: false,
        email: `${uid}@example.com`,
        emailVerified: true,
        loweredVersion: 0,
        sessionsRevokedAt: null,
        refreshWithin: null,
        claimsUpdatedAt: FieldValue.serverTimestamp(),
      });
    }
    await batch.commit();
  }
}

/** What was put together here has to be what the sync would leave, or all that follows is worthless. */
async function assertSettled(uid: string): Promise<void> {
  const deleted = { before: null, after: { data: null, version: 0 } };
  const plan = await planFor(syncEngine(auth, new Store(db, config), appRoles), uid, deleted);
  if (isSettled(plan)) return;
  throw new Error(`The sync would still do something for ${uid}: ${JSON.stringify(plan)}`);
}

function* slices<T>(items: readonly T[], size: number): Generator<readonly T[]> {
  for (let first = 0; first < items.length; first += size) yield items.slice(first, first + size);
}
