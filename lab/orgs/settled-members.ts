import { setTimeout as sleep } from 'node:timers/promises';
import { FieldValue, type WriteResult } from 'firebase-admin/firestore';
import { parseMarker, versionAt } from 'live-claims/core';
import { isSettled } from '../../packages/live-claims/src/functions/sync/plan-sync.ts';
import { planFor, syncUser } from '../../packages/live-claims/src/functions/sync/sync-user.ts';
import { auth, claimsOf, db } from '../../test/support/admin.ts';
import { setBackgroundTriggers } from '../background-triggers.ts';
import { engine, store } from './org-stack.ts';

/** Accounts that `importUsers` takes at a time. */
const ACCOUNTS_PER_CALL = 1000;

const WRITES_PER_BATCH = 500;

/**
 * For each person, until the Functions emulator has dropped the events of their documents: it looks whether triggers are
 * off when the turn of an event comes, and what is left by then would run.
 */
const DROPPED_WITHIN_MS = 3;

/** What everybody has who is made here. */
export interface Standing {
  /** Their role in the app. */
  readonly role: string;
  /** Their role in each organisation, by its id. */
  readonly orgs: Readonly<Record<string, string>>;
}

/**
 * People with these memberships, each with account, documents, claims and marker as the sync leaves them. No function
 * runs for it: the sync settles the first of them in this process, and the others get a copy of what it wrote, under their
 * own versions. Their ids are `<prefix><first>` up to `<prefix>` and `last - 1`.
 *
 * @returns the ids.
 * @throws when the sync would still do something for the last of them.
 */
export async function createSettledMembers(
  hub: string,
  prefix: string,
  { first = 0, last, role, orgs }: Standing & { readonly first?: number; readonly last: number },
): Promise<readonly string[]> {
  const uids = Array.from({ length: last - first }, (_, index) => `${prefix}${first + index}`);
  const [one, ...others] = uids as [string, ...string[]];
  await setBackgroundTriggers(hub, false);
  await writeDocuments([one], { role, orgs });
  await importAccounts([one], () => ({}));
  const { version } = await syncUser(engine, one);
  const settled = { claims: await claimsOf(one), marker: (await store.marker(one).get()).data() };
  for (const some of slices(others, ACCOUNTS_PER_CALL)) {
    const versions = await writeDocuments(some, { role, orgs });
    const versionOf = (uid: string) => versions.get(uid) as number;
    await importAccounts(some, (uid) => ({ ...settled.claims, cv: versionOf(uid) }));
    await inBatches(some, (batch, uid) =>
      batch.set(store.marker(uid), {
        ...settled.marker,
        version: versionOf(uid),
        email: emailOf(uid),
        claimsUpdatedAt: FieldValue.serverTimestamp(),
      }),
    );
  }
  await sleep(uids.length * DROPPED_WITHIN_MS);
  await setBackgroundTriggers(hub, true);
  const marker = parseMarker(settled.marker);
  if (marker?.version !== version) throw new Error(`There is no marker of ${one}.`);
  await assertSettled(uids.at(-1) as string);
  return uids;
}

const emailOf = (uid: string) => `${uid}@example.com`;

/** @returns the version of each user's document. */
async function writeDocuments(
  uids: readonly string[],
  { role, orgs }: Standing,
): Promise<ReadonlyMap<string, number>> {
  const entries = Object.entries(orgs);
  const members = uids.flatMap((uid) => entries.map(([orgId, role]) => ({ uid, orgId, role })));
  await inBatches(members, (batch, { uid, orgId, role }) =>
    batch.set(store.member(orgId, uid), { uid, role }),
  );
  const map = Object.fromEntries(entries.map(([orgId, role]) => [orgId, { role }]));
  const written = await inBatches(uids, (batch, uid) =>
    batch.set(store.user(uid), { role, ...(entries.length > 0 && { orgs: map }) }),
  );
  return new Map(uids.map((uid, at) => [uid, versionAt((written[at] as WriteResult).writeTime)]));
}

async function importAccounts(
  uids: readonly string[],
  claims: (uid: string) => Readonly<Record<string, unknown>>,
): Promise<void> {
  const { errors } = await auth.importUsers(
    uids.map((uid) => ({
      uid,
      email: emailOf(uid),
      emailVerified: true,
      customClaims: claims(uid),
    })),
  );
  if (errors[0]) throw new Error(`importUsers: ${errors[0].error.message}`);
}

/** What was put together here has to be what the sync would leave, or all that follows is worthless. */
async function assertSettled(uid: string): Promise<void> {
  const deleted = { before: null, after: { data: null, version: 0 } };
  const plan = await planFor(engine, uid, deleted);
  if (isSettled(plan)) return;
  throw new Error(`The sync would still do something for ${uid}: ${JSON.stringify(plan)}`);
}

/** Writes for every item, in as few commits as there can be. */
export async function inBatches<Item>(
  items: readonly Item[],
  write: (batch: FirebaseFirestore.WriteBatch, item: Item) => unknown,
): Promise<readonly WriteResult[]> {
  const written: WriteResult[] = [];
  for (const some of slices(items, WRITES_PER_BATCH)) {
    const batch = db.batch();
    for (const item of some) write(batch, item);
    written.push(...(await batch.commit()));
  }
  return written;
}

function* slices<T>(items: readonly T[], size: number): Generator<readonly T[]> {
  for (let first = 0; first < items.length; first += size) yield items.slice(first, first + size);
}
