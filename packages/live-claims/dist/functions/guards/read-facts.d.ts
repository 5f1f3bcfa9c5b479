import type { AccessFacts, MarkerFacts, Strength } from './check-access.js';
import type { Clock } from './clock.js';
/** Fields of a document; null when there is none. */
export type Fields = Readonly<Record<string, unknown>> | null;
/** Reads these documents as they are at one moment, in one round trip, in the order of the paths. */
export type ReadDocuments = (paths: readonly string[]) => Promise<readonly Fields[]>;
/**
 * How old the switches may be for a check of the token alone, in milliseconds before it began. A
 * lockdown is felt there this late at most; the other strengths read the switches each time.
 */
export declare const SETTINGS_MAX_AGE_MS = 5000;
/** Reads what a check needs to know. */
export interface FactsReader {
    /**
     * One round trip; none at strength `token`, where the switches come from memory for
     * `SETTINGS_MAX_AGE_MS`. In a lockdown one more, for whether the caller is of the top role, unless
     * `users/{uid}` was read anyway.
     */
    read(uid: string, strength: Strength): Promise<AccessFacts>;
    /** The marker by itself; null when there is none that can be read. */
    readMarker(uid: string): Promise<MarkerFacts | null>;
}
export declare function createFactsReader(readDocuments: ReadDocuments, clock: Clock): FactsReader;
