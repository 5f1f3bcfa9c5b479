import type { Fields } from './fields.ts';
import type { Caller, Documents, Request } from './rules-project.ts';

/** A question to the rules, and the answer that is expected. */
export interface Check {
  readonly name: string;
  /** What `settings/access` says meanwhile; null when there is no such document. */
  readonly settings: Moment<Fields | null>;
  /** What must exist beside it. No other check may use these documents in another way. */
  readonly given: Moment<Documents>;
  /** Whose token says what; it is issued when they ask. */
  readonly caller: () => Caller;
  readonly request: Request;
  readonly allowed: boolean;
  /** Whether it says something only if question and answer fall within one second of the clock. */
  readonly withinASecond?: boolean;
}

/** Something that stands, or that depends on when it is asked for. */
export type Moment<Value> = Value | (() => Value);

export const atThisMoment = <Value>(value: Moment<Value>): Value =>
  typeof value === 'function' ? (value as () => Value)() : value;
