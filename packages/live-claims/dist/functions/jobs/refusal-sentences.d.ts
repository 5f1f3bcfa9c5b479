import type { AccessRefusal, GrantRefusal } from '../../core/index.js';
/** Why a change out of many was not made, for whoever reads it later. */
export declare const REFUSAL_SENTENCES: Readonly<Record<GrantRefusal | 'no-such-person' | 'changed-meanwhile', string>>;
/** Why a job ends in which nobody may go on in the name of whoever started it. */
export declare function starterRefused(reason: AccessRefusal): string;
