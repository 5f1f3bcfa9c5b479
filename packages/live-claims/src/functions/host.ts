import type { GlobalOptions } from 'firebase-functions/options';
import type { Expression } from 'firebase-functions/params';
import type { LiveClaimsConfig, ORG_CALLABLES } from '../core/index.ts';
import { callGuard, type GuardCall } from './guards/callable.ts';
import { createGuard, type Guard, readAtOnce } from './guards/guard.ts';
import type { OnInvite } from './invites/send-invite.ts';
import type { JobsProject } from './project.ts';

/**
 * The functions of live-claims, by the names that an app exports them under.
 *
 * @example const warm: FunctionName[] = ['provisionUser', 'setUserRole'];
 */
export type FunctionName =
  | 'syncClaims'
  | 'syncMyClaims'
  | 'syncMembership'
  | 'provisionUser'
  | 'onAccountCreated'
  | 'forgetUser'
  | 'setUserRole'
  | 'setUserDisabled'
  | 'endSessions'
  | 'deleteUser'
  | 'findAccount'
  | 'undoChange'
  | 'createInvite'
  | 'createInvites'
  | 'resendInvite'
  | 'withdrawInvite'
  | 'acceptInvite'
  | 'setAccessSettings'
  | 'runJob'
  | 'reconcileClaims'
  | 'expireGrants'
  | 'bulkSetRoles'
  | 'bulkEdit'
  | 'stopJob'
  | keyof typeof ORG_CALLABLES
  | 'api';

/** The documents of the users, as the options of a trigger name them. */
export interface ListensTo {
  readonly document: string | Expression<string>;
  readonly database: string | Expression<string>;
}

/** Where the functions run and with what: the factory hands it to each of them. */
export interface Host {
  readonly config: LiveClaimsConfig;
  /** Options of a function: spread into its own, since global ones would hold for the host's functions too. */
  readonly optionsOf: (name: FunctionName) => GlobalOptions;
  /** Where the trigger listens. */
  readonly listensTo: ListensTo;
  /** Accounts that all jobs together may change a second. */
  readonly accountsPerSecond: () => number;
  /** Opened at the first event or call: a deployment only looks at what is exported. */
  readonly project: () => JobsProject;
  readonly guard: Guard;
  readonly guardCall: GuardCall;
  /** How the app tells an address of its invite. */
  readonly onInvite?: OnInvite | undefined;
}

/** A host whose project is opened by `open` when it is needed. */
export function createHost(
  config: LiveClaimsConfig,
  optionsOf: Host['optionsOf'],
  listensTo: ListensTo,
  accountsPerSecond: () => number,
  open: () => JobsProject,
  onInvite?: OnInvite,
): Host {
  let project: JobsProject | null = null;
  const opened = () => (project ??= open());
  const guard = createGuard(config.roles, (paths) => readAtOnce(opened().db)(paths), {
    names: config,
    lockdownChecks: config.lockdownChecks.guards,
  });
  return {
    config,
    optionsOf,
    listensTo,
    accountsPerSecond,
    project: opened,
    guard,
    guardCall: callGuard(guard),
    onInvite,
  };
}
