import { randomUUID } from 'node:crypto';
import type { App } from 'firebase-admin/app';
import { onRequest } from 'firebase-functions/https';
import type { AuthUserRecord } from 'firebase-functions/identity';
import type { GlobalOptions } from 'firebase-functions/options';
import type { Expression } from 'firebase-functions/params';
import type { ScheduleOptions } from 'firebase-functions/scheduler';
import {
  type ClaimSources,
  type CustomValues,
  type LiveClaimsConfig,
  parseReason,
  type UndoChangeRequest,
} from '../core/index.ts';
import { accountFunctions, provisionNew } from './account-functions.ts';
import type { Content } from './api/content.ts';
import { createApi } from './api/create-api.ts';
import type { Handler } from './api/route-requests.ts';
import { inviteCallables } from './callables/invite-callables.ts';
import { settingsCallable } from './callables/settings-callable.ts';
import { userCallables } from './callables/user-callables.ts';
import type { EditResult } from './edit/edit.ts';
import type { AccessEdit, EditOrder } from './edit/order.ts';
import { type UndoRefusal, undoEdit } from './edit/undo.ts';
import type { GuardCall } from './guards/callable.ts';
import type { Caller } from './guards/check-access.ts';
import { createHost, type FunctionName } from './host.ts';
import type { OnInvite } from './invites/send-invite.ts';
import { jobFunctions } from './job-functions.ts';
import { orgFunctions } from './org-functions.ts';
import { editMembership } from './orgs/edit-membership.ts';
import type { MembershipResult } from './orgs/people-edit.ts';
import type { MembershipEdit, MembershipOrder } from './orgs/plan-membership.ts';
import { projectOf } from './project.ts';
import { editListed } from './provision/ensure-document.ts';
import { syncFunctions } from './sync-functions.ts';

/**
 * What the app that exports the functions decides.
 *
 * @example
 * const options: HostOptions = { options: { memory: '512MiB' }, functions: { provisionUser: { minInstances: 1 } } };
 */
export interface HostOptions {
  /**
   * The Admin SDK's app, asked for at the first event or call.
   *
   * @default the default app, which the host has initialised by then
   */
  readonly app?: () => App;
  /**
   * Options of every function: memory, instances, service account. The region is the configuration's.
   *
   * @default maxInstances 10, which bounds the bill of a runaway writer; at Firebase's default concurrency
   *   of 80 it is far above what Firebase Auth's limit on account updates lets through
   */
  readonly options?: Omit<GlobalOptions, 'region'>;
  /**
   * Options of single functions, above those of all.
   *
   * @default none
   * @example { provisionUser: { minInstances: 1 }, reconcileClaims: { schedule: 'every sunday 04:00' } }
   */
  readonly functions?: { readonly [Name in FunctionName]?: FunctionOptions<Name> };
  /**
   * Accounts that all jobs together may change a second, where that is a parameter of the deployment.
   *
   * @default limits.accountsPerSecond of the configuration
   */
  readonly accountsPerSecond?: () => number;
  /**
   * Where the functions run and listen, where those are parameters of the deployment: a deployment reads them from
   * here, and the running functions from the configuration.
   *
   * @default region, database and collection of the configuration
   */
  readonly placement?: Placement;
  /**
   * Tells an address of its invite, by mail or otherwise: called after `createInvite` and `createInvites` have written
   * one, and by `resendInvite`. What it throws is logged, and the invite stands; the answer says that nothing was sent.
   *
   * @default nothing is sent
   */
  readonly onInvite?: OnInvite;
}

/**
 * What a deployment decides on, in place of the configuration.
 *
 * @example liveClaims(config, { placement: { region: null, document: expr`${defineString('USERS')}/{uid}` } });
 */
export interface Placement {
  /** Null for the one of `setGlobalOptions`. @default the configuration's */
  readonly region?: Expression<string> | null;
  /** The pattern of the users' documents, as `users/{uid}`. @default with the configuration's collection */
  readonly document?: Expression<string>;
  /** Id of the database. @default the configuration's */
  readonly database?: Expression<string>;
}

/** What can be said of one function; of those on a schedule also when they run. */
type FunctionOptions<Name extends FunctionName> = Omit<GlobalOptions, 'region'> &
  (Name extends 'reconcileClaims' | 'expireGrants'
    ? Partial<Pick<ScheduleOptions, 'schedule' | 'timeZone' | 'retryCount'>>
    : unknown);

/**
 * The Cloud Functions of an app, in groups: a host exports those that it wants, by their names. Nothing is
 * initialised, opened or read before the first event or call.
 *
 * - `sync`: what keeps claims and marker as `users/{uid}` says, enough to begin.
 * - `provisioning`: what a new account starts with (`provisionUser` needs Identity Platform), and its end.
 * - `orgs`: what an app with organisations has besides, with `orgs` in the configuration.
 * - `users`, `invites`, `settings`, `jobs`: callables for an admin's page, and what they rest on.
 * - `guardCallable`: a guard for callables of the host's own.
 * - `provision`: what `provisionUser` answers, for a blocking function of the host's own.
 * - `edit`: the one door for every change of access, for server code of the host's own.
 * - `editMembership`: the same for memberships in organisations.
 *
 * @example
 * initializeApp();
 * const access = liveClaims(config);
 * export const { syncClaims, syncMyClaims } = access.sync;
 * export const { setUserRole, endSessions } = access.users;
 */
export function liveClaims<
  Role extends string,
  Permission extends string,
  Claims extends ClaimSources = ClaimSources,
  OrgRole extends string = string,
  OrgPermission extends string = string,
>(
  config: LiveClaimsConfig<Role, Permission, Claims, OrgRole, OrgPermission>,
  {
    app,
    options = {},
    functions = {},
    accountsPerSecond,
    placement = {},
    onInvite,
  }: HostOptions = {},
) {
  const {
    region = config.region,
    database = config.database,
    document = `${config.collections.users}/{uid}`,
  } = placement;
  const host = createHost(
    config,
    (name) => ({
      maxInstances: 10,
      ...options,
      ...functions[name],
      ...(region !== null && { region }),
    }),
    { document, database },
    accountsPerSecond ?? (() => config.limits.accountsPerSecond),
    () => projectOf(config, app?.()),
    onInvite,
  );
  return {
    sync: syncFunctions(host),
    provisioning: accountFunctions(host),
    /**
     * What `provisionUser` answers, for an app that has a `beforeUserCreated` of its own: a project has room for one.
     *
     * @returns the claims of the first token, and `disabled` for a document that disables the account.
     * @throws {HttpsError} `unavailable`, which refuses the sign-up.
     * @example
     * export const beforeCreate = beforeUserCreated(async ({ data }) => {
     *   await welcome(data);
     *   return access.provision(data);
     * });
     */
    provision: (user: AuthUserRecord | undefined) => provisionNew(host, user),
    users: userCallables(host),
    invites: inviteCallables(host),
    settings: { setAccessSettings: settingsCallable(host) },
    jobs: jobFunctions(host),
    /** What an app with organisations has besides; empty for one without `orgs` in its configuration. */
    orgs: orgFunctions(host),
    /**
     * Changes a person's access for code of the app's own on a server, and applies it at once: the door that
     * callables, jobs, invites and the command line go through. Without `by` the app itself asks, which
     * outranks all users; with the caller of a request their rank decides.
     *
     * @returns what came of it: `written` or `already-so` with the sync's outcome, or why not.
     * @throws where Firebase cannot be reached, or the documents keep moving: then try again later. And for a reason
     *   that the audit log does not take: `parseReason`.
     * @example
     * const result = await access.edit({ uid, role: 'editor', reason: 'Paid for a seat.' });
     * if (result.outcome === 'no-such-person') throw new Error('There is no such account.');
     */
    edit: ({ by, uid, expected, reason, ...edit }: AccessChange<Role>) =>
      editListed(host.project(), { uid, edit, by: authorOf(by), expected, ...newOrder(reason) }),
    /**
     * Undoes a change of a person's access, by the id of its entry in the audit log, which is the `changeId` of `edit`
     * and of the callables: puts back role, end and being disabled as they were. Without `by` the app itself asks.
     * It writes an entry that names the one undone, and can be undone itself.
     *
     * @returns as `edit`; `changed-meanwhile` or `already-undone` where the access was changed since, with who and when;
     *   `no-such-entry`, and `cannot-be-undone` for an entry that changed nothing that can be put back.
     * @throws as `edit`.
     * @example
     * const result = await access.edit({ uid, role: 'editor' });
     * if ('changeId' in result && result.changeId) await access.undo({ entryId: result.changeId });
     */
    undo: ({ by, entryId, reason }: UndoRequest): Promise<EditResult | UndoRefusal> =>
      undoEdit(host.project(), { entryId, by: authorOf(by), ...newOrder(reason) }),
    /**
     * Changes a membership for code of the app's own on a server: the door that callables, invites and the command
     * line go through. Without `by` the app itself asks, which outranks all members; so the first owner of a new
     * organisation is made. With the caller of a request their own membership decides.
     *
     * @returns what came of it: `written` or `already-so` with the membership as it is now, or why not.
     * @throws {TypeError} for what is no id, and for an app without organisations. Where Firebase cannot be reached, or
     *   the documents keep moving: then try again later. And for a reason that the audit log does not take:
     *   `parseReason`.
     * @example
     * const result = await access.editMembership({ orgId: 'acme', uid, role: 'owner', reason: 'Founded it.' });
     * if (result.outcome === 'no-such-person') throw new Error('There is no such account.');
     */
    editMembership: async ({
      by,
      orgId,
      uid,
      expected,
      reason,
      ...edit
    }: MembershipChange<OrgRole>): Promise<MembershipResult> => {
      const order = { orgId, uid, edit, by: authorOf(by), expected, ...newOrder(reason) };
      return editMembership(host.project(), order);
    },
    /** Puts a guard before the handler of a callable: see `requires`. */
    guardCallable: host.guardCall as GuardCall<Permission, OrgPermission, CustomValues<Claims>>,
    /**
     * The HTTP side, which Hosting serves below `/api` (`firebase.json`), from the same origin as the app:
     * there is no CORS. Every client may call it; each route has its own guard: `/users/me` for every account,
     * `/audit` for users with `can.readAudit`, `/session` for session cookies, and the app's own content.
     *
     * @example export const api = access.api({ '/threads': { permission: 'threads.read', json: readThreads } });
     */
    api: (content: Content<Permission> = {}) =>
      onRequest(
        { ...host.optionsOf('api'), cors: false, invoker: 'public' },
        once(() =>
          createApi({
            ...host.project(),
            readAudit: config.can.readAudit,
            content,
            guard: host.guard,
          }),
        ),
      ),
  };
}

/**
 * A change of a person's access; what is absent stays as it is.
 *
 * @example const change: AccessChange = { uid, role: 'editor', expiresAt: Date.now() + 86_400_000, reason: 'On call.' };
 */
export interface AccessChange<Role extends string = string>
  extends Omit<AccessEdit, 'role'>,
    Pick<EditOrder, 'uid' | 'expected' | 'reason'> {
  /** The role to give; null removes it. @default the role stays */
  readonly role?: Role | null;
  /** The caller in whose name it is made: `callerOf` of a verified token. @default the app itself */
  readonly by?: Caller;
}

/**
 * A change to undo.
 *
 * @example const request: UndoRequest = { entryId: changeId, reason: 'Wrong person.' };
 */
export interface UndoRequest extends UndoChangeRequest {
  /** The caller in whose name it is undone: `callerOf` of a verified token. @default the app itself */
  readonly by?: Caller;
}

/**
 * A change of a membership; what is absent stays as it is.
 *
 * @example const change: MembershipChange = { orgId: 'acme', uid, role: 'editor', expiresAt: Date.now() + 86_400_000 };
 */
export interface MembershipChange<OrgRole extends string = string>
  extends Omit<MembershipEdit, 'role'>,
    Pick<MembershipOrder, 'orgId' | 'uid' | 'expected' | 'reason'> {
  /** The role to give; null removes the membership. @default the role stays */
  readonly role?: OrgRole | null;
  /** The caller in whose name it is made: `callerOf` of a verified token. @default the app itself */
  readonly by?: Caller;
}

/** A caller, or else the app's own server. */
function authorOf(caller: Caller | undefined) {
  return caller ? ({ kind: 'person', caller } as const) : ({ kind: 'operator' } as const);
}

/** What an order has of its own. */
function newOrder(reason: string | null | undefined) {
  return { reason: parseReason(reason), changeId: randomUUID(), now: Date.now() };
}

/** A handler that is made by its first request. */
function once(make: () => Handler): Handler {
  let made: Handler | null = null;
  return (request, response) => {
    made ??= make();
    return made(request, response);
  };
}
