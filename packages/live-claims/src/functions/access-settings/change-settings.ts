import { FieldValue, Timestamp, type Transaction } from 'firebase-admin/firestore';
import {
  type AccessSettings,
  type Actor,
  type Milliseconds,
  permits,
  type RefusalDetails,
  type RoleTable,
  readAccessSettings,
  type Seconds,
  type SetAccessSettingsRequest,
  topRole,
} from '../../core/index.ts';
import type { Store } from '../firebase/store.ts';
import { type AccessFacts, type Caller, checkAccess } from '../guards/check-access.ts';
import { roleOfActor } from '../guards/principals.ts';
import {
  type AccessSettingsFields,
  type AccessSettingsPlan,
  planAccessSettings,
} from './plan-settings.ts';

export interface AccessSettingsUpdate {
  readonly request: SetAccessSettingsRequest;
  readonly actor: Actor;
  /** The time, in milliseconds since the Unix epoch. */
  readonly now: Milliseconds;
  /**
   * Whether the actor may not, by what the transaction reads; null when they may. Absent for an
   * operator, who always may: that restores access when no owner is left.
   */
  readonly refuse?: (
    transaction: Transaction,
    settings: AccessSettings,
  ) => Promise<RefusalDetails | null>;
}

export type AccessSettingsOutcome =
  | AccessSettingsPlan
  | { readonly outcome: 'forbidden'; readonly details: RefusalDetails };

/**
 * Changes `settings/access` and records it in the audit log, in one transaction that also
 * asks whether the actor may. Asked for what is so already, it writes nothing.
 */
export function updateAccessSettings(
  store: Store,
  { request, actor, now, refuse }: AccessSettingsUpdate,
): Promise<AccessSettingsOutcome> {
  const settings = store.settings;
  return store.db.runTransaction(async (transaction): Promise<AccessSettingsOutcome> => {
    const data = (await transaction.get(settings)).data() ?? null;
    const details = (await refuse?.(transaction, readAccessSettings(data, now))) ?? null;
    if (details !== null) return { outcome: 'forbidden', details };

    const plan = planAccessSettings(data, request, now);
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
      job: null,
    });
    return plan;
  });
}

function stored({ lockdown, minimumAuthTime }: AccessSettingsFields) {
  if (minimumAuthTime === undefined) return { lockdown };
  const minimum = minimumAuthTime === null ? null : new Timestamp(minimumAuthTime, 0);
  return { lockdown, minimumAuthTime: minimum };
}

/**
 * Decides whether a caller may change the access settings; null when they may. The top role may, and roles with the
 * permission that the app has chosen for it, by `users/{uid}` at this moment. The settings apply to both: a session
 * from before the minimum cannot undo it, and a lockdown locks out all but the top role.
 *
 * @param permission `can.changeSettings`.
 * @param facts what the documents say in the transaction that changes them.
 * @param now in milliseconds since the Unix epoch.
 */
export function refuseAccessSettings(
  roles: RoleTable,
  permission: string | null,
  caller: Caller,
  facts: Pick<AccessFacts, 'settings' | 'user'>,
  now: Milliseconds,
  maxTokenAge: Seconds,
): RefusalDetails | null {
  const role = roleOfActor(roles, facts.user ?? undefined, now);
  const mayChange =
    role === topRole(roles) || (permission !== null && permits(roles, role, permission));
  const requirement = {
    permission: null,
    check: 'document',
    // Other callers are not asked for a younger token, which would not help them.
    maxTokenAge: mayChange ? maxTokenAge : undefined,
  } as const;
  const refusal = checkAccess(roles, requirement, caller, facts, now);
  return refusal ?? (mayChange ? null : { reason: 'not-allowed' });
}
