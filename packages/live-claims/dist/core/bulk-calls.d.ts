import * as v from 'valibot';
import { type SetUserRoleRequest } from './calls.js';
import type { GrantRefusal } from './granting.js';
import type { RoleTable } from './roles.js';
/**
 * What `bulkSetRoles` is asked for: a list of changes, or the same change for everybody whose
 * document has a certain role (null for those without one).
 */
export type BulkSetRolesRequest = {
    readonly changes: readonly SetUserRoleRequest[];
} | (Omit<SetUserRoleRequest, 'uid'> & {
    readonly everybodyWith: {
        readonly role: string | null;
    };
});
/** The job that works on it, and how many people it is about. */
export declare const bulkSetRolesResultSchema: v.ObjectSchema<{
    readonly jobId: v.StringSchema<undefined>;
    readonly total: v.NumberSchema<undefined>;
}, undefined>;
export type BulkSetRolesResult = v.InferOutput<typeof bulkSetRolesResultSchema>;
/** What is wrong with one of the changes. */
export interface BulkProblem {
    /** Its place in the list, from 0; null where it is about the request as a whole. */
    readonly index: number | null;
    readonly code: 'invalid' | 'duplicate' | 'in-the-past' | 'no-such-person' | GrantRefusal;
    readonly message: string;
}
/** A bulk request that cannot be carried out as it stands, with everything that is wrong with it. */
export declare class BulkProblems extends Error {
    readonly problems: readonly BulkProblem[];
    constructor(problems: readonly BulkProblem[]);
}
/** The problem in a sentence, with its place as people count. */
export declare function showBulkProblem({ index, message }: BulkProblem): string;
/**
 * The request in unknown data.
 *
 * @throws {BulkProblems} with every field that is missing, of a wrong type or unknown, every role
 *   that is not of the table, and everybody who is named twice.
 */
export declare function parseBulkSetRoles(table: RoleTable, data: unknown): BulkSetRolesRequest;
/** The result in a callable's answer. @throws {v.ValiError} when it cannot be read as one. */
export declare function parseBulkSetRolesResult(data: unknown): BulkSetRolesResult;
/** Changes as a job stores them: the request's, checked once. Null when there are none to be read. */
export declare function parseBulkChanges(data: unknown): readonly SetUserRoleRequest[] | null;
