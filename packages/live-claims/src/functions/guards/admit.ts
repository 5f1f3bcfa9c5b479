import type { RefusalDetails } from '../../core/index.ts';
import { type Caller, callerOf, type Requirement } from './check-access.ts';
import type { Guard } from './guard.ts';
import { accessRefused } from './guard-log.ts';

/** Who a request comes from, or why they are not let through. */
export type Admission = { readonly caller: Caller } | { readonly refusal: RefusalDetails };

/** Whom a verified ID token or session cookie stands for, if the account can be one of this project. */
export function admissionOf(token: Parameters<typeof callerOf>[0]): Admission {
  const caller = callerOf(token);
  return caller === null ? { refusal: { reason: 'signed-out' } } : { caller };
}

/** Puts the guard's question about a caller who is known; a refusal stays one. */
export async function admit<Permission extends string>(
  guard: Guard<Permission>,
  requirement: Requirement<Permission>,
  who: Admission,
): Promise<Admission> {
  const refusal = 'refusal' in who ? who.refusal : await guard(requirement, who.caller);
  if (refusal === null) return who;
  accessRefused('caller' in who ? who.caller.uid : null, requirement, refusal);
  return { refusal };
}
