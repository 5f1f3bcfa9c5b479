/** The switches in `settings/access`, which hold for everyone. */
export interface AccessSettings {
    /** Whether only those of the top role get in. */
    readonly lockdown: boolean;
    /** Sign-ins before it are out: whole seconds since the Unix epoch, rounded down; null for none. */
    readonly minimumAuthTime: number | null;
}
/** What a missing document says: everybody gets in. */
export declare const OPEN_ACCESS: AccessSettings;
/**
 * Reads the switches out of the `settings/access` document, which somebody may have typed into the
 * console; null and undefined stand for a missing one. A switch that cannot be read, and a minimum
 * that lies in the future, which nobody could meet, lock down: the top role can still put them right.
 *
 * @param now in milliseconds since the Unix epoch.
 */
export declare function readAccessSettings(data: unknown, now: number): AccessSettings;
