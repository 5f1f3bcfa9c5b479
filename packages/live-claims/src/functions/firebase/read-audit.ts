import { Timestamp } from 'firebase-admin/firestore';
import {
  type AuditEntry,
  type AuditState,
  type ExpectedAccess,
  parseAuditEntry,
  secondsOf,
  type TimestampLike,
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

async function read(query: FirebaseFirestore.Query): Promise<readonly AuditEntry[]> {
  const { docs } = await query.get();
  return docs.flatMap((document) => parseAuditEntry(document.data()) ?? []);
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
