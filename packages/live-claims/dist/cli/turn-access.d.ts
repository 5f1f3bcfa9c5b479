import { type AccessSettings, type SetAccessSettingsRequest } from '../core/index.js';
import type { Session } from './session.js';
export interface TurnOrder {
    readonly request: SetAccessSettingsRequest;
    readonly yes: boolean;
    /** What it means for people, for the question; one line each. */
    readonly effects: readonly string[];
}
export interface TurnedAccess {
    readonly before: AccessSettings;
    readonly after: AccessSettings;
    readonly written: boolean;
}
/**
 * Turns the switches in `settings/access` as an operator, who may always: the way back in when no
 * owner has one.
 *
 * @throws {AdminError} `cannot-apply` when the lockdown cannot be lifted as long as a minimum stands
 *   there that nobody can read or meet; `not-confirmed`. Nothing has been written then.
 */
export declare function turnAccess(session: Session, order: TurnOrder): Promise<TurnedAccess>;
/** The fields of `settings/access`; null when there is no such document. */
export declare function readSettings({ project: { db } }: Pick<Session, 'project'>): Promise<FirebaseFirestore.DocumentData | null>;
/** The switches as `--json` says them. */
export declare function settingsJson({ lockdown, minimumAuthTime }: AccessSettings): {
    lockdown: boolean;
    minimumAuthTime: string | null;
};
