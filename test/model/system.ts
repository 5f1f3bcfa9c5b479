import { decodeClaims } from 'live-claims/core';
import {
  commitMembership,
  commitUser,
  NEW_ACCOUNT,
  type Records,
} from '../../packages/live-claims/src/testing/memory-backend.ts';
import * as rules from './invariants.ts';
import { type Answer, type Point, type Process, type Request, TIMER } from './process.ts';
import type { ProcessCache } from './process-cache.ts';
import type { Shown } from './programs.ts';
import type { Act, Scenario } from './scenario.ts';
import {
  type Choice,
  type Client,
  complain,
  type Event,
  type Happening,
  type Running,
  type State,
  Violation,
} from './state.ts';
import { StateKeys } from './state-keys.ts';
import {
  arrive,
  carriedBy,
  commit,
  commitMember,
  effectOf,
  kill,
  lose,
  moved,
  TRANSIENT,
  WRITES,
} from './transitions.ts';
import { nameOf, saysAct } from './words.ts';

/**
 * The real sync code, real clients, and around them everything that may happen to them: a transition
 * system. A process is moved on by answering one of its requests; the request's effect and its
 * answer are one step, since between the two a process touches nothing that others see. For a client,
 * which hears other things meanwhile, they are two.
 */
export class System {
  readonly scenario: Scenario;
  readonly #cache: ProcessCache;
  readonly #keys = new StateKeys();

  constructor(scenario: Scenario, cache: ProcessCache) {
    this.scenario = scenario;
    this.#cache = cache;
  }

  async start(): Promise<State> {
    const { scenario } = this;
    const base: Records = {
      now: 1_000_000,
      user: null,
      marker: null,
      account: null,
      entries: [],
    };
    const members = Object.entries(scenario.members);
    const joined = members.reduce(
      (before, [orgId, fields]) => commitMembership(before, orgId, fields),
      base,
    );
    const user = rules.withEntries(scenario.user, scenario.members);
    const records = rules.settledRecords(
      user === null ? joined : commitUser(joined, user),
      scenario.account,
    );
    const clients: Client[] = [];
    for (let index = 0; index < scenario.clients; index++) {
      const process = this.#cache.client(records.account?.claims ?? {});
      const point = await process.start();
      clients.push({ process, point, inbox: [], sent: [], told: -1, timers: scenario.timers });
    }
    const state: State = {
      records,
      everSaid: members.map(([orgId, fields]) => rules.saidBy(orgId, fields)).sort(),
      history: [{ version: records.user?.version ?? 0, data: user }],
      highest: decodeClaims(records.account?.claims).version,
      carried: carriedBy([], records),
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
      lockedByHand: false,
      restored: false,
      backup: { user: records.user, marker: records.marker },
      helped: false,
      unannounced: false,
      writes: { claims: 0, markers: 0 },
    };
    if (records.marker !== null || user === null) return state;
    // Nothing could be applied, and the marker says so.
    return { ...(await this.#reconcileAlone(state)), writes: state.writes };
  }

  /** States with the same key have the same future. */
  key(state: State): string {
    return this.#keys.of(state);
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
          if (operation === 'documents.publish' || operation === 'memberships.write') {
            const says = `${name}: ${operation} takes effect, and says that it did not`;
            add(says, () => this.#lie(state, index, request), true);
          }
          if (WRITES.includes(operation)) {
            const says = `${name}: ${operation} takes effect, and its answer is lost`;
            add(says, () => this.#fail(state, index, request, true), true);
          }
        }
      }
      if (state.crashes > 0 && one.kind !== 'foreign') {
        add(`${name} is killed`, () => kill(state, index), true);
      }
    });

    state.orphans.forEach((request, index) => {
      const says = `${request.operation} of an ended process arrives`;
      add(says, () => arrive(state, index, request));
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
        add(`event ${index + 1} is lost`, () => lose(state, index), true);
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
    let healed = state.unannounced && reconciler ? await this.#reconcileAlone(state) : state;
    if (!reconciler && healed.clients.length > 0) {
      const idle = await this.#settle(healed, 0, ({ status }) => status === 'fresh');
      healed = await this.#hourly(idle, 0);
      healed = await this.#settle(healed, 0);
    }
    complain(rules.wrongAtRest(healed, this.scenario));
    const again = await this.#reconcileAlone(healed);
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

  async #reconcileAlone(from: State): Promise<State> {
    const orgIds = Object.keys({
      ...from.records.memberships,
      ...rules.entriesOf(from.records.user?.data ?? null),
    }).sort();
    let state = await this.#run(from, {
      kind: 'reconcile',
      process: this.#cache.reconcile(orgIds),
    });
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
    const process = this.#follower(event.what);
    const events = state.events.with(index, { ...event, due });
    return this.#run({ ...state, events, duplicates }, { kind: 'handler', process, event: index });
  }

  #follower(what: Happening): Process {
    if ('edit' in what) return this.#cache.handler(what.edit);
    if ('membership' in what) return this.#cache.membership(what.membership);
    return 'job' in what ? this.#cache.job(what.job) : this.#cache.created();
  }

  #act(state: State, index: number, act: Act): State | Promise<State> {
    const done = state.done.with(index, (state.done[index] ?? 0) + 1);
    const after = { ...state, done };
    if ('edit' in act) return commit(after, act.edit);
    if ('set' in act) return commit(after, { ...after.records.user?.data, ...act.set });
    if ('member' in act) return commitMember(after, act.member, act.is);
    if ('call' in act) {
      const process = this.#cache.callable(act.call, `change-${index}-${state.done[index]}`);
      return this.#run(after, { kind: 'callable', process });
    }
    if ('enable' in act) {
      const process = this.#cache.enabling(`change-${index}-${state.done[index]}`);
      return this.#run(after, { kind: 'callable', process });
    }
    if ('foreignClaim' in act) {
      const process = this.#cache.foreignWriter(act.foreignClaim);
      return this.#run(
        { ...after, unannounced: true, disturbed: true },
        { kind: 'foreign', process },
      );
    }
    if ('signUp' in act) {
      return this.#run(after, { kind: 'sign-up', process: this.#cache.signUp() });
    }
    const { records } = after;
    if ('job' in act) {
      const role = records.user?.data?.role;
      const expected = typeof role === 'string' ? role : null;
      const job = { role: act.job, changeId: `job-${index}-${state.done[index]}`, expected };
      return { ...after, events: [...after.events, { what: { job }, due: 1 }] };
    }
    const disturbed = { ...after, disturbed: true, unannounced: true };
    if ('claims' in act || 'tamper' in act) {
      const claims = 'claims' in act ? act.claims : { ...records.account?.claims, ...act.tamper };
      const account = records.account && { ...records.account, claims };
      const changed = { ...records, account };
      return { ...disturbed, records: changed, carried: carriedBy(state.carried, changed) };
    }
    if ('lock' in act) {
      const account = records.account && { ...records.account, disabled: act.lock };
      return { ...disturbed, lockedByHand: act.lock, records: { ...records, account } };
    }
    // The cause of the disabling is not known any more; the account stays disabled then.
    const lockedUnseen =
      state.lockedUnseen || state.history.some(({ data }) => (data?.disabled ?? false) !== false);
    if ('restore' in act) {
      return {
        ...disturbed,
        lockedUnseen,
        restored: true,
        records: { ...records, ...state.backup },
      };
    }
    if ('marker' in act) {
      return { ...disturbed, lockedUnseen, records: rules.withMarker(records, act.marker) };
    }
    const create = act.account === 'create';
    if (create === (records.account !== null)) return after;
    const account = create ? NEW_ACCOUNT : null;
    return { ...disturbed, highest: 0, records: { ...records, account } };
  }

  /** Carries out a request and answers it. @throws {Violation} when it should not have been made. */
  #perform(state: State, index: number, request: Request): State | Promise<State> {
    const { after, answer } = effectOf(state, index, request);
    return this.#answer(after, index, request, answer);
  }

  #fail(state: State, index: number, request: Request, effective: boolean): State | Promise<State> {
    const after = effective ? effectOf(state, index, request).after : state;
    return this.#answer({ ...after, faults: state.faults - 1 }, index, request, TRANSIENT);
  }

  /** A commit with an unknown outcome: the sync gets an error, and reads again. */
  #lie(state: State, index: number, request: Request): State | Promise<State> {
    const { after } = effectOf(state, index, request);
    const answer = { value: false };
    return this.#answer({ ...after, faults: state.faults - 1 }, index, request, answer);
  }

  #answer(state: State, index: number, request: Request, answer: Answer): State | Promise<State> {
    const one = state.running[index] as Running;
    const point = one.process.answer(one.point, request.id, answer);
    return point instanceof Promise
      ? point.then((next) => moved(state, index, next))
      : moved(state, index, point);
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
      { ...state, clients, helped: true },
      { kind: 'reconcile', process: this.#cache.syncing(), client: index, request: request.id },
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

const hasRequest = (point: Point, request: number) =>
  point.waiting.some(({ id }) => id === request);
