/** Something a process has asked of the world and not yet been answered. */
export interface Request {
  /** Numbered in the order of asking. */
  readonly id: number;
  readonly operation: string;
  readonly args: unknown;
}

/** What a process does to the world outside it. All of it: else it is not deterministic. */
export interface Io {
  /** Asks; answered at whatever moment the explorer chooses. */
  ask(operation: string, args?: unknown): Promise<unknown>;
  /** Asks for something that is answered any number of times, until the returned undo. */
  listen(operation: string, next: (answer: unknown) => void): () => void;
  /** Virtual time. Timers ring when the explorer lets the earliest of them. */
  readonly clock: {
    now(): number;
    setTimeout(callback: () => void, ms: number): unknown;
    clearTimeout(handle: unknown): void;
  };
  /** The process's observable state. */
  show(value: unknown): void;
}

export type Program = (io: Io) => Promise<unknown>;

/** An answer, or the error to reject with. */
export type Answer = { readonly value: unknown } | { readonly error: unknown };

export const TIMER = 'timer';

/**
 * A point in the life of a process: all that it depends on is the answers it has been given. The
 * real code is run once to find out what it does next at this point, and then remembered.
 */
export interface Point {
  /** Unique among all points of all processes. */
  readonly key: number;
  readonly waiting: readonly Request[];
  /** How it ended; null while it runs. */
  readonly ended: Answer | null;
  /** The last value shown. */
  readonly shown: unknown;
}

interface Known extends Point {
  readonly parent: Known | null;
  readonly given: Given | null;
  readonly next: Map<string, Known>;
  /** The code itself, standing at this point, until it is moved on from here. */
  live: Live | null;
}

interface Given {
  readonly request: number;
  readonly answer: Answer;
}

let points = 0;

/** How many points were ever found in this Node process. */
export const pointsKnown = (): number => points;

/**
 * Real asynchronous code as a transition function. Two executions in which a process was given the
 * same answers are in the same state, whatever happened around it, provided that the code is a
 * function of its answers; every replay checks that it is.
 */
export class Process {
  readonly #program: Program;
  #start: Known | null = null;

  constructor(program: Program) {
    this.#program = program;
  }

  async start(): Promise<Point> {
    if (this.#start === null) {
      const live = new Live();
      await live.begin(this.#program);
      this.#start = known(live, null, null);
    }
    return this.#start;
  }

  /** The point after an answer. Resolved at once where it is known, hence no promise then. */
  answer(point: Point, request: number, answer: Answer): Point | Promise<Point> {
    const name = `${request}${JSON.stringify(answer)}`;
    return (point as Known).next.get(name) ?? this.#explore(point as Known, name, request, answer);
  }

  async #explore(from: Known, name: string, request: number, answer: Answer): Promise<Point> {
    const live = from.live ?? (await this.#replay(from));
    from.live = null;
    await live.give(request, answer);
    const point = known(live, from, { request, answer });
    from.next.set(name, point);
    return point;
  }

  async #replay(to: Known): Promise<Live> {
    const path: Known[] = [];
    for (let at: Known | null = to; at !== null; at = at.parent) path.unshift(at);
    const live = new Live();
    await live.begin(this.#program);
    for (const { given, waiting, ended, shown } of path) {
      if (given !== null) await live.give(given.request, given.answer);
      const before = JSON.stringify([waiting, ended, shown]);
      const now = JSON.stringify([live.waiting(), live.ended, live.shown]);
      if (now !== before) throw new Error(`Not deterministic: ${before} became ${now}`);
    }
    return live;
  }
}

function known(live: Live, parent: Known | null, given: Given | null): Known {
  points += 1;
  const waiting = live.waiting();
  const { ended, shown } = live;
  return { key: points, parent, given, next: new Map(), live, waiting, ended, shown };
}

/** Code that is running. */
class Live {
  ended: Answer | null = null;
  shown: unknown = null;
  readonly #open = new Map<number, { request: Request; settle: (answer: Answer) => void }>();
  #asked = 0;
  #now = 1_000_000;

  async begin(program: Program): Promise<void> {
    const io: Io = {
      ask: (operation, args = null) =>
        new Promise((resolve, reject) => {
          const id = this.#add(operation, args, (answer) => {
            this.#open.delete(id);
            if ('error' in answer) reject(answer.error);
            else resolve(answer.value);
          });
        }),
      listen: (operation, next) => {
        const id = this.#add(operation, null, (answer) => 'value' in answer && next(answer.value));
        return () => void this.#open.delete(id);
      },
      clock: {
        now: () => this.#now,
        setTimeout: (callback, ms) => {
          const due = this.#now + ms;
          const id = this.#add(TIMER, due, () => {
            this.#open.delete(id);
            this.#now = Math.max(this.#now, due);
            callback();
          });
          return id;
        },
        clearTimeout: (handle) => void this.#open.delete(handle as number),
      },
      show: (value) => {
        this.shown = value;
      },
    };
    program(io).then(
      (value) => {
        this.ended = { value: value ?? null };
      },
      (error: unknown) => {
        this.ended = { error: error instanceof Error ? `${error.name}: ${error.message}` : error };
      },
    );
    await settled();
  }

  async give(request: number, answer: Answer): Promise<void> {
    const open = this.#open.get(request);
    if (open === undefined) throw new Error(`Request ${request} is not open.`);
    open.settle(answer);
    await settled();
  }

  waiting(): Request[] {
    return [...this.#open.values()].map(({ request }) => request);
  }

  #add(operation: string, args: unknown, settle: (answer: Answer) => void): number {
    this.#asked += 1;
    const id = this.#asked;
    this.#open.set(id, { request: { id, operation, args }, settle });
    return id;
  }
}

/** Until every promise that can settle by itself has. */
const settled = () => new Promise((resolve) => setImmediate(resolve));
