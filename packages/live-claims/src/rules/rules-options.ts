import type { Check, ClaimSources, Names, OrgTable, Roles } from '../core/index.ts';

/**
 * What the rules of an app depend on: its configuration has all of it. Nothing else is read, so the same options
 * give the same block.
 *
 * @example const options: RulesOptions = config;
 */
export interface RulesOptions extends Names {
  /** The app's roles and what each may do. */
  readonly roles: Roles;
  /** Permissions that open the engine's own documents. Null: to no role. */
  readonly can: {
    /** To read other users' markers and sessions, and the directory. */
    readonly listUsers: string | null;
    /** To read invites and jobs. */
    readonly grantRoles: string | null;
    /** To read the audit log. */
    readonly readAudit: string | null;
  };
  /** The claims beside the role, whose fields users must not write. @default none */
  readonly claims?: ClaimSources | undefined;
  /** The table of memberships. @default undefined: no organisations */
  readonly orgs?: OrgTable | undefined;
  /** Whether there is a directory, and so a rule for it. @default false */
  readonly directory?: boolean | undefined;
  /** Whether sessions record what they have taken, and so a rule for that. @default false */
  readonly receipts?: boolean | undefined;
  /**
   * The checks that read the access settings for a lockdown and the oldest session that is accepted, one look-up
   * more. `canCurrent()` includes `can()`, so `token` needs `marker` beside it.
   *
   * @default { rules: ['marker', 'document'] }
   */
  readonly lockdownChecks?: { readonly rules: readonly Check[] } | undefined;
}
