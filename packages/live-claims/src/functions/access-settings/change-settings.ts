import { FieldValue, Timestamp, type Transaction } from 'firebase-admin/firestore';
import {
  type AccessSettings,
  type Actor,
  type Milliseconds,
  type RefusalDetails,
  type RoleTable,
  readAccessSettings,
  type SetAccessSettingsRequest,
  topRole,
} from '../../core/index.ts';
import { roleOfActor } from '../edit/principals.ts';
import type { Store } from '../firebase/store.ts';
import { type AccessFacts, type Caller, checkAccess } from '../guards/check-access.ts';
import { planSwitches, type SwitchesPlan, type SwitchFields } from './plan-switches.ts';

export interface SwitchesOrder {
  readonly request: SetAccessSettingsRequest;
  readonly actor: Actor;
  /** The time, in milliseconds since the Unix epoch. */
  readonly now: Milliseconds;
  /**
   * Whether the actor may not, by what the transaction reads; null when they may. Absent for an
   * operator, who may always: that is the way back in when nobody else has one.
   */
  readonly refuse?: (
    transaction: Transaction,
    settings: AccessSettings,
  ) => Promise<RefusalDetails | null>;
}

export type TurnedSwitches =
  | SwitchesPlan
  | { readonly outcome: 'refused'; readonly details: RefusalDetails };

/**
 * Turns the switches in `settings/access` and says so in the audit log, in one transaction that also
 * asks whether the actor may. Asked for what is so already, it writes nothing.
 */
export function turnSwitches(
  store: Store,
  { request, actor, now, refuse }: SwitchesOrder,
): Promise<TurnedSwitches> {
  const settings = store.settings;
  return store.db.runTransaction(async (transaction): Promise<TurnedSwitches> => {
    const data = (await transaction.get(settings)).data() ?? null;
    const details = (await refuse?.(transaction, readAccessSettings(data, now))) ?? null;
    if (details !== null) return { outcome: 'refused', details };

    const plan = planSwitches(data, request, now);
    if (plan.outcome !== 'write') return plan;
    transaction.set(settings, stored(plan.fields), { merge: true });
    transaction.create(store.audit.doc(), {
      at: FieldValue.serverTimestamp(),
      type: 'access-settings-change',
      uid: null,
      before: plan.before,
      after: plan.after,
      actor,
      reason: request.reason || null,
      outcome: 'applied',
      version: 0,
    });
    return plan;
  });
}

function stored({ lockdown, minimumAuthTime }: SwitchFields) {
  if (minimumAuthTime === undefined) return { lockdown };
  const minimum = minimumAuthTime === null ? null : new Timestamp(minimumAuthTime, 0);
  return { lockdown, minimumAuthTime: minimum };
}

/**
 * Decides whether somebody may turn the switches; null when they may. Only the top role may, by
 * `users/{uid}` at this moment, and the switches hold for it too: a sign-in from before the minimum
 * does not undo it.
 *
 * @param facts what the documents say in the transaction that turns them.
 * @param now in milliseconds since the Unix epoch.
 */
export function refuseSwitching(
  roles: RoleTable,
  caller: Caller,
  facts: Pick<AccessFacts, 'settings' | 'user'>,
  now: Milliseconds,
  maxTokenAge: number,
): RefusalDetails | null {
  const isTop = roleOfActor(roles, facts.user ?? undefined, now) === topRole(roles);
  const requirement = {
    permission: null,
    check: 'document',
    // Nobody else is sent to refresh a token that would not help them.
    maxTokenAge: isTop ? maxTokenAge : undefined,
  } as const;
  const refusal = checkAccess(roles, requirement, caller, facts, now);
  return refusal ?? (isTop ? null : { reason: 'not-allowed' });
}
