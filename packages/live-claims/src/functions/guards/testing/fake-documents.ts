import { DEFAULT_NAMES, pathsOf } from '../../../core/index.ts';
import type { Clock, Fields, ReadDocuments } from '../guard.ts';

/** Documents in memory that count how often they are asked for. */
export interface FakeDocuments {
  readonly read: ReadDocuments;
  /** The paths of each round trip so far. */
  readonly trips: readonly (readonly string[])[];
  set(path: string, fields: Fields): void;
  /** Runs before the next read answers. */
  beforeAnswer(run: () => void): void;
  /** The next read fails. */
  fail(error: Error): void;
}

export function fakeDocuments(): FakeDocuments {
  const documents = new Map<string, Fields>();
  const trips: (readonly string[])[] = [];
  let before: () => void = () => {};
  return {
    trips,
    set: (path, fields) => documents.set(path, fields),
    beforeAnswer(run) {
      before = run;
    },
    fail(error) {
      before = () => {
        throw error;
      };
    },
    async read(paths) {
      trips.push(paths);
      const run = before;
      before = () => {};
      run();
      return paths.map((path) => documents.get(path) ?? null);
    },
  };
}

const { settings, marker, user } = pathsOf(DEFAULT_NAMES.collections);

/** Where the documents about an account called mia are. */
export const PATHS = {
  settings,
  marker: marker('mia'),
  user: user('mia'),
};

/** A clock that a test moves by hand. */
export interface FakeClock extends Clock {
  /** Both clocks, in milliseconds. */
  advance(ms: number): void;
  setWall(wall: number): void;
}

export function fakeClock(wall: number): FakeClock {
  let time = wall;
  let running = 0;
  return {
    wall: () => time,
    monotonic: () => running,
    advance(ms) {
      time += ms;
      running += ms;
    },
    setWall(to) {
      time = to;
    },
  };
}
