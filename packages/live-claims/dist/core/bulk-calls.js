import * as v from 'valibot';
import { expectedSchema, roleFields, uidSchema } from './calls.js';
import { MAX_BULK_CHANGES } from './limits.js';
/** The job that works on it, and how many people it is about. */
export const bulkSetRolesResultSchema = v.object({ jobId: v.string(), total: v.number() });
/** A bulk request that cannot be carried out as it stands, with everything that is wrong with it. */
export class BulkProblems extends Error {
    problems;
    constructor(problems) {
        const [first] = problems;
        const more = problems.length > 1 ? ` And ${problems.length - 1} more.` : '';
        super(`Nothing was changed. ${first && showBulkProblem(first)}${more}`);
        this.name = 'BulkProblems';
        this.problems = problems;
    }
}
/** The problem in a sentence, with its place as people count. */
export function showBulkProblem({ index, message }) {
    return index === null ? message : `Change ${index + 1}: ${message}`;
}
/**
 * The request in unknown data.
 *
 * @throws {BulkProblems} with every field that is missing, of a wrong type or unknown, every role
 *   that is not of the table, and everybody who is named twice.
 */
export function parseBulkSetRoles(table, data) {
    const isQuery = typeof data === 'object' && data !== null && 'everybodyWith' in data;
    const result = v.safeParse(isQuery ? querySchema(table) : listSchema(table), data);
    if (!result.success)
        throw new BulkProblems(result.issues.map(problemOf));
    return result.output;
}
/** The result in a callable's answer. @throws {v.ValiError} when it cannot be read as one. */
export function parseBulkSetRolesResult(data) {
    return v.parse(bulkSetRolesResultSchema, data);
}
/** Changes as a job stores them: the request's, checked once. Null when there are none to be read. */
export function parseBulkChanges(data) {
    const change = v.object({
        uid: uidSchema,
        role: v.nullable(v.string()),
        expiresAt: v.nullish(v.number()),
        expected: v.optional(expectedSchema),
    });
    const result = v.safeParse(v.object({ changes: v.array(change) }), data);
    return result.success ? result.output.changes : null;
}
function listSchema(table) {
    const change = v.strictObject({ uid: uidSchema, ...roleFields(table) });
    return v.strictObject({
        changes: v.pipe(v.array(change), v.minLength(1, 'must hold at least one change'), v.maxLength(MAX_BULK_CHANGES, `must hold at most ${MAX_BULK_CHANGES} changes`), v.rawCheck(({ dataset, addIssue }) => {
            if (!dataset.typed)
                return;
            const firstAt = new Map();
            for (const [index, entry] of dataset.value.entries()) {
                const first = firstAt.get(entry.uid);
                if (first === undefined)
                    firstAt.set(entry.uid, index);
                else
                    addIssue({ message: DUPLICATE, path: [itemPath(dataset.value, index)] });
            }
        })),
    });
}
function querySchema(table) {
    const { role, expiresAt } = roleFields(table);
    return v.strictObject({ everybodyWith: v.strictObject({ role }), role, expiresAt });
}
const DUPLICATE = 'names somebody whom an earlier change names';
function itemPath(input, key) {
    return { type: 'array', origin: 'value', input: input, key, value: input[key] };
}
/** `changes.3.role must be …` becomes problem 3, "role must be …". */
function problemOf(issue) {
    const keys = (issue.path ?? []).map(({ key }) => key);
    const inList = keys[0] === 'changes' && typeof keys[1] === 'number';
    const field = keys.slice(inList ? 2 : 0).join('.');
    return {
        index: inList ? keys[1] : null,
        code: issue.message === DUPLICATE ? 'duplicate' : 'invalid',
        message: `${[field, issue.message].filter(Boolean).join(' ')}.`,
    };
}
