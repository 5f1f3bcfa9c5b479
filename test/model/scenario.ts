import type { MarkerState } from '../../packages/live-claims/src/functions/sync/ports.ts';

/** Fields of `users/{uid}`, or null for no document. */
export type Fields = Readonly<Record<string, unknown>> | null;

/** One external action, after the previous one in its list. */
export type Act =
  | { readonly edit: Fields }
  /** Single fields of `users/{uid}` change. */
  | { readonly set: Readonly<Record<string, unknown>> }
  /** The membership in an organisation becomes this; null for none. */
  | { readonly member: string; readonly is: Fields }
  | { readonly account: 'create' | 'delete' }
  | { readonly call: string | null }
  /** An admin enables the account by call, also one that was disabled in the Firebase console. */
  | { readonly enable: true }
  /** A step of a job, decided on at this moment; Cloud Tasks repeats it until it finishes. */
  | { readonly job: string | null }
  /** A user signs up, by the blocking function; the account exists after it has answered. */
  | { readonly signUp: true }
  /** An operator disables or enables the account in the Firebase console; there is no event for it. */
  | { readonly lock: boolean }
  /** The marker is changed by hand, made unreadable or deleted. */
  | { readonly marker: Partial<MarkerState> | 'unreadable' | 'deleted' }
  /** Document and marker are again as they were at the start, update time and all; the claims are not. */
  | { readonly restore: true }
  | { readonly foreignClaim: string }
  /** Other code changes single claims, and keeps the others. */
  | { readonly tamper: Readonly<Record<string, unknown>> }
  /** A crashed process left this: claims without a marker. */
  | { readonly claims: Readonly<Record<string, unknown>> };

/** What may happen. The explorer finds out everything that can. */
export interface Scenario {
  readonly name: string;
  /** What `users/{uid}` says at the start; applied already, if there is an account. */
  readonly user: Fields;
  readonly account: boolean;
  /** The memberships at the start, by organisation; copied and applied already. */
  readonly members: Readonly<Record<string, Fields>>;
  /** Each list in its order; the lists in any order among one another. */
  readonly acts: readonly (readonly Act[])[];
  /** Most handlers of events at the same time. */
  readonly handlers: number;
  /** Deliveries beyond the first of each event. */
  readonly duplicates: number;
  /** Processes killed between any two of their requests. Deliveries are repeated then. */
  readonly crashes: number;
  /** Requests that fail: without effect, or after it. */
  readonly faults: number;
  /** Deliveries that are lost for good. */
  readonly lost: number;
  /** Open browsers. */
  readonly clients: number;
  /** Whether the reconciler comes by in the end; else clients have to get themselves helped. */
  readonly reconciler: boolean;
  /** Timers that ring in each of them before everything comes to rest. */
  readonly timers: number;
}

const NOTHING = {
  handlers: 2,
  duplicates: 0,
  crashes: 0,
  faults: 0,
  lost: 0,
  clients: 0,
  timers: 0,
  reconciler: true,
  members: {},
};

export const scenario = (
  name: string,
  acts: readonly (readonly Act[])[],
  rest: Partial<Scenario> = {},
): Scenario => ({ ...NOTHING, name, acts, user: { role: 'viewer' }, account: true, ...rest });
