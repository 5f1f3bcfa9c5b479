import type { MembershipEdit } from '../../packages/live-claims/src/functions/orgs/follow-membership.ts';
import type { Edit } from '../../packages/live-claims/src/functions/sync/follow-edit.ts';
import { Process, type Program, pointsKnown } from './process.ts';
import * as programs from './programs.ts';
import type { Happening } from './state.ts';

/** Points to remember before all are dropped and computed again: the limit of memory. */
const MOST_POINTS = 400_000;

/** The processes of one subject. Equal ones are the same, so that what one run learns, all know. */
export class ProcessCache {
  readonly #subject: programs.Subject;
  readonly #random: () => number;
  readonly #known = new Map<string, Process>();
  #since = pointsKnown();

  /** @param random What clients draw their jitter from. Has to answer each call alike. */
  constructor(subject: programs.Subject, random: () => number = () => 0.5) {
    this.#subject = subject;
    this.#random = random;
  }

  /** Frees memory, if need be. Not while a run is under way. */
  refresh(): void {
    if (pointsKnown() - this.#since < MOST_POINTS) return;
    this.#known.clear();
    this.#since = pointsKnown();
  }

  handler(edit: Edit): Process {
    return this.#once(`handler ${JSON.stringify(edit)}`, () =>
      programs.handler(this.#subject, edit),
    );
  }

  membership(edit: MembershipEdit): Process {
    return this.#once(`membership ${JSON.stringify(edit)}`, () =>
      programs.membership(this.#subject, edit),
    );
  }

  created(): Process {
    return this.#once('created', () => programs.created(this.#subject));
  }

  job(step: Extract<Happening, { job: unknown }>['job']): Process {
    return this.#once(`job ${JSON.stringify(step)}`, () => programs.job(this.#subject, step));
  }

  signUp(): Process {
    return this.#once('sign-up', () => programs.signUp(this.#subject));
  }

  callable(role: string | null, changeId: string): Process {
    return this.#once(`callable ${role} ${changeId}`, () =>
      programs.callable(this.#subject, role, changeId),
    );
  }

  enabling(changeId: string): Process {
    return this.#once(`enabling ${changeId}`, () => programs.enabling(this.#subject, changeId));
  }

  reconcile(orgIds: readonly string[]): Process {
    return this.#once(`reconcile ${orgIds}`, () => programs.reconcile(this.#subject, orgIds));
  }

  syncing(): Process {
    return this.#once('syncing', () => programs.syncing(this.#subject));
  }

  foreignWriter(claim: string): Process {
    return this.#once(`foreign ${claim}`, () => programs.foreignWriter(claim));
  }

  client(token: unknown): Process {
    return this.#once(`client ${JSON.stringify(token)}`, () =>
      programs.client(this.#subject, token, this.#random),
    );
  }

  #once(name: string, program: () => Program): Process {
    const known = this.#known.get(name);
    if (known !== undefined) return known;
    const process = new Process(program());
    this.#known.set(name, process);
    return process;
  }
}
