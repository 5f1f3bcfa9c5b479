import { type DocumentSnapshot, Timestamp } from 'firebase-admin/firestore';
import {
  type ClaimsVersion,
  isPermanentOwner,
  isUid,
  millisOf,
  parseMarker,
  parseUserProfile,
  type RoleTable,
  readAccessSettings,
  readGrant,
  topRole,
  versionAt,
} from '../../core/index.ts';
import { createAuditEntry } from '../firebase/audit-entry.ts';
import { fewAtATime } from '../firebase/few-at-a-time.ts';
import { markerOf, sourceOf } from '../firebase/firestore-documents.ts';
import { profileOf } from '../firebase/known-account.ts';
import {
  changesAccess,
  lastEntries,
  laterEntries,
  leadsTo,
  MOST_LATER,
} from '../firebase/read-audit.ts';
import type { Store } from '../firebase/store.ts';
import {
  type Commit,
  commitVerified,
  readBeside,
  VerifiedBatch,
} from '../firebase/verified-commit.ts';
import { readInvitesToClose } from '../invites/end-invites.ts';
import type { EditProject } from '../project.ts';
import type { Account, Observation, StoredMarker } from '../sync/ports.ts';
import type { DocumentStart, EditOrder, EditRefusal } from './order.ts';
import { type EditPlan, planEdit, type Scene } from './plan-edit.ts';

/** An edit that stands in the document now, or stood there before. */
export interface CommittedEdit {
  readonly outcome: 'written' | 'already-so';
  /** The person as the commit leaves them; null where a sync has to look for itself. */
  readonly seen: Observation | null;
}

/** What the edit would come to by what stands there now. Writes nothing. */
export async function previewEdit(project: EditProject, order: EditOrder): Promise<EditPlan> {
  return (await prepareEdit(project, new VerifiedBatch(project.store.db), order)).plan;
}

/**
 * Writes an edit to `users/{uid}`, with its audit entry, if nothing stands in its way at the moment of the
 * commit: of two people who take each other's role at the same time, the second one finds that they may no
 * longer. What lowers access closes the open invites to the person.
 */
export async function commitEdit(
  project: EditProject,
  order: EditOrder,
): Promise<CommittedEdit | EditRefusal> {
  const { db } = project.store;
  const decide = (commit: Commit) => prepareEdit(project, commit, order);
  if (order.by.kind === 'job') {
    // Each of its changes rests on the same document of the caller, which should not be written that often.
    return resultOf((await db.runTransaction(decide)).plan, null);
  }
  const { value, writtenAt } = await commitVerified(db, decide);
  const time = writtenAt(project.store.user(order.uid));
  return resultOf(value.plan, time && seenAfter(value, versionAt(time), order));
}

/** An edit with everything that it was decided by. */
export interface PreparedEdit {
  readonly plan: EditPlan;
  readonly scene: Scene;
  readonly marker: StoredMarker | null;
  /** `users/{uid}` as the commit leaves it, under the default names. */
  readonly data: Readonly<Record<string, unknown>>;
}

/** Decides on the edit by what the commit reads, and adds to it what is to be written. */
export async function prepareEdit(
  project: EditProject,
  commit: Commit,
  order: EditOrder,
): Promise<PreparedEdit> {
  const { store, engine } = project;
  const { roles } = engine;
  const [found, account] = await Promise.all([
    readDocuments(store, commit, order),
    engine.accounts.read(order.uid),
  ]);
  // Read after the document, which the commit rests on: a later change through this door moves that, too.
  const since = await changesSince(store, order);
  // After such a change nothing is written. It may have come between the two reads, and what it left has to be said.
  const documents =
    since === undefined ? found : await readDocuments(store, new VerifiedBatch(store.db), order);
  const { target } = documents;
  const marker = markerOf(documents.marker);
  const scene = { ...sceneOf(store, documents, account, order), since };
  const alone = planEdit(roles, scene, order, false);
  const isLast = alone.outcome === 'forbidden' && alone.reason === 'last-owner';
  const decided =
    isLast && (await hasOtherOwner(store, roles, commit, order.uid))
      ? planEdit(roles, scene, order, true)
      : alone;
  const plan = await withAuthor(store, order.uid, decided);
  let data: Readonly<Record<string, unknown>> = {};
  if (plan.outcome === 'write') {
    const { email } = parseUserProfile(scene.target.data);
    const emails = [email, account?.email, marker?.email].filter((one) => one != null);
    const closeInvites = plan.lowersAccess ? await readInvitesToClose(store, commit, emails) : null;
    data = writeEdit(project, commit, order, plan, target.exists);
    closeInvites?.({ actor: plan.entry.actor, reason: plan.entry.reason ?? null });
  }
  return { plan, scene, marker, data: { ...scene.target.data, ...data } };
}

/** Whether the access was changed after the change that an order undoes, by the audit log. */
export async function changesSince(
  store: Store,
  { uid, undoes }: Pick<EditOrder, 'uid' | 'undoes'>,
): Promise<Scene['since']> {
  if (undoes === undefined) return undefined;
  const later = await laterEntries(store, uid, undoes);
  if (later.some((entry) => entry.undoes === undoes.id)) return 'undone';
  // So many that the first of them are not among these: rather refuse.
  return later.length === MOST_LATER || later.some(changesAccess) ? 'changed' : undefined;
}

/** With the name of who changed it, and the time, as the audit log has them; where it has them, since the sync follows a direct edit. */
async function withAuthor(store: Store, uid: string, plan: EditPlan): Promise<EditPlan> {
  if (plan.outcome !== 'changed-meanwhile' && plan.outcome !== 'already-undone') return plan;
  const entry = (await lastEntries(store, uid)).find(changesAccess);
  if (entry === undefined || !leadsTo(entry, plan.current)) return plan;
  const { uid: changedBy, name, email } = entry.actor;
  const at = millisOf(versionAt(entry.at));
  return { ...plan, changedBy, changedByName: name ?? email ?? null, changedAt: at };
}

/** Adds to a commit what a plan says is to be written; returns the fields, under the default names. */
export function writeEdit(
  project: Pick<EditProject, 'store' | 'provisioning'>,
  commit: Pick<Commit, 'create' | 'update'>,
  { uid, start, changeId }: EditOrder,
  { fields, entry }: Extract<EditPlan, { readonly outcome: 'write' }>,
  exists: boolean,
): Readonly<Record<string, unknown>> {
  const { store } = project;
  const written =
    exists || start === undefined ? fields : { ...startOf(project, start), ...fields };
  if (exists) commit.update(store.user(uid), store.fieldsOf(written));
  else commit.create(store.user(uid), store.fieldsOf(written));
  createAuditEntry(store, commit, changeId, entry);
  return written;
}

interface Documents {
  readonly target: DocumentSnapshot;
  readonly marker: DocumentSnapshot;
  /** Of the caller; absent where nobody's rank decides. */
  readonly actor: DocumentSnapshot | undefined;
  readonly settings: DocumentSnapshot | undefined;
}

/**
 * The person's documents and, where a caller's rank decides, the caller's and the access settings. The edit is
 * committed only if both users are still what they were. Marker and settings are read beside the commit: every
 * client may read the settings, and one that holds a lock on them must not hold up every edit.
 */
async function readDocuments(
  store: Store,
  commit: Commit,
  { uid, by }: EditOrder,
): Promise<Documents> {
  const isByCaller = 'caller' in by;
  const users = [store.user(uid), ...(isByCaller ? [store.user(by.caller.uid)] : [])];
  const beside = [store.marker(uid), ...(isByCaller ? [store.settings] : [])];
  const [[target, actor], [marker, settings]] = (await readBeside(
    store.db,
    commit,
    users,
    beside,
  )) as [[DocumentSnapshot, DocumentSnapshot?], [DocumentSnapshot, DocumentSnapshot?]];
  return { target, actor, marker, settings };
}

function sceneOf(
  store: Store,
  { target, actor, settings }: Documents,
  account: Account | null,
  { now }: EditOrder,
): Scene {
  return {
    target: sourceOf(store, target),
    actor: store.dataOf(actor),
    settings: readAccessSettings(settings?.data(), now),
    account,
  };
}

/** What a new document has beside the edit; sessions of an account that had this id before stay over. */
function startOf(
  project: Pick<EditProject, 'provisioning'>,
  { account, sessionsEndedAt = null }: DocumentStart,
): object {
  return {
    ...(account && profileOf(project, account)),
    ...{ role: null, roleExpiresAt: null, disabled: false },
    ...(sessionsEndedAt !== null && { sessionsRevokedAt: new Timestamp(sessionsEndedAt, 0) }),
  };
}

function resultOf(plan: EditPlan, seen: Observation | null): CommittedEdit | EditRefusal {
  switch (plan.outcome) {
    case 'write':
    case 'made-before':
      return { outcome: 'written', seen };
    case 'already-so':
      return { outcome: 'already-so', seen: null };
    default:
      return plan;
  }
}

/**
 * The person by what was read for the commit, and by its time. When sessions end is for the server to say,
 * so such an edit has to be looked at again.
 */
function seenAfter(
  { plan, scene, marker, data }: PreparedEdit,
  version: ClaimsVersion,
  { uid, edit, changeId }: EditOrder,
): Observation | null {
  if (plan.outcome !== 'write' || edit.endSessions) return null;
  // Should another sync settle the entry in the meantime, the marker has moved with it.
  const { actor, reason = null } = plan.entry;
  const createdVersion = version;
  const entry = { id: changeId, uid, actor, reason, outcome: 'written', createdVersion } as const;
  const source = { data, version };
  return { source, marker, account: scene.account ?? null, now: version, entry };
}

/**
 * Whether a person other than `uid` holds the top role for good, and has an account to use it with: the
 * marker says that it is applied. A document without an account is no owner.
 */
export async function hasOtherOwner(
  store: Store,
  roles: RoleTable,
  commit: Pick<Commit, 'getAll'>,
  uid: string,
): Promise<boolean> {
  const isOwner = (person: DocumentSnapshot) =>
    isPermanentOwner(roles, readGrant(roles, store.dataOf(person) ?? {}).grant);
  const owners = store.users.where(store.names.fields.role, '==', topRole(roles));
  for await (const docs of fewAtATime(owners)) {
    const others = docs.filter((each) => each.id !== uid && isUid(each.id) && isOwner(each));
    if (others.length === 0) continue;
    const markers = await store.db.getAll(...others.map(({ id }) => store.marker(id)));
    const applied = markers.filter(isAppliedOwner(roles)).map(({ id }) => id);
    // One is enough, and the commit rests on that one.
    for (const id of applied) {
      const [person, marker] = await commit.getAll(store.user(id), store.marker(id));
      if (person && marker && isOwner(person) && isAppliedOwner(roles)(marker)) return true;
    }
  }
  return false;
}

const isAppliedOwner = (roles: RoleTable) => (document: DocumentSnapshot) => {
  const marker = parseMarker(document.data());
  return marker?.status === 'applied' && isPermanentOwner(roles, marker);
};
