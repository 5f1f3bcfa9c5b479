import { randomUUID } from 'node:crypto';
import { HttpsError } from 'firebase-functions/https';
import {
  type CreateInvitesRequest,
  type CreateInvitesResult,
  type GrantRefusal,
  type InviteLimit,
  type Milliseconds,
  parseCreateInvite,
  parseCreateInvites,
  parseResendInvite,
  parseWithdrawInvite,
  type RoleTable,
  refusalSentence,
  type SyncResult,
} from '../../core/index.ts';
import { readAccount } from '../firebase/known-account.ts';
import type { Host } from '../host.ts';
import { createInvites as inviteMany, limitSentence } from '../invites/create-invites.ts';
import { endProblem } from '../invites/invite-document.ts';
import { allowResend, sendInvite } from '../invites/send-invite.ts';
import {
  withdrawInvite as takeBack,
  createInvite as writeInvite,
} from '../invites/write-invite.ts';
import * as log from '../log.ts';
import type { Project } from '../project.ts';
import { acceptInvite as takeInvite } from '../provision/accept-invite.ts';
import { mapConcurrent } from '../reconcile/throttle.ts';
import { createCallable, parsed } from './callable.ts';

/** Each acceptance asks Firebase Auth and looks for invites. */
const ACCEPT_RATE = { times: 20, seconds: 60 };

/** Each asks Firebase Auth for a hundred accounts. */
const MANY_RATE = { times: 10, seconds: 60 };

/** How many addresses the app's hook tells at the same time. */
const MAILS_AT_ONCE = 5;

/** The callables that write, withdraw and accept invites. */
export function inviteCallables(host: Host) {
  const { config, guardCall, project } = host;
  const { roles, limits } = config;
  const callable = createCallable(host);
  const toGrant = { permission: config.can.grantRoles, check: 'document' } as const;

  /**
   * Gives a role to the account that verifies an address, within `limits.maxInviteDays` at most. By rank: a role below one's
   * own, and the top role any. An open invite to the same address is replaced. The answer is the same
   * whether or not there is an account with the address.
   *
   * Answers `{ inviteId }`. Errors: `unauthenticated` and `permission-denied` with `RefusalDetails` or
   * a `GrantRefusal` as `details.reason`; `invalid-argument`; `resource-exhausted` with `InviteLimit` after `limits.invitesPerHour`.
   */
  const createInvite = callable(
    'createInvite',
    guardCall(toGrant, async ({ data }, { uid }): Promise<{ inviteId: string }> => {
      const invite = parsed((raw) => parseCreateInvite(roles, raw), data);
      const now = Date.now();
      refuseTimes(invite, now);

      const inviter = { kind: 'person', uid } as const;
      const created = await writeInvite(
        { store: project().store, roles, limits },
        { ...invite, inviter, now },
      );
      switch (created.outcome) {
        case 'forbidden':
          throw inviteError(roles, uid, created.reason);
        case 'too-many':
          throw limitError(uid, created.nextAt);
        case 'created':
          log.inviteCreated(uid, created.inviteId, invite.role);
          await sendInvite(project().store, host.onInvite, created.inviteId, false);
          return { inviteId: created.inviteId };
      }
    }),
  );

  /**
   * Invites many addresses to one role, with a verdict for each: those that have an account, an open invite or are no
   * address are not invited. With `dryRun` nothing is written. Each counts in `limits.invitesPerHour`; what is over the
   * limit says so, with the time of the next one. The app's `onInvite` is called for each that was written.
   *
   * Answers a `CreateInvitesResult`. Errors: those of `guardCall`; `invalid-argument`; `resource-exhausted`.
   */
  const createInvites = callable(
    'createInvites',
    guardCall(toGrant, async ({ data }, { uid }): Promise<CreateInvitesResult> => {
      const request = parsed((raw) => parseCreateInvites(roles, raw), data);
      const now = Date.now();
      refuseTimes(request, now);
      const { store, auth } = project();
      const inviter = { kind: 'person', uid } as const;
      const place = { store, auth, roles, limits };
      const { lines, ...allowance } = await inviteMany(place, { ...request, inviter, now });
      const written = lines.flatMap(({ inviteId }) => inviteId ?? []);
      if (written.length > 0) log.invitesCreated(uid, request.role, written);
      const mailed = await mapConcurrent(lines, MAILS_AT_ONCE, ({ inviteId }) =>
        inviteId === null
          ? Promise.resolve(null)
          : sendInvite(store, host.onInvite, inviteId, false),
      );
      return {
        invited: lines.filter(({ verdict }) => verdict === 'new').length,
        lines: lines.map((line, at) => ({ ...line, mailed: mailed[at] ?? null })),
        ...allowance,
      };
    }),
    { rate: MANY_RATE, timeoutSeconds: 120 },
  );

  /**
   * Has the mail of an open invite sent again by the app's `onInvite`, if the caller could have written the invite. It
   * counts in `limits.invitesPerHour`.
   *
   * Answers `{ inviteId }`. Errors: those of `guardCall`, or a `GrantRefusal` as `details.reason`; `invalid-argument`;
   * `not-found` when it is not open (any more); `resource-exhausted` with `InviteLimit`; `failed-precondition` without an
   * `onInvite`; `unavailable` where that failed.
   */
  const resendInvite = callable(
    'resendInvite',
    guardCall(toGrant, async ({ data }, { uid }): Promise<{ inviteId: string }> => {
      const { inviteId } = parsed(parseResendInvite, data);
      const { onInvite } = host;
      if (onInvite === undefined) {
        throw new HttpsError('failed-precondition', 'This app sends no mail for invites.');
      }
      const { store } = project();
      const inviter = { kind: 'person', uid } as const;
      const asked = { inviteId, inviter, now: Date.now() };
      const decision = await allowResend({ store, roles, limits }, asked);
      switch (decision.outcome) {
        case 'forbidden':
          throw inviteError(roles, uid, decision.reason);
        case 'too-many':
          throw limitError(uid, decision.nextAt);
        case 'not-open':
          throw new HttpsError('not-found', 'This invite is no longer open.');
        case 'allowed':
          if (await sendInvite(store, onInvite, inviteId, true)) {
            log.inviteResent(uid, inviteId);
            return { inviteId };
          }
          throw new HttpsError('unavailable', 'The mail could not be sent. Try again.');
      }
    }),
  );

  /** @throws {HttpsError} `invalid-argument`. */
  function refuseTimes(
    { expiresAt, roleExpiresAt = null }: Pick<CreateInvitesRequest, 'expiresAt' | 'roleExpiresAt'>,
    now: Milliseconds,
  ): void {
    const problem = endProblem(expiresAt, now, limits.maxInviteDays);
    if (problem !== null) throw new HttpsError('invalid-argument', problem);
    if (roleExpiresAt === null || roleExpiresAt > now) return;
    throw new HttpsError('invalid-argument', 'roleExpiresAt must be in the future.');
  }

  /** The refusal of one invite more in this hour. */
  function limitError(actor: string, nextAt: Milliseconds): HttpsError {
    log.inviteRefused(actor, 'too-many');
    const perHour = limits.invitesPerHour;
    const details: InviteLimit = { reason: 'too-many-invites', perHour, nextAt };
    return new HttpsError('resource-exhausted', limitSentence(perHour, nextAt), details);
  }

  /**
   * Takes an open invite back, if one could have written it.
   *
   * Answers `{ inviteId }`. Errors: `unauthenticated` and `permission-denied` with `RefusalDetails` or
   * a `GrantRefusal` as `details.reason`; `invalid-argument`; `not-found` when it is not open (any more).
   */
  const withdrawInvite = callable(
    'withdrawInvite',
    guardCall(toGrant, async ({ data }, { uid }): Promise<{ inviteId: string }> => {
      const { inviteId } = parsed(parseWithdrawInvite, data);
      const inviter = { kind: 'person', uid } as const;
      const order = { inviteId, inviter, now: Date.now() };
      const withdrawn = await takeBack({ store: project().store, roles }, order);
      switch (withdrawn.outcome) {
        case 'forbidden':
          throw inviteError(roles, uid, withdrawn.reason);
        case 'not-open':
          throw new HttpsError('not-found', 'This invite is no longer open.');
        case 'withdrawn':
          log.inviteWithdrawn(uid, inviteId);
          return { inviteId };
      }
    }),
  );

  /**
   * Gives the caller the role of an open invite to their e-mail address, if Firebase Auth says at this
   * moment that it is verified; a token may have been issued for an earlier address. For people who
   * signed up before they were invited or before they had proved their address. Raises a role, never
   * lowers one.
   *
   * Answers a `SyncResult` with `taken`: whether there was an invite that gave something; it is no
   * error when there was none. Errors: `unauthenticated` and `permission-denied` with `RefusalDetails`;
   * `failed-precondition` without a verified address, whether or not it was invited;
   * `resource-exhausted`.
   */
  const acceptInvite = callable(
    'acceptInvite',
    guardCall(
      { permission: null, check: 'document' },
      async (_, { uid }): Promise<SyncResult & { taken: boolean }> => {
        const { email, ...profile } = await verifiedAccount(project(), uid);
        const acceptance = { uid, email, profile, changeId: randomUUID(), now: Date.now() };
        const { inviteId, sync } = await takeInvite(project(), acceptance);
        if (inviteId !== null) log.inviteAccepted(uid, inviteId, sync.role);
        log.claimsSynced(uid, 'callable', sync);
        const { changed, ...answer } = sync;
        return { ...answer, taken: inviteId !== null };
      },
    ),
    { rate: ACCEPT_RATE },
  );

  return { createInvite, createInvites, resendInvite, withdrawInvite, acceptInvite };
}

/** The caller's account, whose address they have proved to own. @throws {HttpsError} `failed-precondition`. */
export async function verifiedAccount({ auth }: Pick<Project, 'auth'>, uid: string) {
  const account = await readAccount(auth, { uid });
  if (account?.email != null && account.emailVerified && !account.disabled) {
    const { email, displayName, photoURL } = account;
    return { email, displayName, photoURL };
  }
  throw new HttpsError('failed-precondition', 'Verify your e-mail address first.', {
    reason: 'email-not-verified',
  });
}

/** What is said of invites in words of their own; the rest as of every change of access. */
function inviteSentence(roles: RoleTable, reason: GrantRefusal): string {
  if (reason === 'not-allowed') return 'Your role does not allow you to invite people.';
  if (reason !== 'rank-too-low') return refusalSentence(roles, reason);
  return 'You can only invite to roles below your own, and change invites to such roles.';
}

/** The error of a caller who may not write or withdraw an invite, by rank. */
function inviteError(roles: RoleTable, actor: string, reason: GrantRefusal): HttpsError {
  log.inviteRefused(actor, reason);
  return new HttpsError('permission-denied', inviteSentence(roles, reason), { reason });
}
