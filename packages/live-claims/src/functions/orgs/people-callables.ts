import { randomUUID } from 'node:crypto';
import { type CallableRequest, HttpsError } from 'firebase-functions/https';
import {
  type AcceptedOrgInvite,
  type GrantRefusal,
  type MemberState,
  type OrgTable,
  orgRefusalSentence,
  parseAcceptOrgInvite,
  parseCreateOrgInvite,
  parseLeaveOrg,
  parseRemoveMember,
  parseSetMemberDisabled,
  parseSetMemberRole,
  parseWithdrawOrgInvite,
  refusalSentence,
  type WaitingInvite,
} from '../../core/index.ts';
import { createCallable, parsed } from '../callables/callable.ts';
import { verifiedAccount } from '../callables/invite-callables.ts';
import { refusalError } from '../guards/callable.ts';
import { type Caller, callerOf } from '../guards/check-access.ts';
import type { Host } from '../host.ts';
import { endProblem } from '../invites/invite-document.ts';
import * as log from '../log.ts';
import { applyOrLog, editMembership } from './edit-membership.ts';
import {
  acceptOrgInvite as acceptInvite,
  createOrgInvite as createInvite,
  type OrgInviteRefusal,
  waitingInvites,
  withdrawOrgInvite as withdrawInvite,
} from './org-invites.ts';
import { orgTableOf } from './people-edit.ts';
import type { MembershipOrder, MembershipRefusal } from './plan-membership.ts';

/** Each asks Firebase Auth and looks for invites. */
const ACCEPT_RATE = { times: 20, seconds: 60 };

/**
 * The callables for the people of an organisation. Each decides by the caller's own membership in it, at the commit,
 * by the documents and never by the token. What they answer to a caller without the permission there is the same
 * for an organisation that there is and for any other.
 */
export function peopleCallables(host: Host) {
  const { config, project } = host;
  const callable = createCallable(host);
  const { limits } = config;
  const orgs = () => orgTableOf(project());

  const change = async (
    request: CallableRequest,
    ask: Pick<MembershipOrder, 'orgId' | 'uid' | 'edit' | 'expected' | 'reason'>,
  ): Promise<MemberState> => {
    const caller = callerIn(request);
    const by = { kind: 'person', caller } as const;
    const order = { ...ask, by, changeId: randomUUID(), now: Date.now() };
    const result = await editMembership(project(), order);
    if (!('now' in result)) throw errorOf(orgs(), order, caller.uid, result);
    if (result.outcome === 'written') log.membershipChanged(caller.uid, ask);
    return result.now;
  };

  /**
   * Changes a member's role and its end, below one's own rank; an owner any other member's. Answers a `MemberState`.
   * Errors: `invalid-argument`, and those of `errorOf`.
   */
  const setMemberRole = callable('setMemberRole', async (request): Promise<MemberState> => {
    const { role, expiresAt, ...ask } = parsed(
      (data) => parseSetMemberRole(orgs(), data),
      request.data,
    );
    refusePast('expiresAt', expiresAt);
    return change(request, { ...ask, edit: { role, expiresAt } });
  });

  /**
   * Disables a membership, or enables it again with the role that it still says. Answers a `MemberState`. Errors:
   * `invalid-argument`, and those of `errorOf`.
   */
  const setMemberDisabled = callable('setMemberDisabled', async (request): Promise<MemberState> => {
    const { disabled, ...ask } = parsed(parseSetMemberDisabled, request.data);
    return change(request, { ...ask, edit: { disabled } });
  });

  /** Removes a member. Answers a `MemberState`. Errors: `invalid-argument`, and those of `errorOf`. */
  const removeMember = callable('removeMember', async (request): Promise<MemberState> => {
    return change(request, { ...parsed(parseRemoveMember, request.data), edit: { role: null } });
  });

  /**
   * Ends the caller's own membership, which every member may; the last permanent owner stays. Answers a
   * `MemberState`, also where there was none. Errors: `invalid-argument`, and those of `errorOf`.
   */
  const leaveOrg = callable('leaveOrg', async (request): Promise<MemberState> => {
    const { uid } = callerIn(request);
    return change(request, { ...parsed(parseLeaveOrg, request.data), uid, edit: { role: null } });
  });

  /**
   * Invites the account that verifies an address, within `limits.maxInviteDays` at most, to a role below one's own; an
   * owner to any. An open invite to the same address is replaced. The answer is the same whether or not there is an
   * account with the address, or a member.
   *
   * Answers `{ inviteId }`. Errors: `invalid-argument`; `unauthenticated` and `permission-denied` with
   * `RefusalDetails` or a `GrantRefusal` as `details.reason`; `resource-exhausted` after `limits.invitesPerHour`, with
   * the invites of `createInvite` among them.
   */
  const createOrgInvite = callable(
    'createOrgInvite',
    async (request): Promise<{ inviteId: string }> => {
      const caller = callerIn(request);
      const invite = parsed((data) => parseCreateOrgInvite(orgs(), data), request.data);
      const now = Date.now();
      const problem = endProblem(invite.expiresAt, now, limits.maxInviteDays);
      if (problem !== null) throw new HttpsError('invalid-argument', problem);
      refusePast('roleExpiresAt', invite.roleExpiresAt);

      const inviter = { kind: 'person', caller } as const;
      const created = await createInvite(project(), { ...invite, inviter, now });
      switch (created.outcome) {
        case 'created':
          log.orgInviteCreated(caller.uid, invite.orgId, created.inviteId, invite.role);
          return { inviteId: created.inviteId };
        case 'too-many':
          log.inviteRefused(caller.uid, created.outcome);
          throw new HttpsError(
            'resource-exhausted',
            `You can invite at most ${limits.invitesPerHour} people in an hour. Try again later.`,
          );
        default:
          throw inviteErrorOf(orgs(), invite.orgId, caller.uid, created);
      }
    },
  );

  /**
   * Withdraws an open invite, if one could have written it.
   *
   * Answers `{ inviteId }`. Errors: `invalid-argument`; `unauthenticated` and `permission-denied` with
   * `RefusalDetails` or a `GrantRefusal` as `details.reason`; `not-found` when it is not open (any more).
   */
  const withdrawOrgInvite = callable(
    'withdrawOrgInvite',
    async (request): Promise<{ inviteId: string }> => {
      const caller = callerIn(request);
      const ask = parsed(parseWithdrawOrgInvite, request.data);
      const inviter = { kind: 'person', caller } as const;
      const withdrawn = await withdrawInvite(project(), { ...ask, inviter, now: Date.now() });
      switch (withdrawn.outcome) {
        case 'withdrawn':
          log.orgInviteWithdrawn(caller.uid, ask.orgId, ask.inviteId);
          return { inviteId: ask.inviteId };
        case 'not-open':
          throw new HttpsError('not-found', orgRefusalSentence(orgs(), withdrawn.outcome));
        default:
          throw inviteErrorOf(orgs(), ask.orgId, caller.uid, withdrawn);
      }
    },
  );

  /**
   * The open invites of organisations to the caller's address, if Firebase Auth says at this moment that it is
   * verified. Nothing is accepted by it: anyone can invite an address, and being a member is the person's decision.
   *
   * Answers `{ invites }`, each a `WaitingInvite`. Errors: `unauthenticated` and `permission-denied` with
   * `RefusalDetails`; `failed-precondition` without a verified address; `resource-exhausted`.
   */
  const listMyOrgInvites = callable(
    'listMyOrgInvites',
    host.guardCall(
      { permission: null, check: 'document' },
      async (_, { uid }): Promise<{ invites: readonly WaitingInvite[] }> => {
        const { email } = await verifiedAccount(project(), uid);
        return { invites: await waitingInvites(project(), email, Date.now()) };
      },
    ),
    { rate: ACCEPT_RATE },
  );

  /**
   * Accepts the open invite of an organisation to the caller's address, if Firebase Auth says at this moment that it
   * is verified: also of an account that was there before the invite. Raises a role, never lowers one.
   *
   * Answers an `AcceptedOrgInvite`; it is no error when there was none to take. Errors: `invalid-argument`;
   * `unauthenticated` and `permission-denied` with `RefusalDetails`; `failed-precondition` without a verified address,
   * whether or not it was invited; `aborted` while the membership is being changed; `resource-exhausted`.
   */
  const acceptOrgInvite = callable(
    'acceptOrgInvite',
    async (request): Promise<AcceptedOrgInvite> => {
      const caller = callerIn(request);
      const { orgId } = parsed(parseAcceptOrgInvite, request.data);
      const { email } = await verifiedAccount(project(), caller.uid);
      const acceptance = { orgId, caller, email, changeId: randomUUID(), now: Date.now() };
      const accepted = await acceptInvite(project(), acceptance);
      if (accepted.outcome === 'unauthenticated') {
        throw inviteErrorOf(orgs(), orgId, caller.uid, accepted);
      }
      const taken = accepted.outcome === 'taken';
      if (taken) {
        log.orgInviteAccepted(caller.uid, orgId, accepted.role);
        await applyOrLog(project(), { orgId, uid: caller.uid });
      }
      return { taken, role: accepted.role };
    },
    { rate: ACCEPT_RATE },
  );

  return {
    setMemberRole,
    setMemberDisabled,
    removeMember,
    leaveOrg,
    createOrgInvite,
    withdrawOrgInvite,
    listMyOrgInvites,
    acceptOrgInvite,
  };
}

/** The platform has verified the token. @throws {HttpsError} `unauthenticated`. */
function callerIn({ auth }: CallableRequest): Caller {
  const caller = auth === undefined ? null : callerOf(auth.token);
  if (caller === null) throw refusalError({ reason: 'signed-out' });
  return caller;
}

function refusePast(field: string, moment: number | null | undefined): void {
  if (moment == null || moment > Date.now()) return;
  throw new HttpsError('invalid-argument', `${field} must be in the future.`);
}

/**
 * `unauthenticated` and `permission-denied` with `RefusalDetails`; `permission-denied` and, for the last owner,
 * `failed-precondition` with a `GrantRefusal` as `details.reason`; `not-found` (no such member); `aborted` with
 * `ChangedMeanwhile` and the reason `changed-meanwhile` where the caller saw something else; `failed-precondition` with
 * the reason `cannot-apply` and the `Problem`.
 */
function errorOf(
  orgs: OrgTable,
  { orgId, uid }: MembershipOrder,
  actor: string,
  result: MembershipRefusal,
): HttpsError {
  log.membershipChangeRefused(actor, orgId, uid, reasonIn(result));
  switch (result.outcome) {
    case 'unauthenticated':
      return refusalError(result.refusal);
    case 'forbidden':
      return forbidden(orgs, result.reason);
    case 'no-such-member':
      return new HttpsError('not-found', orgRefusalSentence(orgs, result.outcome));
    case 'no-such-person':
      return new HttpsError('not-found', refusalSentence(orgs, result.outcome));
    case 'cannot-apply': {
      const { outcome: reason, problem } = result;
      return new HttpsError('failed-precondition', problem.message, { reason, problem });
    }
    case 'changed-meanwhile': {
      const { outcome: reason, ...details } = result;
      return new HttpsError('aborted', orgRefusalSentence(orgs, reason), { reason, ...details });
    }
  }
}

function reasonIn(result: MembershipRefusal) {
  if (result.outcome === 'unauthenticated') return result.refusal.reason;
  return result.outcome === 'forbidden' ? result.reason : result.outcome;
}

function inviteErrorOf(
  orgs: OrgTable,
  orgId: string,
  actor: string,
  result: OrgInviteRefusal,
): HttpsError {
  const isSession = result.outcome === 'unauthenticated';
  log.orgInviteRefused(actor, orgId, isSession ? result.refusal.reason : result.reason);
  return isSession ? refusalError(result.refusal) : forbidden(orgs, result.reason);
}

function forbidden(orgs: OrgTable, reason: GrantRefusal): HttpsError {
  const code = reason === 'last-owner' ? 'failed-precondition' : 'permission-denied';
  return new HttpsError(code, orgRefusalSentence(orgs, reason), { reason });
}
