import {
  type Actor,
  type AuditType,
  type ClaimsVersion,
  isSameJson,
  parseUserProfile,
  type RoleTable,
  type Seconds,
  type SyncResult,
} from '../../core/index.ts';
import type { DirectoryDocuments } from '../directory/ports.ts';
import {
  type Copied,
  copyEngineOf,
  copyWhereWrong,
  NOTHING_COPIED,
  type ProvenEntries,
  unprovenOrgs,
} from '../orgs/copy-memberships.ts';
import {
  type AccountChange,
  claimsVersion,
  isSettled,
  planSync,
  readSource,
  type SyncPlan,
} from './plan-sync.ts';
import type {
  AccessDocuments,
  Accounts,
  AccountWrite,
  AuditRecord,
  AuditWrite,
  MarkerState,
  MembershipDocuments,
  Observation,
  Revisions,
  Source,
  StoredMarker,
} from './ports.ts';

/** What a sync is told; nothing, where no edit has asked for it. */
export interface SyncOptions {
  /** The edit that it follows. */
  readonly followed?: Revisions;
  /** What its caller has just seen, in the place of the first look. */
  readonly seen?: Observation;
  /**
   * Whether the edit that asks for it enables the account, also one that Firebase Auth alone has disabled. The one
   * thing that a later sync does not make up for: that edit has to be made again.
   */
  readonly enables?: boolean;
  /** The author of a revision and the reason, for the audit log, where it has no entry of its own. */
  readonly by?: { readonly revision: Source; readonly actor: Actor; readonly reason?: string };
  /** Entries of memberships that have just been seen to be copies. @default none: they are looked up where they change the access */
  readonly proven?: ProvenEntries;
  /** Seconds over which clients spread their refreshes, where the access itself stays the same. */
  readonly spread?: Seconds;
}

export interface SyncEngine {
  readonly roles: RoleTable;
  readonly accounts: Accounts;
  readonly documents: AccessDocuments;
  /** What is copied into the documents; absent for an app without organisations. */
  readonly memberships?: MembershipDocuments;
  /** The rows of the directory; absent for an app without one. */
  readonly directory?: DirectoryDocuments;
}

/** What a sync came to. */
export interface SyncOutcome extends SyncResult {
  /** Whether anything was written. */
  readonly changed: boolean;
}

/** How often a sync starts over before it leaves the rest to the event's redelivery. */
const MAX_ROUNDS = 10;

/** The documents kept moving under the sync for `MAX_ROUNDS` rounds. To be tried again later. */
export class SyncContention extends Error {
  constructor(uid: string) {
    super(
      `The document of ${uid} was changed ${MAX_ROUNDS} times while it was being synced; try again.`,
    );
    this.name = 'SyncContention';
  }
}

/**
 * Makes an account's claims and its marker agree with `users/{uid}`.
 *
 *     look  →  plan  →  claims  →  marker and audit  →  has the document moved? then again
 *
 * May run any number of times, at the same time, in any order, and may die between any two steps,
 * as long as it is run once more after that. Claims have no conditional write, so a slow run can
 * still overwrite newer ones; it notices when it looks at the document afterwards, and repairs it.
 *
 * @returns what the marker says now.
 * @throws {SyncContention} and whatever the ports reject with; the caller repeats the sync later.
 */
export async function syncUser(
  engine: SyncEngine,
  uid: string,
  options: SyncOptions = {},
): Promise<SyncOutcome> {
  const { followed } = options;
  let changed = false;
  let mistrusted = 0;
  let mayEnable = options.enables === true || followed?.after.data?.disabled === true;
  let refused: Observation['refused'];
  let { proven = {} } = options;
  for (let round = 1; round <= MAX_ROUNDS; round++) {
    const found =
      (round === 1 && options.seen) ||
      (await (round === 1 ? readInParallel : readConsistently)(engine, uid));
    const seen = {
      ...found,
      mayEnable,
      ...(followed && { followed }),
      ...(refused && { refused }),
    };
    const ahead = claimsAhead(seen);
    if (ahead !== 0 && ahead !== mistrusted) {
      mistrusted = ahead;
      continue;
    }
    const plan = planSync(engine.roles, seen);
    if (isSettled(plan)) return outcome(seen.marker, changed);
    if (round === 1 && isDoubtful(seen, plan)) continue;
    const copied = await proveEntries(engine, uid, seen, proven);
    proven = { ...proven, ...copied.proven };
    if (copied.written) continue;

    const entry = settledLater(plan.marker && entryOf(engine, seen));
    if (plan.account !== null) {
      mayEnable ||= plan.account.disabled === true;
      const write = await applyTo(engine.accounts, uid, plan.account);
      if (write.outcome === 'no-such-account') continue;
      if (write.outcome === 'refused') {
        refused = { problem: write.problem, bare: refused !== undefined };
        continue;
      }
      changed = true;
    }

    if (plan.marker !== null) {
      const published = await engine.documents.publish({
        uid,
        before: seen.marker,
        after: plan.marker,
        refreshWithin: onlyAdds(seen.marker, plan.marker) ? (options.spread ?? null) : null,
        audit: auditOf(uid, seen, plan.marker, options, await entry),
      });
      if (!published) continue;
      changed = true;
    }

    if (touchesLock(plan)) continue;
    const now = await engine.documents.readSource(uid);
    if (isSameRevision(now, seen.source)) return outcome(plan.marker ?? seen.marker, changed);
  }
  throw new SyncContention(uid);
}

/** What a sync for this edit would do now; for who only wants to know whether one is due. */
export async function planFor(
  engine: SyncEngine,
  uid: string,
  followed: Revisions,
): Promise<SyncPlan> {
  return planSync(engine.roles, { ...(await readInParallel(engine, uid)), followed });
}

/**
 * Documents first, then the account: claims that were published are there then, or newer ones. What
 * follows may rest on them.
 */
async function readConsistently(
  { accounts, documents }: SyncEngine,
  uid: string,
): Promise<Observation> {
  const found = await documents.read(uid);
  return { ...found, account: await accounts.read(uid) };
}

/** Both at once: a round trip less, and good enough for most. */
async function readInParallel(
  { accounts, documents }: SyncEngine,
  uid: string,
): Promise<Observation> {
  const [found, account] = await Promise.all([documents.read(uid), accounts.read(uid)]);
  return { ...found, account };
}

/**
 * Whether reading in parallel is not enough. Its two reads can fall before and after another sync:
 * claims that have been overwritten and would now be published, an account that was disabled in
 * between.
 */
function isDoubtful({ marker, account }: Observation, plan: SyncPlan): boolean {
  return plan.account === null || marker?.disabled === true || account?.disabled === true;
}

/**
 * Looks up the memberships by which the document would change what is published. The document has copies of them, and
 * what was written there by hand is not believed but healed, also before the event of that edit is followed.
 */
async function proveEntries(
  engine: SyncEngine,
  uid: string,
  { source, marker, account }: Observation,
  proven: ProvenEntries,
): Promise<Copied> {
  const copying = copyEngineOf(engine);
  const grantsNothing = account === null || readSource(engine.roles, source).grant.disabled;
  if (copying === null || grantsNothing) return NOTHING_COPIED;
  const unproven = unprovenOrgs(copying.orgs, source.data, marker, proven);
  return copyWhereWrong(copying, uid, unproven, source.data);
}

/**
 * Whether the plan enabled the account, or says that Firebase Auth alone disables it. Two syncs can do one
 * each, at the same time, for one revision. Each writes first and then looks at what the other writes, so
 * that one of them finds out.
 */
function touchesLock({ account, marker }: SyncPlan): boolean {
  return account?.disabled === false || marker?.disabledInAuth === true;
}

/**
 * Version of claims that are ahead of the document; 0 when they are not. A later revision has been
 * applied since the documents were read, which the next read will show. If it does not,
 * other code has set those claims.
 */
function claimsAhead(seen: Observation): ClaimsVersion {
  const version = claimsVersion(seen);
  return version > seen.source.version ? version : 0;
}

/**
 * The audit entry that came with the revision, written by the change itself; null for a manual
 * edit, which leaves the id of an earlier change in place. The two are of one commit, so they have one
 * time, which no client can choose.
 */
async function entryOf(
  { documents }: SyncEngine,
  { source, entry }: Observation,
): Promise<AuditRecord | null> {
  if (entry !== undefined) return entry;
  const id = source.data?.changeId;
  return typeof id === 'string' ? await documents.readEntry(id) : null;
}

/** A promise that is awaited later, or never: its failure is not reported until then. */
function settledLater<Value>(promise: Promise<Value> | null): Promise<Value> | null {
  promise?.catch(() => undefined);
  return promise;
}

/** Waits for every write, also after a failure: none may land once the sync has been given up. */
async function applyTo(
  accounts: Accounts,
  uid: string,
  { claims, disabled, endSessions }: AccountChange,
): Promise<AccountWrite> {
  const writes: Promise<AccountWrite>[] = [];
  if (claims !== undefined) writes.push(accounts.setClaims(uid, claims));
  if (disabled !== undefined) writes.push(accounts.setDisabled(uid, disabled));
  if (endSessions) writes.push(accounts.endSessions(uid));
  await Promise.allSettled(writes);
  const answers = await Promise.all(writes);
  return answers.find(({ outcome }) => outcome !== 'written') ?? { outcome: 'written' };
}

/** Whether two reads found the same; of a missing document every read does. */
export function isSameRevision(a: Source, b: Source): boolean {
  return a.data === null ? b.data === null : b.data !== null && a.version === b.version;
}

/** Whether nothing but additional claims that were not there before comes: no client waits for that. */
function onlyAdds(before: StoredMarker | null, after: MarkerState): boolean {
  const had = Object.entries(before?.additionalClaims ?? {});
  return (
    isSameAccess(before, after) &&
    had.every(([name, value]) => isSameJson(value, after.additionalClaims?.[name]))
  );
}

/** Whether only the version or the shape of the claims changes. */
function isSameAccess(before: StoredMarker | null, after: MarkerState): boolean {
  return (
    before !== null &&
    before.role === after.role &&
    before.expiresAt === after.expiresAt &&
    before.disabled === after.disabled
  );
}

/** What to write down: the outcome of a change whose entry came with it, or an entry of its own. */
function auditOf(
  uid: string,
  seen: Observation,
  after: MarkerState,
  { by, enables = false }: SyncOptions,
  entry: AuditRecord | null,
): AuditWrite {
  const { source, marker } = seen;
  if (marker !== null && !marker.damaged && isSameForAudit(marker, after)) return { kind: 'none' };
  const explained = entry !== null && entry.uid === uid && entry.createdVersion === source.version;
  if (explained && entry.outcome === 'written') return { kind: 'outcome', id: entry.id };
  // Another sync of this revision has settled the entry, without what only its author's may do.
  const bySync = by !== undefined && isSameRevision(source, by.revision) ? by : null;
  const known = explained ? (enables ? entry : null) : bySync;
  return {
    kind: 'entry',
    type: auditType(marker, after),
    actor: known?.actor ?? { kind: 'unknown', uid: null },
    reason: known?.reason || null,
    name: parseUserProfile(source.data).displayName,
    direct: !explained,
  };
}

/** Whether a marker is written for nothing that is about access, such as another e-mail address. */
function isSameForAudit(before: StoredMarker, after: MarkerState): boolean {
  return (
    isSameAccess(before, after) &&
    before.version === after.version &&
    before.status === after.status &&
    before.problem?.message === after.problem?.message &&
    before.sessionsRevokedAt === after.sessionsRevokedAt
  );
}

function auditType(before: StoredMarker | null, after: MarkerState): AuditType {
  if (after.status === 'rejected') return 'claims-rejected';
  if (after.status === 'pending') return 'claims-pending';
  const wasDisabled = before?.disabled ?? false;
  if (after.disabled !== wasDisabled)
    return after.disabled ? 'account-disabled' : 'account-enabled';
  const sameAccess = isSameAccess(before, after) || (before === null && after.role === null);
  const endsSessions = after.sessionsRevokedAt !== (before?.sessionsRevokedAt ?? null);
  return sameAccess && endsSessions ? 'session-revoked' : 'token-claims-change';
}

function outcome(marker: MarkerState | null, changed: boolean): SyncOutcome {
  return {
    version: marker?.version ?? 0,
    role: marker?.role ?? null,
    status: marker?.status ?? 'applied',
    problem: marker?.problem ?? null,
    changed,
  };
}
