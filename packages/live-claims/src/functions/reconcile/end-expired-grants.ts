import { randomUUID } from 'node:crypto';
import { type Query, Timestamp } from 'firebase-admin/firestore';
import type { Milliseconds } from '../../core/index.ts';
import { editAccess } from '../edit/edit.ts';
import { hasExpiredGrant } from '../edit/plan-edit.ts';
import type { Store } from '../firebase/store.ts';
import type { EditProject } from '../project.ts';
import type { SyncOutcome } from '../sync/sync-user.ts';
import { mapConcurrent, type Throttle } from './throttle.ts';

/** How many documents a query asks for. */
const PAGE = 100;

/**
 * How many documents one run reads at most: at 10 accounts a second, the limit of Firebase Auth, it
 * is done before the next one begins. What is left waits for that; it grants nothing meanwhile.
 */
const MOST_PER_RUN = 2000;

/** How many people are worked on at the same time. */
const AT_ONCE = 10;

export interface ExpiryOptions {
  /** The time, in milliseconds since the Unix epoch. */
  readonly now: Milliseconds;
  /** Called ahead of every change. */
  readonly pace: Throttle;
  /** Told of each one who could not be helped; the trigger or the nightly reconciliation does it then. */
  readonly onFailure?: (uid: string, error: unknown) => void;
  /** Documents of one query, and of a whole run. */
  readonly page?: number;
  readonly most?: number;
}

/** What a run came to. */
export interface ExpiryReport {
  /** How many documents have an end that has passed, as far as this run read. */
  readonly seen: number;
  readonly ended: number;
  readonly failed: number;
  /** Whether more may be left for the next run. */
  readonly more: boolean;
}

/**
 * Ends the grants whose time is over and applies that at once, so that open browsers hear of it. The
 * checks have refused such a role since its last second; this takes it out of the documents. Costs
 * one query where nothing is due.
 *
 * The latest ends first, so that unreadable documents, which stay, never delay the others.
 */
export async function endExpiredGrants(
  project: EditProject,
  { now, pace, onFailure, page = PAGE, most = MOST_PER_RUN }: ExpiryOptions,
): Promise<ExpiryReport> {
  const { store, engine } = project;
  const report = { seen: 0, ended: 0, failed: 0 };
  let query = dueAt(store, now).limit(page);
  for (;;) {
    const { docs } = await query.get();
    const due = docs.filter((person) =>
      hasExpiredGrant(engine.roles, store.dataOf(person) ?? {}, now),
    );
    await mapConcurrent(due, AT_ONCE, async ({ id: uid }) => {
      try {
        await pace();
        if ((await endGrant(project, uid, now)) !== null) report.ended += 1;
      } catch (error) {
        report.failed += 1;
        onFailure?.(uid, error);
      }
    });
    report.seen += docs.length;
    const last = docs[page - 1];
    if (last === undefined) return { ...report, more: false };
    if (report.seen >= most) return { ...report, more: true };
    query = dueAt(store, now).startAfter(last).limit(page);
  }
}

/**
 * Ends one grant that is over, and applies that.
 *
 * @returns what the sync came to; null when there was nothing to end any more.
 */
export async function endGrant(
  project: EditProject,
  uid: string,
  now: Milliseconds,
): Promise<SyncOutcome | null> {
  const edit = { role: null, expiresAt: null };
  const by = { kind: 'expiry' } as const;
  const result = await editAccess(project, { uid, edit, by, changeId: randomUUID(), now });
  return result.outcome === 'written' ? result.sync : null;
}

/** Documents with an end that has passed. An end that is no timestamp is not among them. */
function dueAt(store: Store, now: Milliseconds): Query {
  const { role, expiresAt, disabled } = store.names.fields;
  return store.users
    .where(expiresAt, '<=', Timestamp.fromMillis(now))
    .orderBy(expiresAt, 'desc')
    .select(role, expiresAt, disabled);
}
