import { isDeepStrictEqual } from 'node:util';
import { FieldPath, FieldValue, type Firestore, Timestamp } from 'firebase-admin/firestore';

type Data = Record<string, unknown>;

/** What is stored of a document. */
interface Stored {
  readonly data: Data;
  readonly createTime: Timestamp;
  readonly updateTime: Timestamp;
}

/** google.rpc.Code */
const [NOT_FOUND, ALREADY_EXISTS, FAILED_PRECONDITION] = [5, 6, 9] as const;

/**
 * As much of the Admin SDK's Firestore, in memory, as live-claims uses: documents, equality and range queries,
 * batches with preconditions, and transactions, one after the other. Its clock moves a millisecond with each commit.
 */
export class MemoryFirestore {
  readonly documents = new Map<string, Stored>();
  #millis = Date.now();
  #ids = 0;
  #turn: Promise<unknown> = Promise.resolve();

  /** The same as the Admin SDK's type. */
  get db(): Firestore {
    return this as unknown as Firestore;
  }

  now(): Timestamp {
    return Timestamp.fromMillis(this.#millis);
  }

  doc(path: string): MemoryReference {
    return new MemoryReference(this, path);
  }

  collection(path: string): MemoryCollection {
    return new MemoryCollection(this, path);
  }

  /** All collections of this name. */
  collectionGroup(name: string): MemoryCollection {
    return new MemoryCollection(this, `${ANYWHERE}${name}`);
  }

  async listCollections(): Promise<readonly { readonly id: string }[]> {
    const names = [...this.documents.keys()].map((path) => path.slice(0, path.indexOf('/')));
    return [...new Set(names)].map((id) => ({ id }));
  }

  newId(): string {
    this.#ids += 1;
    return `id-${this.#ids}`;
  }

  async getAll(...arguments_: readonly unknown[]): Promise<readonly MemorySnapshot[]> {
    return arguments_
      .filter((one) => one instanceof MemoryReference)
      .map((reference) => this.snapshot(reference));
  }

  snapshot(reference: MemoryReference): MemorySnapshot {
    return new MemorySnapshot(reference, this.documents.get(reference.path), this.now());
  }

  batch(): Writes {
    return new Writes(this);
  }

  /** Each waits for the one before: nothing can change what it has read. */
  runTransaction<Result>(run: (transaction: Transaction) => Promise<Result>): Promise<Result> {
    const turn = this.#turn.then(async () => {
      const transaction = new Transaction(this);
      const result = await run(transaction);
      await transaction.commit();
      return result;
    });
    this.#turn = turn.catch(() => undefined);
    return turn;
  }

  /** Makes all of the writes, or none. */
  apply(writes: readonly Write[]): Timestamp {
    const before = new Map(this.documents);
    this.#millis += 1;
    const time = this.now();
    try {
      for (const write of writes) this.#write(write, time);
      return time;
    } catch (error) {
      this.documents.clear();
      for (const [path, stored] of before) this.documents.set(path, stored);
      throw error;
    }
  }

  #write({ kind, path, data, lastUpdateTime, exists, merge }: Write, time: Timestamp): void {
    const found = this.documents.get(path);
    if (exists === false && found) throw refused(ALREADY_EXISTS, path);
    if (kind === 'create' && found) throw refused(ALREADY_EXISTS, path);
    if (kind === 'update' && !found) throw refused(NOT_FOUND, path);
    if (lastUpdateTime && !found?.updateTime.isEqual(lastUpdateTime)) {
      throw refused(FAILED_PRECONDITION, path);
    }
    if (kind === 'delete') {
      this.documents.delete(path);
      return;
    }
    const before = found?.data ?? {};
    let after: Data = kind === 'update' || merge ? before : {};
    for (const [name, value] of Object.entries(data)) {
      if (value === undefined) throw new Error(`${path} gets undefined in ${name}.`);
      const isNow = value instanceof FieldValue && value.isEqual(FieldValue.serverTimestamp());
      // Dots are a path only in an update.
      after = withField(after, kind === 'update' ? name.split('.') : [name], isNow ? time : value);
    }
    // A write that changes nothing is no revision.
    if (kind === 'update' && isDeepStrictEqual(before, after)) return;
    const createTime = found?.createTime ?? time;
    this.documents.set(path, { data: after, createTime, updateTime: time });
  }
}

/** The fields with a value at a path in place of what was there, which a map below it is not part of. */
function withField(data: Data, [name, ...below]: readonly string[], value: unknown): Data {
  const key = name as string;
  const isRemoval = value instanceof FieldValue && value.isEqual(FieldValue.delete());
  if (below.length > 0) {
    const { [key]: inner } = data;
    const map = typeof inner === 'object' && inner?.constructor === Object ? (inner as Data) : null;
    return map === null && isRemoval
      ? data
      : { ...data, [key]: withField(map ?? {}, below, value) };
  }
  if (!isRemoval) return { ...data, [key]: value };
  const { [key]: _, ...rest } = data;
  return rest;
}

function refused(code: number, path: string): Error {
  return Object.assign(new Error(`${code}: ${path}`), { code });
}

class MemoryReference {
  readonly path: string;
  readonly #of: MemoryFirestore;

  constructor(of: MemoryFirestore, path: string) {
    this.#of = of;
    this.path = path;
  }

  get id(): string {
    return this.path.slice(this.path.lastIndexOf('/') + 1);
  }

  /** The collection that it is in; of that, the document above it. */
  get parent(): { readonly path: string; readonly parent: MemoryReference | null } {
    const path = this.path.slice(0, this.path.lastIndexOf('/'));
    const above = path.slice(0, Math.max(path.lastIndexOf('/'), 0));
    return { path, parent: above === '' ? null : this.#of.doc(above) };
  }

  get = async () => this.#of.snapshot(this);
  create = (data: Data) => this.#of.batch().create(this, data).commit();
  set = (data: Data, options?: { merge: boolean }) =>
    this.#of.batch().set(this, data, options).commit();
  update = (data: Data) => this.#of.batch().update(this, data).commit();
  delete = () => this.#of.batch().delete(this).commit();
}

class MemorySnapshot {
  readonly ref: MemoryReference;
  readonly readTime: Timestamp;
  readonly #stored: Stored | undefined;

  constructor(ref: MemoryReference, stored: Stored | undefined, readTime: Timestamp) {
    this.ref = ref;
    this.#stored = stored;
    this.readTime = readTime;
  }

  get id(): string {
    return this.ref.id;
  }
  get exists(): boolean {
    return this.#stored !== undefined;
  }
  get createTime(): Timestamp | undefined {
    return this.#stored?.createTime;
  }
  get updateTime(): Timestamp | undefined {
    return this.#stored?.updateTime;
  }

  data = (): Data | undefined => this.#stored && { ...this.#stored.data };
  get = (field: string): unknown => this.#stored?.data[field];
}

/** What stands before the name of a collection group. */
const ANYWHERE = '**/';

type Test = (snapshot: MemorySnapshot) => boolean;

class MemoryCollection {
  readonly #of: MemoryFirestore;
  readonly #path: string;
  readonly #tests: readonly Test[];
  readonly #most: number;
  readonly #latestBy: string | null;

  constructor(
    of: MemoryFirestore,
    path: string,
    tests: readonly Test[] = [],
    most = Infinity,
    latestBy: string | null = null,
  ) {
    this.#of = of;
    this.#path = path;
    this.#tests = tests;
    this.#most = most;
    this.#latestBy = latestBy;
  }

  doc(id = this.#of.newId()): MemoryReference {
    return this.#of.doc(`${this.#path}/${id}`);
  }

  where(field: string, is: '==' | '<=' | '>' | 'array-contains', value: unknown): MemoryCollection {
    return this.#with((snapshot) => {
      const found = snapshot.get(field);
      if (is === '==') return found === value;
      if (is === 'array-contains') return Array.isArray(found) && found.includes(value);
      if (!(found instanceof Timestamp)) return false;
      const order = found.toMillis() - (value as Timestamp).toMillis();
      return is === '>' ? order > 0 : order <= 0;
    });
  }

  limit(most: number): MemoryCollection {
    return new MemoryCollection(this.#of, this.#path, this.#tests, most, this.#latestBy);
  }

  startAfter(last: string | MemorySnapshot): MemoryCollection {
    const isGroup = this.#path.startsWith(ANYWHERE);
    const after = typeof last === 'string' ? last : isGroup ? last.ref.path : last.id;
    const test: Test = ({ id, ref }) => (isGroup ? ref.path : id) > after;
    return this.#with(test);
  }

  /** By a time, the latest first; everything else comes in the order of the ids. */
  orderBy(field: string | FieldPath, direction: 'asc' | 'desc' = 'asc'): MemoryCollection {
    if (field instanceof FieldPath) return this;
    return this.#with(
      (one) => one.get(field) !== undefined,
      direction === 'desc' ? field : this.#latestBy,
    );
  }

  select(): MemoryCollection {
    return this;
  }

  count() {
    return { get: async () => ({ data: () => ({ count: this.found().length }) }) };
  }

  found(): readonly MemorySnapshot[] {
    const isIn = (collection: string) =>
      this.#path.startsWith(ANYWHERE)
        ? `/${collection}`.endsWith(this.#path.slice(ANYWHERE.length - 1))
        : collection === this.#path;
    return [...this.#of.documents.keys()]
      .filter((path) => isIn(path.slice(0, path.lastIndexOf('/'))))
      .sort()
      .map((path) => this.#of.snapshot(this.#of.doc(path)))
      .filter((snapshot) => this.#tests.every((test) => test(snapshot)))
      .sort((a, b) => this.#timeOf(b) - this.#timeOf(a))
      .slice(0, this.#most);
  }

  #timeOf(snapshot: MemorySnapshot): number {
    const time = this.#latestBy === null ? null : snapshot.get(this.#latestBy);
    return time instanceof Timestamp ? time.toMillis() : 0;
  }

  async get() {
    const docs = this.found();
    return { docs, size: docs.length, empty: docs.length === 0, readTime: this.#of.now() };
  }

  #with(test: Test, latestBy = this.#latestBy): MemoryCollection {
    const tests = [...this.#tests, test];
    return new MemoryCollection(this.#of, this.#path, tests, this.#most, latestBy);
  }
}

interface Write {
  readonly kind: 'create' | 'set' | 'update' | 'delete';
  readonly path: string;
  readonly data: Data;
  readonly lastUpdateTime?: Timestamp | undefined;
  readonly exists?: boolean | undefined;
  readonly merge?: boolean | undefined;
}

/** A batch. */
class Writes {
  readonly #of: MemoryFirestore;
  readonly #writes: Write[] = [];

  constructor(of: MemoryFirestore) {
    this.#of = of;
  }

  create({ path }: MemoryReference, data: Data): this {
    return this.#add({ kind: 'create', path, data });
  }
  set({ path }: MemoryReference, data: Data, { merge = false } = {}): this {
    return this.#add({ kind: 'set', path, data, merge });
  }
  update(
    { path }: MemoryReference,
    data: Data,
    { lastUpdateTime }: { lastUpdateTime?: Timestamp } = {},
  ): this {
    return this.#add({ kind: 'update', path, data, lastUpdateTime });
  }
  delete(
    { path }: MemoryReference,
    { lastUpdateTime, exists }: { lastUpdateTime?: Timestamp; exists?: boolean } = {},
  ): this {
    return this.#add({ kind: 'delete', path, data: {}, lastUpdateTime, exists });
  }

  async commit() {
    const writeTime = this.#of.apply(this.#writes);
    return this.#writes.map(() => ({ writeTime }));
  }

  #add(write: Write): this {
    this.#writes.push(write);
    return this;
  }
}

class Transaction extends Writes {
  readonly #of: MemoryFirestore;

  constructor(of: MemoryFirestore) {
    super(of);
    this.#of = of;
  }

  get = (from: MemoryReference | MemoryCollection): Promise<unknown> => from.get();
  getAll = (...from: readonly unknown[]) => this.#of.getAll(...from);
}
