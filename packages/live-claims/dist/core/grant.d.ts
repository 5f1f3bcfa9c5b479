import { type Problem } from './problems.js';
import { type RoleTable } from './roles.js';
import { type ClaimsVersion } from './timestamp.js';
/** What a `users/{uid}` document grants. */
export interface Grant {
    readonly role: string | null;
    /** Whole seconds since the Unix epoch, rounded down; null for a grant without end. */
    readonly expiresAt: number | null;
    readonly disabled: boolean;
}
/** What a missing document grants. */
export declare const NO_GRANT: Grant;
/** A grant, and what is wrong with the document that it was read from. */
export interface ReadGrant {
    readonly grant: Grant;
    /** Null when everything could be read. With a problem the grant has no role. */
    readonly problem: Problem | null;
}
/**
 * Reads the grant out of a `users/{uid}` document that anybody may have typed into the console.
 * Only the fields that decide access are looked at. A disabled account has no role, whatever else
 * the document says, and what stands in `disabled` and is not false disables, as security rules see it.
 * An absent or null role is no role; any other value that is not exactly a role of the table is a
 * problem, never a guess, and grants nothing.
 *
 * @example readGrant(roles, { role: 'Editor' }) // { grant: NO_GRANT, problem: { code: 'unknown-role', … } }
 */
export declare function readGrant(table: RoleTable, document: Readonly<Record<string, unknown>>): ReadGrant;
/**
 * Reads when the account's sessions were last ended out of a `users/{uid}` document: whole seconds
 * since the Unix epoch, rounded down, as Firebase Auth counts; null for never. It stands apart from
 * the grant: a role that nobody can read must not keep a session open. A time that cannot be read, or
 * that no sign-in could meet, ends every session up to this revision, and is a problem.
 *
 * @param version of the document's revision. A time after it is a problem.
 */
export declare function readSessionsEnd(document: Readonly<Record<string, unknown>>, version: ClaimsVersion): {
    readonly endedAt: number | null;
    readonly problem: Problem | null;
};
