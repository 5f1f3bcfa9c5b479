import {
  type Actor,
  type AuditType,
  type ClaimsVersion,
  decodeClaims,
  type RoleTable,
  type SyncResult,
} from '@live-claims/contract';
import {
  type AccountChange,
  isSettled,
  planRefused,
  planSync,
  type SyncPlan,
} from './plan-sync.ts';
import type {
  AccessDocuments,
  Accounts,
  AccountWrite,
  MarkerState,
  Observation,
  Source,
  StoredMarker,
} from './ports.ts';

/** Who is behind a revision of `users/{uid}`, for the audit log. */
export interface Cause {
  /** Whether this is the cause of the revision; another one's is unknown. */
  explains(source: Source): boolean;
  /** The revision itself, where it is known. */
  readonly revision?: Source;
  /** Seconds over which clients spread their refreshes, where the access itself stays the same. */
  readonly spread?: number;
  readonly actor: Actor;
  readonly reason: string | null;
  /** Id of the audit entry, where whoever else may write it has to write the same; null for any. */
  readonly auditId: string | null;
}

export interface SyncEngine {
  readonly roles: RoleTable;
  readonly accounts: Accounts;
  readonly documents: AccessDocuments;
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
    super(`users/${uid} was changed ${MAX_ROUNDS} times while it was being synced; try again.`);
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
  cause: Cause,
): Promise<SyncOutcome> {
  let changed = false;
  let mistrusted = 0;
  let disabledHere = cause.revision?.data?.disabled === true;
  for (let round = 1; round <= MAX_ROUNDS; round++) {
    const found = await (round === 1 ? glance : look)(engine, uid);
    const seen = { ...found, disabledHere, ...(cause.revision && { followed: cause.revision }) };
    const ahead = claimsAhead(seen);
    if (ahead !== 0 && ahead !== mistrusted) {
      mistrusted = ahead;
      continue;
    }
    let plan = planSync(engine.roles, seen);
    if (isSettled(plan)) return outcome(seen.marker, changed);
    if (round === 1 && isDoubtful(seen, plan)) continue;

    if (plan.account !== null) {
      disabledHere ||= plan.account.disabled === true;
      const write = await applyTo(engine.accounts, uid, plan.account);
      if (write.outcome === 'no-such-account') continue;
      if (write.outcome === 'refused') plan = planRefused(seen, write.problem);
      else changed = true;
    }

    if (plan.marker !== null) {
      const published = await engine.documents.publish({
        uid,
        before: seen.marker,
        after: plan.marker,
        refreshWithin: isSameAccess(seen.marker, plan.marker) ? (cause.spread ?? null) : null,
        audit: auditOf(seen, plan.marker, cause),
      });
      if (!published) continue;
      changed = true;
    }

    const now = await engine.documents.readSource(uid);
    if (isSameRevision(now, seen.source)) return outcome(plan.marker ?? seen.marker, changed);
  }
  throw new SyncContention(uid);
}

/** What a sync for this revision would do now; for who only wants to know whether one is due. */
export async function planFor(
  engine: SyncEngine,
  uid: string,
  followed: Source,
): Promise<SyncPlan> {
  return planSync(engine.roles, { ...(await glance(engine, uid)), followed });
}

/**
 * Documents first, then the account: claims that were published are there then, or newer ones. What
 * follows may rest on them.
 */
async function look({ accounts, documents }: SyncEngine, uid: string): Promise<Observation> {
  const { source, marker } = await documents.read(uid);
  return { source, marker, account: await accounts.read(uid) };
}

/** Both at once: a round trip less, and good enough for most. */
async function glance({ accounts, documents }: SyncEngine, uid: string): Promise<Observation> {
  const [{ source, marker }, account] = await Promise.all([
    documents.read(uid),
    accounts.read(uid),
  ]);
  return { source, marker, account };
}

/**
 * Whether a glance is not enough. Its two reads can fall before and after somebody else's sync:
 * claims that have been overwritten and would now be published, an account that was disabled in
 * between.
 */
function isDoubtful({ marker }: Observation, plan: SyncPlan): boolean {
  return plan.account === null || marker?.disabled === true;
}

/**
 * Version of claims that are ahead of the document; 0 when they are not. Somebody has applied a
 * revision that came after the documents were read, which another look will show. If it does not,
 * nobody of ours has set those claims.
 */
function claimsAhead({ source, account }: Observation): ClaimsVersion {
  const { version } = decodeClaims(account?.claims);
  return version > source.version ? version : 0;
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

/** Whether only the version or the shape of the claims changes: nobody waits for that. */
function isSameAccess(before: StoredMarker | null, after: MarkerState): boolean {
  return (
    before !== null &&
    before.role === after.role &&
    before.expiresAt === after.expiresAt &&
    before.disabled === after.disabled
  );
}

function auditOf(seen: Observation, after: MarkerState, cause: Cause) {
  const type = auditType(seen.marker, after);
  return cause.explains(seen.source)
    ? { type, actor: cause.actor, reason: cause.reason, id: cause.auditId }
    : { type, actor: { kind: 'unknown', uid: null } as const, reason: null, id: null };
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
