import type { Person, PersonListener, WatchPeople } from '../people.ts';

interface Read {
  readonly uid: string;
  readonly answer: PromiseWithResolvers<Person>;
  /** What it found; null as long as it has not looked. */
  found: Person | null;
}

interface Listening extends PersonListener {
  readonly uid: string;
  /** Revisions that it has yet to tell. */
  readonly untold: string[];
}

/**
 * `users` in memory, of which every step is taken by hand: nothing happens by itself. Indices go round:
 * any number names one of those that are there.
 */
export interface FakePeople extends WatchPeople {
  /** Commits a new revision of somebody's document. */
  write(uid: string, fields: Person['fields']): void;
  /** Reads that were begun, ever. */
  readonly begun: number;
  /** Listeners that were neither given back nor died. */
  readonly listening: readonly { readonly uid: string }[];
  /** The read, by default the first one of those that wait, finds what stands there now. */
  look(index?: number): void;
  /** The read answers, with what it found or finds now. */
  answer(index?: number): void;
  fail(error: Error): void;
  /** The listener tells its next revision. */
  tell(index?: number): void;
  tellAll(): void;
  /** The listener ends. */
  kill(index?: number): void;
}

export function fakePeople(): FakePeople {
  const documents = new Map<string, Person>();
  const reads: Read[] = [];
  let begun = 0;
  let revisions = 0;
  let listening: Listening[] = [];
  const personOf = (uid: string) => documents.get(uid) ?? { fields: null, revision: 'none' };
  const end = (ended: Listening) => {
    listening = listening.filter((each) => each !== ended);
  };
  const look = (index = 0) => {
    const read = reads[index % reads.length];
    if (read) read.found ??= personOf(read.uid);
  };

  return {
    get begun() {
      return begun;
    },
    get listening() {
      return listening;
    },
    write(uid, fields) {
      revisions += 1;
      const revision = fields === null ? 'none' : String(revisions);
      documents.set(uid, { fields, revision });
      for (const listener of listening) if (listener.uid === uid) listener.untold.push(revision);
    },
    read(uid) {
      begun += 1;
      const read: Read = { uid, answer: Promise.withResolvers(), found: null };
      reads.push(read);
      return read.answer.promise;
    },
    look,
    answer(index = 0) {
      look(index);
      const [read] = reads.splice(index % reads.length, 1);
      if (read?.found) read.answer.resolve(read.found);
    },
    fail(error) {
      reads.shift()?.answer.reject(error);
    },
    watch(uid, listener) {
      const mine: Listening = { ...listener, uid, untold: [personOf(uid).revision] };
      listening = [...listening, mine];
      return () => end(mine);
    },
    tell(index = 0) {
      const listener = listening[index % listening.length];
      const revision = listener?.untold.shift();
      if (revision !== undefined) listener?.onRevision(revision);
    },
    tellAll() {
      for (const { untold, onRevision } of listening) {
        for (const revision of untold.splice(0)) onRevision(revision);
      }
    },
    kill(index = 0) {
      const listener = listening[index % listening.length];
      if (listener === undefined) return;
      end(listener);
      listener.onDead();
    },
  };
}
