import { getApps, initializeApp } from 'firebase-admin/app';
import { requiresAPI, requiresRole } from 'firebase-functions';
import { afterFirstDeploy, afterRedeploy } from 'firebase-functions/lifecycle';
import type { BooleanParam } from 'firebase-functions/params';
import { type LiveClaimsConfig, RECONCILE_TASK } from 'live-claims/core';
import { type HostOptions, liveClaims } from 'live-claims/functions';

export { defineConfig, defineRoles } from 'live-claims/core';

/** What the wrapper of a kit decides, beside the configuration. */
export interface KitOptions
  extends Pick<HostOptions, 'options' | 'functions' | 'accountsPerSecond'> {
  /**
   * Whether new accounts get role and document in the sign-up (`provisionUser`). It needs Identity Platform, and a
   * project has room for one blocking function of this kind: false where the app has its own.
   *
   * @default true
   */
  readonly provisioning?: boolean | BooleanParam;
  /**
   * The pattern of the users' documents and the id of the database, where those are parameters of an instance.
   *
   * @default those of the configuration
   */
  readonly placement?: Omit<NonNullable<HostOptions['placement']>, 'region'>;
}

/**
 * The roles that the functions' service account needs: accounts and claims, documents, the queue of the jobs; and the
 * two that every kit with triggers of Firestore names (`kits/` of firebase/extensions).
 */
const ROLES = [
  'roles/firebaseauth.admin',
  'roles/datastore.user',
  'roles/cloudtasks.enqueuer',
  'roles/eventarc.eventReceiver',
  'roles/run.invoker',
] as const;

const APIS = [
  ['identitytoolkit.googleapis.com', 'Roles become custom claims of the accounts.'],
  ['firestore.googleapis.com', 'The roles are in Firestore.'],
  ['cloudtasks.googleapis.com', 'Work on many accounts goes in steps of a queue.'],
  ['cloudscheduler.googleapis.com', 'Every night claims are compared with the documents.'],
] as const;

/**
 * The functions of live-claims for the wrapper of a function kit, from a configuration as a value. Declares what they
 * need: roles and APIs, and that a reconciliation follows each deployment. Region and other options of all functions
 * are those of `setGlobalOptions`; the configuration's region and prefix do not count.
 *
 * @returns the functions by name, to be exported under these names.
 * @throws {Error} when it is called twice: a codebase has room for one action after a deployment.
 *
 * @example
 * export const { syncClaims, syncMyClaims, setUserRole, runJob } = defineLiveClaims(
 *   defineConfig({ roles, can: { grantRoles: 'users.manage' } }),
 *   { provisioning: false },
 * );
 */
export function defineLiveClaims<Role extends string, Permission extends string>(
  config: LiveClaimsConfig<Role, Permission>,
  { provisioning = true, placement, functions, ...options }: KitOptions = {},
) {
  for (const role of ROLES) requiresRole(role);
  for (const [api, reason] of APIS) requiresAPI(api, reason);
  const reconcile = { task: { function: 'runJob', body: { data: RECONCILE_TASK } } };
  afterFirstDeploy(reconcile);
  afterRedeploy(reconcile);

  const omit =
    typeof provisioning === 'boolean' ? !provisioning : provisioning.thenElse(false, true);
  const access = liveClaims(placedIn(config, process.env), {
    ...options,
    app: () => getApps()[0] ?? initializeApp(),
    functions: { ...functions, provisionUser: { ...functions?.provisionUser, omit } },
    placement: { ...placement, region: null },
  });
  return {
    ...access.sync,
    ...access.provisioning,
    ...access.users,
    ...access.invites,
    ...access.settings,
    ...access.jobs,
    // Those of organisations, for a configuration with `orgs`.
    ...access.orgs,
  };
}

/**
 * The configuration in its instance of the kit, for the queue of the jobs: the command line prefixes its name, and
 * tells a deployed function its region; the emulator does not, but the wrapper's parameter is there.
 */
function placedIn<Config extends LiveClaimsConfig>(config: Config, env: NodeJS.ProcessEnv): Config {
  const { FIREBASE_KIT_INSTANCE_ID: instance, FUNCTION_REGION, FUNCTION_DEFAULT_REGION } = env;
  return {
    ...config,
    region: FUNCTION_REGION || FUNCTION_DEFAULT_REGION || config.region,
    functionPrefix: instance ? `kit-${instance}-` : '',
  };
}
