import { type CustomClaims, decodeClaims } from '@live-claims/contract';
import type { RoleChangeInput } from '../../functions/src/role-change/change-role.ts';
import type { Edit } from '../../functions/src/sync/follow-edit.ts';
import {
  commitUser,
  type Operation,
  perform,
  type Records,
} from '../../functions/src/sync/memory-backend.ts';
import type { Publication } from '../../functions/src/sync/ports.ts';
import type { Cast } from './cast.ts';
import * as rules from './invariants.ts';
import { type Answer, type Point, type Process, type Request, TIMER } from './process.ts';
import { type Shown, UID } from './programs.ts';
import type { Act, Fields, Scenario } from './scenario.ts';

/** A revision of `users/{uid}`. */
export interface Revision {
  readonly version: number;
  readonly data: Fields;
}

interface Running {
  readonly kind: 'handler' | 'callable' | 'foreign' | 'resync';
  readonly process: Process;
  readonly point: Point;
  /** Index of the event that a handler was given. */
  readonly event: number;
  /** Whether it knows that there is no account. */
  readonly gone: boolean;
  /** Whether it has disabled the account. */
  readonly locked: boolean;
  /** Version of the claims that its last look at the account found. */
  readonly saw: number;
  /** The foreign claims that its last look at the account found, as JSON. */
  readonly foreign: string;
  /** Index of the client that waits for it, and of its request. */
  readonly client: number;
  readonly request: number;
}

interface Event {
  readonly edit: Edit;
  /** Deliveries still to come. */
  readonly due: number;
}

interface Client {
  readonly process: Process;
  readonly point: Point;
  /** Answers on their way back. */
  readonly inbox: readonly { readonly request: number; readonly answer: Answer }[];
  /** Requests that the server works on. */
  readonly sent: readonly number[];
  /** Revision of the marker that it was told of; -1 for none yet. */
  readonly told: number;
  readonly timers: number;
}

/** Everything, at one moment. Never changed, only replaced. */
export interface State {
  readonly records: Records;
  readonly history: readonly Revision[];
  /** Highest version that the account's claims ever had. */
  readonly highest: number;
  /** Whether this account was ever deleted and created again, or its claims written by others. */
  readonly disturbed: boolean;
  readonly running: readonly Running[];
  /** Requests that were under way when their process ended: they still arrive. */
  readonly orphans: readonly Request[];
  readonly events: readonly Event[];
  readonly done: readonly number[];
  readonly clients: readonly Client[];
  readonly duplicates: number;
  readonly crashes: number;
  readonly faults: number;
  readonly lost: number;
  /**
   * A process has disabled the account and died before anybody could know, at an edit that it was
   * not even sent for. Then the account may stay disabled: closed, until it is disabled once more and
   * enabled. Firebase Auth has no conditional write that could prevent it.
   */
  readonly lockedUnseen: boolean;
  /** Something happened that no event will announce; the reconciler has to find it. */
  readonly unannounced: boolean;
  readonly writes: { readonly claims: number; readonly markers: number };
}

/** One possible next step. */
export interface Choice {
  readonly says: string;
  /** Whether something goes wrong in it. */
  readonly bad: boolean;
  readonly take: () => State | Promise<State>;
}

/** An invariant does not hold. */
export class Violation extends Error {}

const TRANSIENT: Answer = { error: { code: 'unavailable', message: 'try again' } };
const WRITES = ['accounts.setClaims', 'accounts.setDisabled', 'documents.publish', 'roles.commit'];

/**
 * The real sync code, real clients, and around them everything that may happen to them: a transition
 * system. A process is moved on by answering one of its requests; the request's effect and its
 * answer are one step, since between the two a process touches nothing that others see. For a client,
 * which hears other things meanwhile, they are two.
 */
export class System {
  readonly scenario: Scenario;
  readonly #cast: Cast;
  readonly #keys = new Map<string, number>();

  constructor(scenario: Scenario, cast: Cast) {
    this.scenario = scenario;
    this.#cast = cast;
  }

  async start(): Promise<State> {
    const { scenario } = this;
    const base: Records = { now: 1_000_000, user: null, marker: null, account: null };
    const records = rules.settledRecords(
      scenario.user === null ? base : commitUser(base, scenario.user),
      scenario.account,
    );
    const clients: Client[] = [];
    for (let index = 0; index < scenario.clients; index++) {
      const process = this.#cast.client(records.account?.claims ?? {});
      const point = await process.start();
      clients.push({ process, point, inbox: [], sent: [], told: -1, timers: scenario.timers });
    }
    const { user } = records;
    const state: State = {
      records,
      history: [{ version: user?.version ?? 0, data: scenario.user }],
      highest: decodeClaims(records.account?.claims).version,
      disturbed: false,
      running: [],
      orphans: [],
      events: [],
      done: scenario.acts.map(() => 0),
      clients,
      duplicates: scenario.duplicates,
      crashes: scenario.crashes,
      faults: scenario.faults,
      lost: scenario.lost,
      lockedUnseen: false,
      unannounced: false,
      writes: { claims: 0, markers: 0 },
    };
    if (records.marker !== null || user === null) return state;
    // Nothing could be applied, and the marker says so.
    return { ...(await this.#resyncAlone(state)), writes: state.writes };
  }

  /** States with the same key have the same future. */
  key(state: State): string {
    const { records, history, highest, disturbed, events, writes } = state;
    const world = this.#intern(JSON.stringify([records, history, highest, disturbed, writes]));
    const running = state.running
      .map(
        (one) =>
          `${one.point.key},${one.event},${one.client},${+one.locked}${+one.gone},${one.saw},${this.#intern(one.foreign)}`,
      )
      .sort()
      .join(';');
    const clients = state.clients
      .map(({ point, inbox, sent, told, timers }) =>
        [
          point.key,
          inbox.length ? this.#intern(JSON.stringify(inbox)) : '',
          sent,
          told,
          timers,
        ].join(),
      )
      .join(';');
    const flags = +state.unannounced + 2 * +state.lockedUnseen;
    const rest = [state.duplicates, state.crashes, state.faults, state.lost, flags];
    const orphans = state.orphans.length > 0 ? this.#intern(JSON.stringify(state.orphans)) : '';
    const due = events.map((event) => event.due);
    return `${world}|${running}|${orphans}|${clients}|${due}|${state.done}|${rest}`;
  }

  #intern(text: string): number {
    const known = this.#keys.get(text);
    if (known !== undefined) return known;
    this.#keys.set(text, this.#keys.size);
    return this.#keys.size - 1;
  }

  choices(state: State): Choice[] {
    const choices: Choice[] = [];
    const add = (says: string, take: Choice['take'], bad = false) =>
      choices.push({ says, take, bad });

    state.running.forEach((one, index) => {
      const name = nameOf(one);
      for (const request of one.point.waiting) {
        const { operation } = request;
        add(`${name}: ${operation}`, () => this.#perform(state, index, request));
        if (state.faults > 0 && one.kind !== 'foreign' && operation !== 'sleep') {
          add(`${name}: ${operation} fails`, () => this.#fail(state, index, request, false), true);
          if (WRITES.includes(operation)) {
            const says = `${name}: ${operation} takes effect, and its answer is lost`;
            add(says, () => this.#fail(state, index, request, true), true);
          }
        }
      }
      if (state.crashes > 0 && one.kind !== 'foreign') {
        add(`${name} is killed`, () => this.#kill(state, index), true);
      }
    });

    state.orphans.forEach((request, index) => {
      const says = `${request.operation} of an ended process arrives`;
      add(says, () => this.#arrive(state, index, request));
    });

    const handlers = state.running.filter(({ kind }) => kind === 'handler').length;
    state.events.forEach(({ due }, index) => {
      const says = `event ${index + 1} is delivered`;
      if (due > 0 && handlers < this.scenario.handlers) {
        add(says, () => this.#deliver(state, index, due - 1, state.duplicates));
      } else if (due === 0 && state.duplicates > 0 && handlers < this.scenario.handlers) {
        add(`${says} again`, () => this.#deliver(state, index, 0, state.duplicates - 1), true);
      }
      if (due > 0 && state.lost > 0) {
        add(`event ${index + 1} is lost`, () => this.#lose(state, index), true);
      }
    });

    state.done.forEach((done, index) => {
      const act = this.scenario.acts[index]?.[done];
      if (act !== undefined) add(saysAct(act), () => this.#act(state, index, act));
    });

    state.clients.forEach((_, index) => {
      for (const choice of this.#clientChoices(state, index)) choices.push(choice);
    });
    return choices;
  }

  #clientChoices(state: State, index: number): Choice[] {
    const choices: Choice[] = [];
    const one = state.clients[index] as Client;
    const name = `client ${index + 1}`;
    one.inbox.forEach(({ request, answer }, at) => {
      const says = `${name} gets ${'error' in answer ? 'an error' : 'its answer'}`;
      const inbox = one.inbox.filter((_, other) => other !== at);
      choices.push({
        says,
        bad: false,
        take: () => this.#tell(state, index, request, answer, { inbox }),
      });
    });
    let timer: Request | null = null;
    for (const request of one.point.waiting) {
      const { id, operation, args } = request;
      if (operation === TIMER) {
        if (timer === null || (args as number) < (timer.args as number)) timer = request;
      } else if (operation === 'hourly') {
        // Not before everything has come to rest.
      } else if (operation === 'marker') {
        const told = state.records.marker?.revision ?? 0;
        if (told === one.told) continue;
        choices.push({
          says: `${name} hears of the marker`,
          bad: false,
          take: () => this.#hear(state, index, id),
        });
      } else if (!one.sent.includes(id)) {
        choices.push({
          says: `${name}: ${operation}`,
          bad: false,
          take: () => this.#serve(state, index, request, false),
        });
        if (state.faults > 0) {
          choices.push({
            says: `${name}: ${operation} fails`,
            bad: true,
            take: () => this.#serve(state, index, request, true),
          });
        }
      }
    }
    if (timer !== null && one.timers > 0) {
      const { id } = timer;
      choices.push({
        says: `${name}: a timer rings`,
        bad: false,
        take: () => this.#tell(state, index, id, { value: null }, { timers: one.timers - 1 }),
      });
    }
    return choices;
  }

  /** Whether everything that was to happen has, as far as the server is concerned. */
  atRest(state: State): boolean {
    return (
      state.running.length === 0 &&
      state.orphans.length === 0 &&
      state.events.every(({ due }) => due === 0) &&
      state.done.every((done, index) => done === this.scenario.acts[index]?.length)
    );
  }

  /** @throws {Violation} when what everything has come to is wrong. */
  async checkAtRest(state: State): Promise<void> {
    const { reconciler } = this.scenario;
    let healed = state.unannounced && reconciler ? await this.#resyncAlone(state) : state;
    if (!reconciler && healed.clients.length > 0) {
      const idle = await this.#settle(healed, 0, ({ status }) => status === 'fresh');
      healed = await this.#hourly(idle, 0);
      healed = await this.#settle(healed, 0);
    }
    complain(rules.wrongAtRest(healed, this.scenario));
    const again = await this.#resyncAlone(healed);
    const { account, marker } = healed.records;
    if (again.records.account !== account || again.records.marker !== marker) {
      throw new Violation('A sync found something to do, though nothing had happened.');
    }
    for (const index of healed.clients.keys()) await this.#settle(healed, index);
  }

  /** The hour is over, and the SDK gets a new token by itself. */
  async #hourly(state: State, index: number): Promise<State> {
    const { waiting } = (state.clients[index] as Client).point;
    const { id } = waiting.find(({ operation }) => operation === 'hourly') as Request;
    return this.#tell(state, index, id, rules.mint(state.records), {});
  }

  /** Lets a client have all the time it wants. @throws {Violation} when that does not help. */
  async #settle(from: State, index: number, isContent = rules.isContent): Promise<State> {
    let state = from;
    for (let steps = 0; steps < 400; steps++) {
      const one = state.clients[index] as Client;
      const shown = one.point.shown as Shown;
      const urgent = this.#clientChoices({ ...state, faults: 0 }, index).find(
        ({ says }) => !says.endsWith('rings'),
      );
      const sync = state.running.findIndex(({ client }) => client === index);
      if (sync >= 0) {
        const request = (state.running[sync] as Running).point.waiting[0] as Request;
        state = await this.#perform(state, sync, request);
      } else if (urgent !== undefined) {
        state = await urgent.take();
      } else if (isContent(shown, state)) {
        return state;
      } else {
        const patient = state.clients.with(index, { ...one, timers: 1 });
        const ring = this.#clientChoices({ ...state, clients: patient }, index)[0];
        if (ring === undefined) break;
        state = await ring.take();
      }
    }
    const { shown } = (state.clients[index] as Client).point;
    throw new Violation(
      `Client ${index + 1} stays at ${JSON.stringify(shown)}, with ${JSON.stringify(state.records)}.`,
    );
  }

  async #resyncAlone(from: State): Promise<State> {
    let state = await this.#run(from, { kind: 'resync', process: this.#cast.resync() });
    const index = state.running.length - 1;
    while (state.running.length > index) {
      const request = (state.running[index] as Running).point.waiting[0] as Request;
      state = await this.#perform(state, index, request);
    }
    return { ...state, unannounced: false };
  }

  async #run(
    state: State,
    {
      event = -1,
      client = -1,
      request = -1,
      ...start
    }: Partial<Running> & Pick<Running, 'kind' | 'process'>,
  ): Promise<State> {
    const point = await start.process.start();
    const one: Running = {
      ...start,
      point,
      event,
      client,
      request,
      foreign: '',
      saw: 0,
      locked: false,
      gone: false,
    };
    return moved({ ...state, running: [...state.running, one] }, state.running.length, point);
  }

  async #deliver(state: State, index: number, due: number, duplicates: number): Promise<State> {
    const event = state.events[index] as Event;
    const process = this.#cast.handler(event.edit);
    const events = state.events.with(index, { ...event, due });
    return this.#run({ ...state, events, duplicates }, { kind: 'handler', process, event: index });
  }

  #lose(state: State, index: number): State {
    const event = state.events[index] as Event;
    return {
      ...state,
      events: state.events.with(index, { ...event, due: event.due - 1 }),
      lost: state.lost - 1,
      lockedUnseen: state.lockedUnseen || event.edit.after.data?.disabled === true,
      unannounced: true,
    };
  }

  #act(state: State, index: number, act: Act): State | Promise<State> {
    const done = state.done.with(index, (state.done[index] ?? 0) + 1);
    const after = { ...state, done };
    if ('edit' in act) return commit(after, act.edit);
    if ('call' in act) {
      const process = this.#cast.callable(act.call, `change-${index}-${state.done[index]}`);
      return this.#run(after, { kind: 'callable', process });
    }
    if ('foreignClaim' in act) {
      const process = this.#cast.foreignWriter(act.foreignClaim);
      return this.#run(
        { ...after, unannounced: true, disturbed: true },
        { kind: 'foreign', process },
      );
    }
    const { records } = after;
    const disturbed = { ...after, disturbed: true, unannounced: true };
    if ('claims' in act || 'tamper' in act) {
      const claims = 'claims' in act ? act.claims : { ...records.account?.claims, ...act.tamper };
      const account = records.account && { ...records.account, claims };
      return { ...disturbed, records: { ...records, account } };
    }
    const create = act.account === 'create';
    if (create === (records.account !== null)) return after;
    const account = create ? { claims: {}, disabled: false } : null;
    return { ...disturbed, highest: 0, records: { ...records, account } };
  }

  /** Carries out a request and answers it. @throws {Violation} when it should not have been made. */
  #perform(state: State, index: number, request: Request): State | Promise<State> {
    const { after, answer } = this.#effect(state, index, request);
    return this.#answer(after, index, request, answer);
  }

  #fail(state: State, index: number, request: Request, effective: boolean): State | Promise<State> {
    const after = effective ? this.#effect(state, index, request).after : state;
    return this.#answer({ ...after, faults: state.faults - 1 }, index, request, TRANSIENT);
  }

  #arrive(state: State, index: number, { operation, args }: Request): State {
    const { records } = perform(state.records, operationOf(operation, args));
    return { ...state, records, orphans: state.orphans.toSpliced(index, 1) };
  }

  #answer(state: State, index: number, request: Request, answer: Answer): State | Promise<State> {
    const one = state.running[index] as Running;
    const point = one.process.answer(one.point, request.id, answer);
    return point instanceof Promise
      ? point.then((next) => moved(state, index, next))
      : moved(state, index, point);
  }

  #effect(
    state: State,
    index: number,
    { operation, args }: Request,
  ): { after: State; answer: Answer } {
    const one = state.running[index] as Running;
    const { records } = state;
    if (operation === 'sleep') return { after: state, answer: { value: null } };

    const performed = perform(records, operationOf(operation, args));
    let after: State = { ...state, records: performed.records };
    if (operation === 'roles.commit' && performed.records !== records) {
      after = announce(after, records.user?.data ?? null);
    }
    if (operation === 'accounts.read') {
      const foreign = rules.foreignClaims(records.account?.claims ?? {});
      const saw = decodeClaims(records.account?.claims).version;
      after = { ...after, running: state.running.with(index, { ...one, foreign, saw }) };
    }
    if (operation.startsWith('accounts.')) {
      const gone = records.account === null;
      const known = after.running[index] as Running;
      after = { ...after, running: after.running.with(index, { ...known, gone }) };
    }
    if (operation === 'accounts.setDisabled' && args === true) {
      const known = after.running[index] as Running;
      after = { ...after, running: after.running.with(index, { ...known, locked: true }) };
    }
    if (operation === 'accounts.setClaims' && records.account !== null) {
      const claims = args as CustomClaims;
      if (one.kind !== 'foreign') {
        complain(rules.wrongClaims(state, claims, one));
        const writes = { ...state.writes, claims: state.writes.claims + 1 };
        after = { ...after, writes };
      }
      after = { ...after, highest: Math.max(state.highest, decodeClaims(claims).version) };
    }
    if (operation === 'documents.publish' && performed.answer === true) {
      complain(rules.wrongMarker(state, args as Publication, one.gone));
      after = { ...after, writes: { ...state.writes, markers: state.writes.markers + 1 } };
    }
    return { after, answer: { value: performed.answer } };
  }

  #kill(state: State, index: number): State {
    return ended({ ...state, crashes: state.crashes - 1 }, index, 'killed');
  }

  #serve(state: State, index: number, request: Request, fails: boolean): State | Promise<State> {
    const one = state.clients[index] as Client;
    const sent = [...one.sent, request.id];
    if (fails || request.operation === 'exchange') {
      const answer = fails ? TRANSIENT : rules.mint(state.records);
      const inbox = [...one.inbox, { request: request.id, answer }];
      const clients = state.clients.with(index, { ...one, sent, inbox });
      return { ...state, clients, faults: state.faults - (fails ? 1 : 0) };
    }
    const clients = state.clients.with(index, { ...one, sent });
    return this.#run(
      { ...state, clients },
      { kind: 'resync', process: this.#cast.resync(), client: index, request: request.id },
    );
  }

  #hear(state: State, index: number, request: number): State | Promise<State> {
    const { marker } = state.records;
    const answer = { value: { data: rules.markerDocument(marker) } };
    return this.#tell(state, index, request, answer, { told: (marker?.revision as number) ?? 0 });
  }

  #tell(
    state: State,
    index: number,
    request: number,
    answer: Answer,
    change: Partial<Client>,
  ): State | Promise<State> {
    const one = state.clients[index] as Client;
    const point = one.process.answer(one.point, request, answer);
    const next = (to: Point): State => {
      const { wrong } = to.shown as Shown;
      if (wrong !== null) throw new Violation(`Client ${index + 1} is ${wrong}.`);
      const asks = to.waiting.some(
        ({ id, operation }) => operation === 'exchange' && !hasRequest(one.point, id),
      );
      if (asks) complain(rules.wrongExchange(to.shown as Shown));
      return { ...state, clients: state.clients.with(index, { ...one, ...change, point: to }) };
    };
    return point instanceof Promise ? point.then(next) : next(point);
  }
}

function commit(state: State, data: Fields): State {
  const before = state.records.user?.data ?? null;
  const records = commitUser(state.records, data);
  return records === state.records ? state : announce({ ...state, records }, before);
}

/** The event of a revision of `users/{uid}` that was just committed. */
function announce(state: State, before: Fields): State {
  const { user, now } = state.records;
  const after = user ?? { data: null, version: 0 };
  const edit: Edit = { uid: UID, before, after, authType: 'unknown' };
  return {
    ...state,
    history: [...state.history, { version: now, data: after.data }],
    events: [...state.events, { edit, due: 1 }],
  };
}

function moved(state: State, index: number, point: Point): State {
  if (point.ended !== null) {
    const orphans = point.waiting.filter(({ operation }) => WRITES.includes(operation));
    const how = 'error' in point.ended ? 'failed' : 'finished';
    return ended({ ...state, orphans: [...state.orphans, ...orphans] }, index, how);
  }
  const one = state.running[index] as Running;
  return { ...state, running: state.running.with(index, { ...one, point }) };
}

/** A process is gone. Events are delivered again until a handler finishes; calls are not repeated. */
function ended(state: State, index: number, how: 'finished' | 'failed' | 'killed'): State {
  const one = state.running[index] as Running;
  const running = state.running.toSpliced(index, 1);
  const client = state.clients[one.client];
  const clients =
    client === undefined
      ? state.clients
      : state.clients.with(one.client, {
          ...client,
          inbox: [
            ...client.inbox,
            { request: one.request, answer: how === 'finished' ? { value: null } : TRANSIENT },
          ],
        });
  if (how === 'finished') {
    if (one.kind === 'callable' && running.length === 0) complain(rules.wrongAnswer(state));
    return { ...state, running, clients };
  }
  const event = state.events[one.event];
  const unseen = one.locked && event?.edit.after.data?.disabled !== true;
  const lockedUnseen = state.lockedUnseen || unseen;
  if (event === undefined) return { ...state, running, clients, lockedUnseen, unannounced: true };
  const events = state.events.with(one.event, { ...event, due: event.due + 1 });
  return { ...state, running, clients, events, lockedUnseen };
}

const hasRequest = (point: Point, request: number) =>
  point.waiting.some(({ id }) => id === request);

function operationOf(name: string, args: unknown): Operation {
  switch (name) {
    case 'documents.publish':
      return { name, publication: args as Publication };
    case 'accounts.setClaims':
      return { name, claims: args as CustomClaims };
    case 'accounts.setDisabled':
      return { name, disabled: args as boolean };
    case 'roles.commit':
      return { name, change: args as RoleChangeInput };
    default:
      return { name } as Operation;
  }
}

function complain(problem: string | null): void {
  if (problem !== null) throw new Violation(problem);
}

function nameOf({ kind, event }: Running): string {
  return kind === 'handler' ? `handler of event ${event + 1}` : kind;
}

function saysAct(act: Act): string {
  if ('edit' in act)
    return act.edit === null ? 'the document is deleted' : `edit: ${JSON.stringify(act.edit)}`;
  if ('call' in act) return `an admin calls setUserRole(${act.call})`;
  if ('foreignClaim' in act) return `other code sets the claim ${act.foreignClaim}`;
  if ('tamper' in act) return `somebody changes claims: ${JSON.stringify(act.tamper)}`;
  if ('claims' in act) return `the claims become ${JSON.stringify(act.claims)}`;
  return `the account is ${act.account}d`;
}
