import { type AccessSettings, type SetAccessSettingsRequest } from '../../core/index.js';
/** What to write to `settings/access`; an absent field stays as it stands there. */
export interface SwitchFields {
    readonly lockdown: boolean;
    /** Whole seconds since the Unix epoch; null for none. */
    readonly minimumAuthTime?: number | null;
}
export type SwitchesPlan = {
    readonly outcome: 'already-so';
    readonly after: AccessSettings;
} | {
    readonly outcome: 'write';
    readonly fields: SwitchFields;
    readonly before: AccessSettings;
    readonly after: AccessSettings;
}
/**
 * The lockdown cannot be lifted, since a minimum stands there that cannot be read or that nobody
 * could meet, and the request does not say what it shall be. Dropping it would let sign-ins back in
 * that somebody wanted out.
 */
 | {
    readonly outcome: 'minimum-unclear';
};
/**
 * Decides what a request makes of the switches that stand in `settings/access`. A lockdown that
 * cannot be read counts as one, and is written down as one by whatever is turned.
 *
 * @param data the document's fields; null when there is none.
 * @param now in milliseconds since the Unix epoch.
 */
export declare function planSwitches(data: Readonly<Record<string, unknown>> | null, request: Pick<SetAccessSettingsRequest, 'lockdown' | 'minimumAuthTime'>, now: number): SwitchesPlan;
