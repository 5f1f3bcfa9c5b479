import {
  collection,
  type Firestore,
  limit,
  orderBy,
  type Query,
  type QueryDocumentSnapshot,
  query,
  where,
} from 'firebase/firestore';
import {
  ACTOR_KINDS,
  type AuditEntry,
  type Collections,
  parseAuditEntry,
} from '../../core/index.ts';
import { shownName } from '../parts/names.ts';

/** How many entries the list shows at first, newest first, and how many more at a time. */
export const ENTRIES_SHOWN = 100;

/** A name and an address, as they were when the entry was written; null where it says none. */
export interface Known {
  readonly name: string | null;
  readonly email: string | null;
}

export interface StoredAuditEntry extends AuditEntry {
  readonly id: string;
  /** The user whose access changed. */
  readonly subject: Known;
  /** The author of the change. */
  readonly by: Known;
}

/** Which entries are shown. Sign-ups are apart from the rest, because they can be many. */
export const AUDIT_VIEWS = ['changes', 'sign-ups', 'everything'] as const;
export type AuditView = (typeof AUDIT_VIEWS)[number];

export interface AuditQuestion {
  readonly view: AuditView;
  /** Only what is about this account; null for all accounts. */
  readonly uid: string | null;
  readonly count: number;
}

/** The latest entries that answer the question. `firestore.indexes.json` has an index for each kind of it. */
export function latestEntries(
  firestore: Firestore,
  { audit }: Collections,
  { view, uid, count }: AuditQuestion,
): Query {
  const kinds = ACTOR_KINDS.filter((kind) => (kind === 'sign-up') === (view === 'sign-ups'));
  return query(
    collection(firestore, audit),
    ...(uid === null ? [] : [where('uid', '==', uid)]),
    // One user's history is short, and includes their sign-up.
    ...(view === 'everything' || uid !== null ? [] : [where('actor.kind', 'in', kinds)]),
    orderBy('at', 'desc'),
    limit(count),
  );
}

export function readEntry(document: QueryDocumentSnapshot): StoredAuditEntry | null {
  const data = document.data();
  const entry = parseAuditEntry(data);
  return entry && { ...entry, id: document.id, subject: knownIn(data), by: knownIn(data.actor) };
}

function knownIn(data: unknown): Known {
  const { name, email } = (data ?? {}) as Readonly<Record<string, unknown>>;
  return { name: textIn(name), email: textIn(email) };
}

const textIn = (value: unknown) => (typeof value === 'string' ? shownName(value) : null);
