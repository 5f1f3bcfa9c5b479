import { isDeepStrictEqual } from 'node:util';
import {
  type Actor,
  type ClaimsVersion,
  claimFieldsOf,
  DEFAULT_NAMES,
  isUid,
  parseUserProfile,
  type RoleTable,
} from '../../core/index.ts';
import { updateRow } from '../directory/update-row.ts';
import { copyEngineOf, healEntries } from '../orgs/copy-memberships.ts';
import { isSettled, readSource } from './plan-sync.ts';
import type { Revisions } from './ports.ts';
import { planFor, type SyncEngine, type SyncOutcome, syncUser } from './sync-user.ts';

/** What an event says about a write of `users/{uid}`. A hint that something changed, never the data. */
export interface Edit extends Revisions {
  readonly uid: string;
  /** Version of the revision before; absent where that is not known. */
  readonly beforeVersion?: ClaimsVersion;
  /** The platform's word for who wrote: `unknown` for the Firebase console. */
  readonly authType: string | undefined;
}

/**
 * Looks after one edit, as often as its event is delivered. One that touches no field of ours costs nothing,
 * not even a read: what it leaves as it was has an event of its own. What it changes in the memberships, which are
 * copies, is copied again first. In an app with a directory the person's row follows, also for another name or address.
 *
 * @returns what the sync came to; null when there was nothing to do, or the edit's own writer has done it.
 * @throws what `syncUser` throws; the event has to be delivered again then.
 */
export async function followEdit(
  engine: SyncEngine,
  edit: Edit,
  sleep: (ms: number) => Promise<unknown>,
): Promise<SyncOutcome | null> {
  const leaves = leavesAccess(engine.roles, edit);
  const outcome = leaves ? null : await followAccess(engine, edit, sleep);
  if (!(leaves && leavesRow(edit))) await updateRow(engine, edit.uid);
  return outcome;
}

async function followAccess(
  engine: SyncEngine,
  edit: Edit,
  sleep: (ms: number) => Promise<unknown>,
): Promise<SyncOutcome | null> {
  const copying = copyEngineOf(engine);
  const proven =
    copying === null ? {} : await healEntries(copying, edit.uid, edit.before, edit.after.data);
  if (isOwnWrite(edit) && (await settledByItsWriter(engine, edit, sleep))) return null;
  const by = { revision: edit.after, actor: await authorOf(engine, edit) };
  return syncUser(engine, edit.uid, { followed: edit, by, proven });
}

const { role, expiresAt, disabled, sessionsRevokedAt, orgs } = DEFAULT_NAMES.fields;
/** The fields of `users/{uid}` that decide access in every app. */
const OURS = [role, expiresAt, disabled, sessionsRevokedAt];

/** All that do in this one. */
const deciding = (roles: RoleTable): readonly string[] => [
  ...OURS,
  ...claimFieldsOf(roles.claims),
  ...(roles.orgs === undefined ? [] : [orgs]),
];

/**
 * Whether both sides of the edit say the same about access, and say it readably. Of what cannot be read
 * every write is looked at: what is wrong with it may stand in another field, or pass with time.
 */
function leavesAccess(roles: RoleTable, { before, beforeVersion = 0, after }: Edit): boolean {
  const { data } = after;
  if (before === null || data === null) return false;
  return (
    deciding(roles).every((field) => isDeepStrictEqual(before[field], data[field])) &&
    readSource(roles, after).problem === null &&
    readSource(roles, { data: before, version: beforeVersion }).problem === null
  );
}

/** What of an edit that leaves access alone a row of the directory shows. */
function leavesRow({ before, after }: Edit): boolean {
  const { displayName, email, updatedBy } = DEFAULT_NAMES.fields;
  return [displayName, email, updatedBy].every((field) =>
    isDeepStrictEqual(before?.[field], after.data?.[field]),
  );
}

/** A revision that one of our own functions wrote carries a `changeId` that the one before had not. */
function isOwnWrite({ before, after }: Edit): boolean {
  const changeId = after.data?.changeId;
  return typeof changeId === 'string' && changeId !== before?.changeId;
}

/**
 * Our own functions apply claims themselves, right after their write. The trigger lets them finish
 * and looks after 0.1, 0.3, 0.7 and 1.5 s whether they did; if not, they died, and it takes over.
 */
async function settledByItsWriter(
  engine: SyncEngine,
  edit: Edit,
  sleep: (ms: number) => Promise<unknown>,
): Promise<boolean> {
  for (const pause of [100, 200, 400, 800]) {
    await sleep(pause);
    if (isSettled(await planFor(engine, edit.uid, edit))) return true;
  }
  return false;
}

/**
 * Who made a direct edit: the platform's word, and the account that the edit itself put into `updatedBy`. One that was
 * there before says nothing about this edit.
 */
async function authorOf({ documents }: SyncEngine, edit: Edit): Promise<Actor> {
  const actor = actorOf(edit.authType);
  const { updatedBy } = edit.after.data ?? {};
  if (!isUid(updatedBy) || updatedBy === edit.before?.updatedBy) return actor;
  const { displayName, email } = parseUserProfile((await documents.readSource(updatedBy)).data);
  return { ...actor, uid: updatedBy, name: displayName, email };
}

/** Edits in the Firebase console come as `unknown`; the Admin SDK's as a service account. */
export function actorOf(authType: string | undefined): Actor {
  const service = authType === 'service_account' || authType === 'system';
  return { kind: service ? 'service' : 'unknown', uid: null };
}
