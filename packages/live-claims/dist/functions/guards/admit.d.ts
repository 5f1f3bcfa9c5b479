import type { RefusalDetails } from '../../core/index.js';
import { type Caller, callerOf, type Requirement } from './check-access.js';
import type { Guard } from './guard.js';
/** Who a request comes from, or why they are not let through. */
export type Admission = {
    readonly caller: Caller;
} | {
    readonly refusal: RefusalDetails;
};
/** Whom a verified ID token or session cookie stands for, if the account can be one of this project. */
export declare function admissionOf(token: Parameters<typeof callerOf>[0]): Admission;
/** Puts the guard's question about a caller who is known; a refusal stays one. */
export declare function admit<Permission extends string>(guard: Guard<Permission>, requirement: Requirement<Permission>, who: Admission): Promise<Admission>;
