import type { RulesOptions } from './rules-options.js';
/**
 * The part of the security rules that is live-claims': the checks, the role table, and who may read the
 * marker, the settings, the audit log, invites and jobs. It goes inside of
 * `match /databases/{database}/documents`, beside the app's own rules.
 *
 * @param width how long a line may be, in characters; longer lists of permissions are broken.
 * @returns the lines, not indented.
 * @throws {Error} when a name cannot stand in rules, or `lockdownChecks` has `token` without `marker`.
 * @example renderBlock({ ...defaultNames, roles, can }, 96).join('\n');
 */
export declare function renderBlock(options: RulesOptions, width: number): string[];
