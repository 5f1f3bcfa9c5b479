import { type CustomClaims, decodeClaims } from 'live-claims/core';
import type { Edit } from '../../packages/live-claims/src/functions/sync/follow-edit.ts';
import type {
  Account,
  EntriesChange,
  Publication,
} from '../../packages/live-claims/src/functions/sync/ports.ts';
import {
  commitMembership,
  commitUser,
  NEW_ACCOUNT,
  type Operation,
  perform,
  type Records,
} from '../../packages/live-claims/src/testing/memory-backend.ts';
import * as rules from './invariants.ts';
import type { Answer, Point, Request } from './process.ts';
import { UID } from './programs.ts';
import type { Fields } from './scenario.ts';
import { type Carried, complain, type Event, type Running, type State } from './state.ts';

/* What single steps do to the state. */

/** What a request gets that failed for no reason of its own. */
export const TRANSIENT: Answer = { error: { code: 'unavailable', message: 'try again' } };
/** Requests that change something. */
export const WRITES = [
  'accounts.setClaims',
  'accounts.setDisabled',
  'accounts.endSessions',
  'documents.publish',
  'roles.commit',
  'memberships.write',
  'users.create',
  'accounts.create',
];

const DONE: Answer = { value: null };

/** What a request of a running process does, and its answer. @throws {Violation} when it should not have been made. */
export function effectOf(
  state: State,
  index: number,
  { operation, args }: Request,
): { after: State; answer: Answer } {
  const one = state.running[index] as Running;
  const { records } = state;
  if (operation === 'sleep') return { after: state, answer: { value: null } };
  if (operation === 'users.create') {
    // A document that is there by now is kept.
    const after = records.user === null ? commit(state, args as Fields) : state;
    return { after, answer: { value: null } };
  }
  if (operation === 'accounts.create') return { after: createAccount(state, args), answer: DONE };

  const performed = perform(records, operationOf(operation, args));
  let after: State = { ...state, records: performed.records };
  if (operation === 'roles.commit' && performed.records !== records) {
    after = announce(after, records.user?.data ?? null);
    const { enables = false, sawLock = false } = args as { enables?: boolean; sawLock?: boolean };
    // A lock by hand that came after its look is a later decision, which stays.
    if (enables && sawLock) {
      // Killed before it has enabled the account, it leaves it closed: no event tells of that.
      const running = after.running.with(index, { ...one, locked: true });
      after = { ...after, lockedByHand: false, running };
    }
  }
  if (operation === 'memberships.write' && performed.answer === true) {
    complain(rules.wrongCopy(state, args as EntriesChange));
    if (performed.records !== records) after = announce(after, records.user?.data ?? null);
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
  if (operation === 'accounts.setDisabled') complain(rules.wrongLock(state, args as boolean));
  if (operation === 'accounts.setDisabled' && args === true) {
    const known = after.running[index] as Running;
    after = { ...after, running: after.running.with(index, { ...known, locked: true }) };
  }
  if (operation === 'accounts.setClaims' && records.account !== null) {
    const claims = args as CustomClaims;
    if (one.kind !== 'foreign') {
      complain(rules.wrongClaims(state, claims, one));
      complain(rules.wrongForgery(state, claims));
      const writes = { ...state.writes, claims: state.writes.claims + 1 };
      after = { ...after, writes };
    }
    const highest = Math.max(state.highest, decodeClaims(claims).version);
    after = { ...after, highest, carried: carriedBy(state.carried, after.records) };
  }
  if (operation === 'documents.publish' && performed.answer === true) {
    const publication = args as Publication;
    complain(rules.wrongMarker(state, publication, one.gone));
    complain(rules.wrongForgery(state, publication.after.additionalClaims ?? {}));
    const writes = { ...state.writes, markers: state.writes.markers + 1 };
    after = { ...after, writes, carried: carriedBy(state.carried, after.records) };
  }
  return { after, answer: { value: performed.answer } };
}

/**
 * What tokens may say, now that these are the account's claims: one can be minted at any moment. Those that
 * the marker's version refuses are forgotten, since it never goes back. Versions of a future that Firestore
 * has not reached are not believed; what they say is refused by its role.
 */
export function carriedBy(
  before: readonly Carried[],
  { account, marker, now }: Records,
): readonly Carried[] {
  const { o } = account?.claims ?? {};
  const access: Carried = {
    ...decodeClaims(account?.claims),
    ...(o !== undefined && { o: o as NonNullable<Carried['o']> }),
  };
  const isKnown = before.some((one) => JSON.stringify(one) === JSON.stringify(access));
  const all = isKnown || access.version > now ? before : [...before, access];
  const least = Math.max(marker?.version ?? 0, 1);
  return all
    .filter(({ version }) => version >= least)
    .sort((a, b) => a.version - b.version || (textOf(a) < textOf(b) ? -1 : 1));
}

const textOf = ({ role, o }: Carried) => `${role ?? ''}${JSON.stringify(o)}`;

/** A membership is written; null deletes it. */
export function commitMember(state: State, orgId: string, data: Fields): State {
  const before = state.records.memberships?.[orgId]?.data ?? null;
  const records = commitMembership(state.records, orgId, data);
  if (records === state.records) return state;
  const membership = { orgId, uid: UID, before, after: data };
  const events = [...state.events, { what: { membership }, due: 1 } as const];
  const everSaid = [...new Set([...state.everSaid, rules.saidBy(orgId, data)])].sort();
  return { ...state, records, events, everSaid };
}

export function commit(state: State, data: Fields): State {
  const before = state.records.user?.data ?? null;
  const records = commitUser(state.records, data);
  return records === state.records ? state : announce({ ...state, records }, before);
}

function createAccount(state: State, args: unknown): State {
  if (state.records.account !== null) return state;
  const { claims, disabled } = args as Pick<Account, 'claims' | 'disabled'>;
  const records = { ...state.records, account: { ...NEW_ACCOUNT, claims, disabled } };
  const highest = decodeClaims(claims).version;
  const events = [...state.events, { what: { created: true }, due: 1 } as const];
  return { ...state, records, highest, events, carried: carriedBy(state.carried, records) };
}

/** The event of a revision of `users/{uid}` that was just committed. */
function announce(state: State, before: Fields): State {
  const { user, now } = state.records;
  const after = user ?? { data: null, version: 0 };
  const edit: Edit = { uid: UID, before, after, authType: 'unknown' };
  return {
    ...state,
    history: [...state.history, { version: now, data: after.data }],
    events: [...state.events, { what: { edit }, due: 1 }],
  };
}

/** A process stands at its next point, or has ended. */
export function moved(state: State, index: number, point: Point): State {
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
  const unseen = one.locked && !isDisabling(event);
  const lockedUnseen = state.lockedUnseen || unseen;
  if (event === undefined) return { ...state, running, clients, lockedUnseen, unannounced: true };
  const events = state.events.with(one.event, { ...event, due: event.due + 1 });
  return { ...state, running, clients, events, lockedUnseen };
}

function isDisabling(event: Event | undefined): boolean {
  const what = event?.what;
  return what !== undefined && 'edit' in what && what.edit.after.data?.disabled === true;
}

function operationOf(name: string, args: unknown): Operation {
  switch (name) {
    case 'documents.publish':
      return { name, publication: args as Publication };
    case 'accounts.setClaims':
      return { name, claims: args as CustomClaims };
    case 'accounts.setDisabled':
      return { name, disabled: args as boolean };
    case 'documents.readEntry':
      return { name, id: args as string };
    case 'memberships.read':
    case 'memberships.readWithUser':
      return { name, orgIds: args as string[] };
    case 'memberships.write':
      return { name, change: args as EntriesChange };
    case 'roles.commit':
      return { name, change: args as Extract<Operation, { name: 'roles.commit' }>['change'] };
    default:
      return { name } as Operation;
  }
}

/** A process is killed where it stands. */
export function kill(state: State, index: number): State {
  return ended({ ...state, crashes: state.crashes - 1 }, index, 'killed');
}

/** A request of an ended process takes effect. */
export function arrive(state: State, index: number, { operation, args }: Request): State {
  const { records } = perform(state.records, operationOf(operation, args));
  const carried = carriedBy(state.carried, records);
  return { ...state, records, carried, orphans: state.orphans.toSpliced(index, 1) };
}

/** A delivery is lost for good. */
export function lose(state: State, index: number): State {
  const event = state.events[index] as Event;
  return {
    ...state,
    events: state.events.with(index, { ...event, due: event.due - 1 }),
    lost: state.lost - 1,
    lockedUnseen: state.lockedUnseen || isDisabling(event),
    unannounced: true,
  };
}
