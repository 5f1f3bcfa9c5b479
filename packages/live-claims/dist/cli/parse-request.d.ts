import { type RoleTable } from '../core/index.js';
import type { AdminRequest } from './request.js';
/** What one types to get here. */
export declare const INVOCATION = "npm run admin --";
export interface ParseSurroundings {
    /** Where help and version go. */
    readonly out: NodeJS.WriteStream;
    readonly version: string;
    /** The app's roles, which help and errors name. */
    readonly roles: RoleTable;
    /** Milliseconds since the Unix epoch. */
    readonly now: number;
}
/**
 * Reads what follows `npm run admin --`.
 *
 * @returns null when it only asked for help or the version, which have been written.
 * @throws {AdminError} `usage`, before anything was looked at or changed.
 */
export declare function parseRequest(args: readonly string[], surroundings: ParseSurroundings): AdminRequest | null;
