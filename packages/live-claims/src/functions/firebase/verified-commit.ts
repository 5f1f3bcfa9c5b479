import { setTimeout as sleep } from 'node:timers/promises';
import {
  type DocumentData,
  type DocumentReference,
  type DocumentSnapshot,
  FieldValue,
  type Firestore,
  type Query,
  type QuerySnapshot,
  type Timestamp,
  type WriteBatch,
} from 'firebase-admin/firestore';
import { errorCode } from '../../core/error-code.ts';

/** What a decision reads, and writes in one commit: a transaction of Firestore, or a `VerifiedBatch`. */
export interface Commit {
  getAll(...references: DocumentReference[]): Promise<DocumentSnapshot[]>;
  get(query: Query): Promise<QuerySnapshot>;
  create(reference: DocumentReference, data: DocumentData): unknown;
  update(reference: DocumentReference, data: DocumentData): unknown;
  delete(reference: DocumentReference): unknown;
}

/** How often a commit starts over when what it rests on has moved. */
const MAX_ROUNDS = 10;

/**
 * How long a commit may take, in milliseconds. The SDK itself tries for a minute to get past a lock, as long as
 * a function has; a person who waits for an answer has left by then.
 */
const MAX_MS = 15_000;

/** Longest pause after the first lost round, in milliseconds; twice as long after each further one, to a second. */
const FIRST_PAUSE_MS = 10;

/** The documents kept moving under a commit, or were locked all the time. To be tried again later. */
export class CommitContention extends Error {
  /** As Firestore says it of a transaction: google.rpc.Code ABORTED. */
  readonly code = 10;

  constructor() {
    super('What the change rests on was changed or locked all the time; try again.');
    this.name = 'CommitContention';
  }
}

/** A value that was decided, and when each document was written. */
export interface Verified<Value> {
  readonly value: Value;
  /** The update time of a document that was written; null for any other. */
  readonly writtenAt: (reference: DocumentReference) => Timestamp | null;
}

/**
 * Reads, decides, and writes in one batch that takes effect only if every document that was read is still
 * the same: so a decision over several documents holds at its commit, as in a transaction, without a lock
 * that could hold up others or be held up by a client's, with a round trip less, and with the time of the
 * commit. Nothing is committed where nothing is written.
 *
 * Documents that a query finds are verified, too; that it would find no further ones by now is not.
 *
 * @param decide may run several times.
 * @throws {CommitContention} and whatever `decide` and Firestore reject with.
 * @example
 * const { value } = await commitVerified(db, async (commit) => {
 *   const [actor] = await commit.getAll(db.doc('users/ada'));
 *   if (actor.get('role') !== 'owner') return 'refused';
 *   commit.update(db.doc('users/mia'), { role: 'editor' });
 *   return 'written';
 * });
 */
export async function commitVerified<Value>(
  db: Firestore,
  decide: (commit: Commit) => Promise<Value>,
): Promise<Verified<Value>> {
  const end = performance.now() + MAX_MS;
  for (let round = 1; round <= MAX_ROUNDS && performance.now() < end; round += 1) {
    const batch = new VerifiedBatch(db);
    const value = await decide(batch);
    const writtenAt = await batch.commit(end - performance.now());
    if (writtenAt !== null) return { value, writtenAt };
    await sleep(Math.random() * Math.min(1_000, FIRST_PAUSE_MS * 2 ** (round - 1)));
  }
  throw new CommitContention();
}

/**
 * Reads what a commit rests on, and beside it documents that may move: in one request, but for a transaction, which
 * would lock those.
 */
export function readBeside(
  db: Firestore,
  commit: Commit,
  references: readonly DocumentReference[],
  beside: readonly DocumentReference[],
): Promise<[DocumentSnapshot[], DocumentSnapshot[]]> {
  return commit instanceof VerifiedBatch
    ? commit.getAllWith(references, beside)
    : Promise.all([commit.getAll(...references), db.getAll(...beside)]);
}

/** A batch of writes that remembers what was read for it. */
export class VerifiedBatch implements Commit {
  readonly #db: Firestore;
  readonly #batch: WriteBatch;
  readonly #read = new Map<string, DocumentSnapshot>();
  /** Paths of what is written, in the order of the writes. */
  readonly #written: string[] = [];

  constructor(db: Firestore) {
    this.#db = db;
    this.#batch = db.batch();
  }

  /** A document that has been read before is what it was. */
  async getAll(...references: DocumentReference[]): Promise<DocumentSnapshot[]> {
    const unread = references.filter(({ path }) => !this.#read.has(path));
    const found = unread.length > 0 ? await this.#db.getAll(...unread) : [];
    for (const snapshot of found) this.#read.set(snapshot.ref.path, snapshot);
    return references.map(({ path }) => this.#read.get(path) as DocumentSnapshot);
  }

  /** The same, with documents in the same request that the commit does not rest on. */
  async getAllWith(
    references: readonly DocumentReference[],
    beside: readonly DocumentReference[],
  ): Promise<[DocumentSnapshot[], DocumentSnapshot[]]> {
    const found = await this.#db.getAll(...references, ...beside);
    const read = found.slice(0, references.length);
    for (const snapshot of read) {
      if (!this.#read.has(snapshot.ref.path)) this.#read.set(snapshot.ref.path, snapshot);
    }
    return [await this.getAll(...references), found.slice(references.length)];
  }

  async get(query: Query): Promise<QuerySnapshot> {
    const found = await query.get();
    for (const snapshot of found.docs) {
      // What was read first is what was decided on: if it has moved since, the commit fails.
      if (!this.#read.has(snapshot.ref.path)) this.#read.set(snapshot.ref.path, snapshot);
    }
    return found;
  }

  create(reference: DocumentReference, data: DocumentData): void {
    this.#written.push(reference.path);
    this.#batch.create(reference, data);
  }

  update(reference: DocumentReference, data: DocumentData): void {
    this.#written.push(reference.path);
    this.#batch.update(reference, data, this.#asRead(reference));
  }

  delete(reference: DocumentReference): void {
    this.#written.push(reference.path);
    this.#batch.delete(reference, this.#asRead(reference));
  }

  /**
   * Commits, unless there is nothing to write.
   *
   * @param timeoutMs after which the wait ends. It may still take effect, if nothing has moved by then.
   * @returns when each document was written; null when something has moved and nothing is written, or when
   *   unknown: decide again.
   */
  async commit(timeoutMs: number): Promise<Verified<unknown>['writtenAt'] | null> {
    if (this.#written.length === 0) return () => null;
    if (timeoutMs <= 0) throw new CommitContention();
    for (const [path, snapshot] of this.#read) {
      if (!this.#written.includes(path)) verifyUnchanged(this.#batch, snapshot);
    }
    const timer = new AbortController();
    const timeout = sleep(timeoutMs, null, { signal: timer.signal }).catch(() => null);
    try {
      const results = await Promise.race([this.#batch.commit(), timeout]);
      if (results === null) throw new CommitContention();
      return ({ path }) => results[this.#written.indexOf(path)]?.writeTime ?? null;
    } catch (error) {
      if (!(error instanceof CommitContention) && isLostRace(error)) return null;
      throw error;
    } finally {
      timer.abort();
    }
  }

  #asRead({ path }: DocumentReference) {
    const updateTime = this.#read.get(path)?.updateTime;
    return updateTime === undefined ? { exists: true } : { lastUpdateTime: updateTime };
  }
}

/**
 * Adds a write to the batch that changes nothing and is refused where the document is not as it was read. It is no
 * revision: the update time stays, and no function is told (WriteResult in Firestore's reference).
 */
export function verifyUnchanged(batch: WriteBatch, snapshot: DocumentSnapshot): void {
  const { ref, updateTime } = snapshot;
  if (updateTime === undefined) {
    batch.delete(ref, { exists: false });
    return;
  }
  const absent = nameOutside(snapshot.data() ?? {});
  batch.update(ref, { [absent]: FieldValue.delete() }, { lastUpdateTime: updateTime });
}

/** A field that the document does not have. */
function nameOutside(data: DocumentData): string {
  let name = 'verified';
  while (name in data) name += '_';
  return name;
}

/**
 * gRPC status codes with which Firestore says that a precondition did not hold, or a lock was lost.
 * With UNKNOWN the outcome of the commit is not known: the emulator answers so when
 * another client's listener closes during it. The next read will show.
 */
const LOST_RACE = new Set<unknown>([
  2 /* UNKNOWN */, 5 /* NOT_FOUND */, 6 /* ALREADY_EXISTS */, 9 /* FAILED_PRECONDITION */,
  10 /* ABORTED */,
]);

/** Whether Firestore refused a commit because a document is not what the commit rests on. */
export function isLostRace(error: unknown): boolean {
  return LOST_RACE.has(errorCode(error));
}
