import {
  FieldPath,
  type Query,
  type QueryDocumentSnapshot,
  Timestamp,
} from 'firebase-admin/firestore';
import {
  type AuditEntry,
  type AuditFilter,
  type AuditState,
  auditConditions,
  type ExpectedAccess,
  parseAuditEntry,
  secondsOf,
  type TimestampLike,
  versionAt,
} from '../../core/index.ts';
import type { Store } from './store.ts';

/** How many later entries are looked at. A user can end their own sessions again and again, and nothing else. */
export const MOST_LATER = 100;

/** Where the newest change of a person's access is looked for. */
const MOST_LAST = 20;

/** An entry of the audit log; null where there is none, or none that can be read. */
export async function readAuditEntry(
  store: Store,
  id: string,
): Promise<(AuditEntry & { readonly id: string }) | null> {
  const entry = parseAuditEntry((await store.audit.doc(id).get()).data());
  return entry && { ...entry, id };
}

/** Up to `MOST_LATER` entries about a person that are later than another one, the newest first. */
export function laterEntries(
  store: Store,
  uid: string,
  { at }: { readonly at: TimestampLike },
): Promise<readonly AuditEntry[]> {
  const after = new Timestamp(at.seconds, at.nanoseconds);
  return read(aboutPerson(store, uid).where('at', '>', after).limit(MOST_LATER));
}

/** The newest entries about a person, the newest first. */
export function lastEntries(store: Store, uid: string): Promise<readonly AuditEntry[]> {
  return read(aboutPerson(store, uid).limit(MOST_LAST));
}

const aboutPerson = (store: Store, uid: string) =>
  store.audit.where('uid', '==', uid).orderBy('at', 'desc');

async function read(query: Query): Promise<readonly AuditEntry[]> {
  const { docs } = await query.get();
  return docs.flatMap((document) => parseAuditEntry(document.data()) ?? []);
}

/** A page of the audit log. */
export interface AuditPage {
  /** The latest first; those that cannot be read are left out. */
  readonly entries: readonly (AuditEntry & { readonly id: string })[];
  /** Where the next page begins; null at the end. */
  readonly next: string | null;
}

/**
 * Up to `limit` entries that fit, the latest first.
 *
 * @param cursor the `next` of the page before; null for the first page.
 */
export async function readAuditPage(
  store: Store,
  filter: AuditFilter,
  { limit, cursor = null }: { readonly limit: number; readonly cursor?: string | null },
): Promise<AuditPage> {
  const conditions = auditConditions(filter, (time) => Timestamp.fromMillis(time));
  const all = conditions.reduce<Query>(
    (query, { field, is, value }) => query.where(field, is, value),
    store.audit,
  );
  const ordered = all.orderBy('at', 'desc').orderBy(FieldPath.documentId(), 'desc').limit(limit);
  const { docs } = await (cursor === null ? ordered : ordered.startAfter(...placeOf(cursor))).get();
  const last = docs.at(-1);
  return {
    entries: docs.flatMap((document) => {
      const entry = parseAuditEntry(document.data());
      return entry === null ? [] : [{ ...entry, id: document.id }];
    }),
    next: last === undefined || docs.length < limit ? null : cursorAt(last),
  };
}

/** The time of an entry to the microsecond, and its id: of two at the same time the id decides. */
function cursorAt(document: QueryDocumentSnapshot): string {
  return `${versionAt(document.get('at'))}/${document.id}`;
}

function placeOf(cursor: string): [Timestamp, string] {
  const [time = '', id = ''] = cursor.split('/');
  const micros = Number(time);
  return [new Timestamp(Math.floor(micros / 1e6), (micros % 1e6) * 1000), id];
}

/** Whether role, end or being disabled is another one after the entry than before. */
export function changesAccess({ before, after }: Pick<AuditEntry, 'before' | 'after'>): boolean {
  const [was, is] = [accessOf(before), accessOf(after)];
  return (
    (was?.role ?? null) !== (is?.role ?? null) ||
    (was?.expiresAt ?? null) !== (is?.expiresAt ?? null) ||
    (was?.disabled ?? false) !== (is?.disabled ?? false)
  );
}

/** Whether the entry's change came to this access; ends in whole seconds. */
export function leadsTo({ after }: Pick<AuditEntry, 'after'>, access: ExpectedAccess): boolean {
  const { role = null, expiresAt = null, disabled = false } = accessOf(after) ?? {};
  const end = access.expiresAt === null ? null : secondsOf(access.expiresAt);
  return disabled === access.disabled && (disabled || (role === access.role && expiresAt === end));
}

/** Of a person; null for access settings. */
function accessOf(state: AuditEntry['before']): AuditState | null {
  return state !== null && 'role' in state ? state : null;
}
