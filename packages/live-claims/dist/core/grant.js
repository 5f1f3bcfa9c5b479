import { showValue } from './problems.js';
import { isRole } from './roles.js';
import { isTimestamp, versionAt } from './timestamp.js';
/** What a missing document grants. */
export const NO_GRANT = { role: null, expiresAt: null, disabled: false };
/**
 * Reads the grant out of a `users/{uid}` document that anybody may have typed into the console.
 * Only the fields that decide access are looked at. A disabled account has no role, whatever else
 * the document says, and what stands in `disabled` and is not false disables, as security rules see it.
 * An absent or null role is no role; any other value that is not exactly a role of the table is a
 * problem, never a guess, and grants nothing.
 *
 * @example readGrant(roles, { role: 'Editor' }) // { grant: NO_GRANT, problem: { code: 'unknown-role', … } }
 */
export function readGrant(table, document) {
    const { role = null, roleExpiresAt = null, disabled = false } = document;
    if (disabled !== false) {
        const isReadable = typeof disabled === 'boolean';
        const problem = isReadable ? null : wrongType('disabled', disabled, 'true or false');
        return { grant: { ...NO_GRANT, disabled: true }, problem };
    }
    if (role === null)
        return { grant: NO_GRANT, problem: misnamedRole(document) };
    if (typeof role !== 'string')
        return nothing(wrongType('role', role, 'a text'));
    if (!isRole(table, role))
        return nothing(roleProblem(table, role));
    if (roleExpiresAt === null)
        return { grant: { ...NO_GRANT, role }, problem: null };
    if (!isTimestamp(roleExpiresAt)) {
        return nothing(wrongType('roleExpiresAt', roleExpiresAt, 'a timestamp'));
    }
    return { grant: { ...NO_GRANT, role, expiresAt: roleExpiresAt.seconds }, problem: null };
}
function nothing(problem) {
    return { grant: NO_GRANT, problem };
}
/**
 * Reads when the account's sessions were last ended out of a `users/{uid}` document: whole seconds
 * since the Unix epoch, rounded down, as Firebase Auth counts; null for never. It stands apart from
 * the grant: a role that nobody can read must not keep a session open. A time that cannot be read, or
 * that no sign-in could meet, ends every session up to this revision, and is a problem.
 *
 * @param version of the document's revision. A time after it is a problem.
 */
export function readSessionsEnd(document, version) {
    const { sessionsRevokedAt: end = null } = document;
    if (end === null)
        return { endedAt: null, problem: null };
    const endedAt = Math.floor(version / 1_000_000);
    if (!isTimestamp(end)) {
        return { endedAt, problem: wrongType('sessionsRevokedAt', end, 'a timestamp') };
    }
    if (versionAt(end) <= version)
        return { endedAt: end.seconds, problem: null };
    return {
        endedAt,
        problem: {
            code: 'in-the-future',
            message: 'The field "sessionsRevokedAt" lies in the future, which nobody could sign in after. Set it to now.',
            field: 'sessionsRevokedAt',
            value: new Date(end.seconds * 1000).toISOString(),
        },
    };
}
function roleProblem(table, role) {
    const value = showValue(role);
    const known = table.ranking.join(', ');
    if (isRole(table, role.trim())) {
        return {
            code: 'stray-blank',
            message: `The role ${value} has a blank before or after it. Write "${role.trim()}".`,
            field: 'role',
            value,
        };
    }
    const lower = role.trim().toLowerCase();
    const hint = isRole(table, lower) ? ` Did you mean "${lower}"?` : ` Use one of: ${known}.`;
    return {
        code: 'unknown-role',
        message: `There is no role ${value}.${hint}`,
        field: 'role',
        value,
    };
}
/** A role that stands under a name which nobody reads: `Role`, `"role "`. It grants nothing, in silence. */
function misnamedRole(document) {
    if ((document.role ?? null) !== null)
        return null;
    const name = Object.keys(document).find((key) => key !== 'role' && key.trim().toLowerCase() === 'role');
    if (name === undefined || (document[name] ?? null) === null)
        return null;
    return {
        code: 'misnamed-field',
        message: `The field ${showValue(name)} is not read. The role stands in "role".`,
        field: name,
        value: showValue(document[name]),
    };
}
function wrongType(field, value, expected) {
    return {
        code: 'wrong-type',
        message: `The field "${field}" must be ${expected}, not ${showValue(value)}.`,
        field,
        value: showValue(value),
    };
}
