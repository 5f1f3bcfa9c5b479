import type { SetAside } from '../../core/index.js';
/** What was in the way: `passing` when the same work can be expected to succeed later. */
export type Fault = 'passing' | 'lasting';
export declare function faultOf(error: unknown): Fault;
/** The error as it is stored and shown: a code to count by, and a sentence of at most 500 characters. */
export declare function setAsideFor(error: unknown): SetAside;
