import type { RefusalDetails } from '@live-claims/contract';
import type { Caller, Requirement } from './check-access.ts';
import type { Guard } from './guard.ts';
import { accessRefused } from './guard-log.ts';

/** Who a request comes from, or why they are not let through. */
export type Admission = { readonly caller: Caller } | { readonly refusal: RefusalDetails };

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
