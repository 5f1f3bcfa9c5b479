import { DEFAULT_PER_SECOND, MAX_PER_SECOND } from './limits.js';
import { withGrantPermission } from './roles.js';
/** Regions of Google Cloud: `us-central1`, `europe-west10`. */
const REGION = /^[a-z]+-[a-z]+\d+$/;
/** Names of functions in a group: letters, digits and the hyphens between. */
const PREFIX = /^([A-Za-z][A-Za-z0-9]*-)*$/;
/**
 * Checks an app's configuration and fills in the defaults. It does nothing else: no app is initialised,
 * nothing is read from the environment.
 *
 * @returns the value that `liveClaims`, the client, the rules and the command line take.
 * @throws {TypeError} with a sentence that names the option and what it may be.
 *
 * @example
 * export default defineConfig({
 *   roles,
 *   can: { grantRoles: 'users.manage', readAudit: 'audit.read' },
 *   region: 'europe-west1',
 * });
 */
export function defineConfig(options) {
    const { roles, region = 'us-central1', functionPrefix = '' } = options;
    const { grantRoles, listUsers = grantRoles, readAudit = grantRoles } = options.can;
    const { changeSettings = grantRoles } = options.can;
    const can = { grantRoles, listUsers, readAudit, changeSettings };
    const known = new Set(Object.values(roles.permissions).flat());
    for (const [name, permission] of Object.entries(can)) {
        if (known.has(permission))
            continue;
        throw new TypeError(`can.${name} is ${JSON.stringify(permission)}, which no role holds. Use one of: ${[...known].join(', ')}.`);
    }
    if (!REGION.test(region)) {
        throw new TypeError(`region is ${JSON.stringify(region)}; it must be one of Google Cloud's, like "europe-west1".`);
    }
    if (!PREFIX.test(functionPrefix)) {
        throw new TypeError(`functionPrefix is ${JSON.stringify(functionPrefix)}; it must be the name of a group and a hyphen, like "access-".`);
    }
    const { accountsPerSecond = DEFAULT_PER_SECOND } = options.limits ?? {};
    if (!(Number.isSafeInteger(accountsPerSecond) && accountsPerSecond >= 1) ||
        accountsPerSecond > MAX_PER_SECOND) {
        throw new TypeError(`limits.accountsPerSecond is ${accountsPerSecond}; it must be a whole number from 1 to ${MAX_PER_SECOND}.`);
    }
    const onAccountDeleted = oneOf('onAccountDeleted', options.onAccountDeleted ?? 'keep', [
        'keep',
        'clear-access',
        'delete-document',
    ]);
    const provisioning = oneOf('provisioning', options.provisioning ?? 'role-only', [
        'role-only',
        'profile',
    ]);
    return {
        roles: withGrantPermission(roles, grantRoles),
        can,
        region,
        functionPrefix,
        limits: { accountsPerSecond },
        onAccountDeleted,
        provisioning,
    };
}
function oneOf(option, value, values) {
    if (values.includes(value))
        return value;
    throw new TypeError(`${option} is ${JSON.stringify(value)}; it must be one of: ${values.join(', ')}.`);
}
