import type { Access } from 'live-claims/core';
import type { MembershipEdit } from '../../packages/live-claims/src/functions/orgs/follow-membership.ts';
import type { Edit } from '../../packages/live-claims/src/functions/sync/follow-edit.ts';
import type { Records } from '../../packages/live-claims/src/testing/memory-backend.ts';
import type { Answer, Point, Process, Request } from './process.ts';
import type { Fields } from './scenario.ts';

/** A revision of `users/{uid}`. */
export interface Revision {
  readonly version: number;
  readonly data: Fields;
}

export interface Running {
  readonly kind: 'handler' | 'callable' | 'foreign' | 'reconcile' | 'sign-up';
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

/** A change of `users/{uid}` or of a membership, the creation of the account, or a step of a job. */
export type Happening =
  | { readonly edit: Edit }
  | { readonly membership: MembershipEdit }
  | { readonly created: true }
  | {
      readonly job: {
        readonly role: string | null;
        readonly changeId: string;
        /** What stood there when it was decided on. */
        readonly expected: string | null;
      };
    };

export interface Event {
  readonly what: Happening;
  /** Deliveries still to come. */
  readonly due: number;
}

export interface Client {
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

/** What a token says. */
export interface Carried extends Access {
  /** The code of the role in each organisation. @default none */
  readonly o?: Readonly<Record<string, unknown>>;
}

/** Everything, at one moment. Never changed, only replaced. */
export interface State {
  readonly records: Records;
  readonly history: readonly Revision[];
  /** Highest version that the account's claims ever had. */
  readonly highest: number;
  /** What tokens may say that were minted at any moment, and that the marker's version does not refuse. */
  readonly carried: readonly Carried[];
  /** What memberships have ever said, as JSON of organisation and entry. */
  readonly everSaid: readonly string[];
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
   * A process has disabled the account and died before it could record that, at an edit that it was
   * not even sent for. Then the account may stay disabled: closed, until it is disabled once more and
   * enabled. Firebase Auth has no conditional write that could prevent it.
   */
  readonly lockedUnseen: boolean;
  /** A client has had its claims synced: beside a handler, that is another writer. */
  readonly helped: boolean;
  /** Whether an operator has disabled the account: then no other process enables it. */
  readonly lockedByHand: boolean;
  /** Whether a backup was restored: then a version does not tell what it was computed from. */
  readonly restored: boolean;
  /** Document and marker of the start. */
  readonly backup: Pick<Records, 'user' | 'marker'>;
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

/** @throws {Violation} unless there is nothing wrong. */
export function complain(problem: string | null): void {
  if (problem !== null) throw new Violation(problem);
}
