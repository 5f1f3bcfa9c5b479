import { randomUUID } from 'node:crypto';
import { HttpsError } from 'firebase-functions/https';
import {
  type GrantRefusal,
  parseCreateInvite,
  parseWithdrawInvite,
  type RoleTable,
  refusalSentence,
  type SyncResult,
} from '../../core/index.ts';
import { readAccount } from '../firebase/known-account.ts';
import type { Host } from '../host.ts';
import { endProblem } from '../invites/invite-document.ts';
import {
  withdrawInvite as takeBack,
  createInvite as writeInvite,
} from '../invites/write-invite.ts';
import * as log from '../log.ts';
import type { Project } from '../project.ts';
import { acceptInvite as takeInvite } from '../provision/accept-invite.ts';
import { createCallable, parsed } from './callable.ts';

/** Each acceptance asks Firebase Auth and looks for invites. */
const ACCEPT_RATE = { times: 20, seconds: 60 };

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
   * a `GrantRefusal` as `details.reason`; `invalid-argument`; `resource-exhausted` after `limits.invitesPerHour`.
   */
  const createInvite = callable(
    'createInvite',
    guardCall(toGrant, async ({ data }, { uid }): Promise<{ inviteId: string }> => {
      const invite = parsed((raw) => parseCreateInvite(roles, raw), data);
      const now = Date.now();
      const problem = endProblem(invite.expiresAt, now, limits.maxInviteDays);
      if (problem !== null) throw new HttpsError('invalid-argument', problem);

      const inviter = { kind: 'person', uid } as const;
      const created = await writeInvite(
        { store: project().store, roles, limits },
        { ...invite, inviter, now },
      );
      switch (created.outcome) {
        case 'forbidden':
          throw inviteError(roles, uid, created.reason);
        case 'too-many':
          log.inviteRefused(uid, created.outcome);
          throw new HttpsError(
            'resource-exhausted',
            `You can invite at most ${limits.invitesPerHour} people in an hour. Try again later.`,
          );
        case 'created':
          log.inviteCreated(uid, created.inviteId, invite.role);
          return { inviteId: created.inviteId };
      }
    }),
  );

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
          throw new HttpsError('not-found', 'This invite is not open any more.');
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

  return { createInvite, withdrawInvite, acceptInvite };
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
