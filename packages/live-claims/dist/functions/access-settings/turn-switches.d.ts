import { type Firestore, type Transaction } from 'firebase-admin/firestore';
import { type AccessSettings, type Actor, type RefusalDetails, type SetAccessSettingsRequest } from '../../core/index.js';
import { type SwitchesPlan } from './plan-switches.js';
export interface SwitchesOrder {
    readonly request: SetAccessSettingsRequest;
    readonly actor: Actor;
    /** The time, in milliseconds since the Unix epoch. */
    readonly now: number;
    /**
     * Whether the actor may not, by what the transaction reads; null when they may. Absent for an
     * operator, who may always: that is the way back in when nobody else has one.
     */
    readonly refuse?: (transaction: Transaction, settings: AccessSettings) => Promise<RefusalDetails | null>;
}
export type TurnedSwitches = SwitchesPlan | {
    readonly outcome: 'refused';
    readonly details: RefusalDetails;
};
/**
 * Turns the switches in `settings/access` and says so in the audit log, in one transaction that also
 * asks whether the actor may. Asked for what is so already, it writes nothing.
 */
export declare function turnSwitches(db: Firestore, { request, actor, now, refuse }: SwitchesOrder): Promise<TurnedSwitches>;
