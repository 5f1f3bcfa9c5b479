import type { Roles } from '../core/index.ts';

/**
 * A check by what it consults: `can()`, `canCurrent()` and `canNow()` in the rules.
 *
 * @example const lockdownChecks: readonly Check[] = ['marker', 'document'];
 */
export type Check = 'token' | 'marker' | 'document';

/**
 * What the rules of an app depend on. Nothing else is read, so the same options give the same block.
 *
 * @example const options: RulesOptions = { ...defaultNames, roles: config.roles, can: config.can };
 */
export interface RulesOptions {
  /** The app's roles and what each may do. */
  readonly roles: Roles;
  /** Permissions that open the engine's own documents. Null: to no role. */
  readonly can: {
    /** To read other users' markers. */
    readonly listUsers: string | null;
    /** To read invites and jobs. */
    readonly grantRoles: string | null;
    /** To read the audit log. */
    readonly readAudit: string | null;
  };
  /** Names of the collections. Settings are the document `access` in theirs. */
  readonly collections: {
    readonly users: string;
    readonly userClaims: string;
    readonly auditLog: string;
    readonly settings: string;
    readonly invites: string;
    readonly jobs: string;
    /** Below a job: the accounts that it left out. */
    readonly setAside: string;
  };
  /** Names of the fields of `users/{uid}`. */
  readonly fields: {
    readonly role: string;
    readonly roleExpiresAt: string;
    readonly disabled: string;
    readonly sessionsRevokedAt: string;
    readonly changeId: string;
    readonly updatedBy: string;
  };
  /**
   * The checks that ask `settings/access` for a lockdown and the oldest sign-in that counts, one look-up
   * more. `canCurrent()` includes `can()`, so `token` needs `marker` beside it.
   *
   * @default ['marker', 'document']
   */
  readonly lockdownChecks?: readonly Check[] | undefined;
}

/**
 * The names that live-claims gives its documents and fields unless an app chooses others.
 *
 * @example writeRules(source, { ...defaultNames, roles, can });
 */
export const defaultNames: Pick<RulesOptions, 'collections' | 'fields'> = {
  collections: {
    users: 'users',
    userClaims: 'userClaims',
    auditLog: 'auditLog',
    settings: 'settings',
    invites: 'invites',
    jobs: 'jobs',
    setAside: 'setAside',
  },
  fields: {
    role: 'role',
    roleExpiresAt: 'roleExpiresAt',
    disabled: 'disabled',
    sessionsRevokedAt: 'sessionsRevokedAt',
    changeId: 'changeId',
    updatedBy: 'updatedBy',
  },
};
