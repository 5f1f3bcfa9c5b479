import * as v from 'valibot';
import { email, moment, reason, roleOf } from './call-fields.ts';
import { type ExpectedAccess, expectedSchema, uidSchema } from './calls.ts';
import type { GrantRefusal } from './granting.ts';
import { isOrgId } from './orgs.ts';
import { type RoleTable, topRole } from './roles.ts';
import type { Milliseconds } from './time.ts';

/**
 * Names of the callable functions for the people of an organisation.
 *
 * @example const leaveOrg = httpsCallable(functions, ORG_CALLABLES.leaveOrg);
 */
export const ORG_CALLABLES = {
  setMemberRole: 'setMemberRole',
  setMemberDisabled: 'setMemberDisabled',
  removeMember: 'removeMember',
  leaveOrg: 'leaveOrg',
  createOrgInvite: 'createOrgInvite',
  withdrawOrgInvite: 'withdrawOrgInvite',
  listMyOrgInvites: 'listMyOrgInvites',
  acceptOrgInvite: 'acceptOrgInvite',
} as const;

/** The member that a request is about, what the caller saw of them, and why. */
interface MemberRequest {
  readonly orgId: string;
  readonly uid: string;
  /** What the caller saw in the membership; another state is left alone. @default any state is overwritten */
  readonly expected?: ExpectedAccess | undefined;
  /** The reason, for the organisation's audit log. @default null */
  readonly reason?: string | null | undefined;
}

/**
 * Gives a member another role.
 *
 * @example await setMemberRole({ orgId: 'acme', uid: 'ada', role: 'editor' } satisfies SetMemberRoleRequest);
 */
export interface SetMemberRoleRequest extends MemberRequest {
  readonly role: string;
  /** When the membership ends, in milliseconds since the Unix epoch; null for never. @default null */
  readonly expiresAt?: Milliseconds | null | undefined;
}

/**
 * Disables a membership, or enables it again. The account and its other memberships stay as they are.
 *
 * @example await setMemberDisabled({ orgId: 'acme', uid: 'ada', disabled: true } satisfies SetMemberDisabledRequest);
 */
export interface SetMemberDisabledRequest extends MemberRequest {
  readonly disabled: boolean;
}

/**
 * Removes a member from an organisation.
 *
 * @example await removeMember({ orgId: 'acme', uid: 'ada' } satisfies RemoveMemberRequest);
 */
export type RemoveMemberRequest = MemberRequest;

/**
 * Ends the caller's own membership.
 *
 * @example await leaveOrg({ orgId: 'acme' } satisfies LeaveOrgRequest);
 */
export type LeaveOrgRequest = Pick<MemberRequest, 'orgId' | 'reason'>;

/**
 * Invites the account that verifies an address to an organisation.
 *
 * @example
 * const expiresAt = Date.now() + 86_400_000;
 * await createOrgInvite({ orgId: 'acme', email: 'new@example.com', role: 'editor', expiresAt } satisfies CreateOrgInviteRequest);
 */
export interface CreateOrgInviteRequest {
  readonly orgId: string;
  readonly email: string;
  readonly role: string;
  /** When the invite expires, in milliseconds since the Unix epoch. */
  readonly expiresAt: Milliseconds;
  /** When the membership ends that it gives, in milliseconds since the Unix epoch; null for never. @default null */
  readonly roleExpiresAt?: Milliseconds | null | undefined;
  /** The reason, for the organisation's audit log. @default null */
  readonly reason?: string | null | undefined;
}

/**
 * Withdraws an open invite to an organisation.
 *
 * @example await withdrawOrgInvite({ orgId: 'acme', inviteId: invite.id } satisfies WithdrawOrgInviteRequest);
 */
export interface WithdrawOrgInviteRequest {
  readonly orgId: string;
  readonly inviteId: string;
  /** The reason, for the organisation's audit log. @default null */
  readonly reason?: string | null | undefined;
}

/**
 * Accepts the invite of an organisation to the caller's verified address.
 *
 * @example await acceptOrgInvite({ orgId: 'acme' } satisfies AcceptOrgInviteRequest);
 */
export interface AcceptOrgInviteRequest {
  readonly orgId: string;
}

/**
 * A membership as it stands there now: `expected` of the next request.
 *
 * @example v.safeParse(memberStateSchema, answer.data).success
 */
export const memberStateSchema = v.object(expectedSchema.entries);
/**
 * The answer of `setMemberRole`, `setMemberDisabled`, `removeMember` and `leaveOrg`; without a role where there is no
 * membership any more.
 *
 * @example const isGone = ({ role }: MemberState) => role === null;
 */
export type MemberState = v.InferOutput<typeof memberStateSchema>;

/**
 * An invite that waits for its person.
 *
 * @example v.safeParse(waitingInviteSchema, answer.data.invites[0]).success
 */
export const waitingInviteSchema = v.object({
  orgId: v.string(),
  role: v.string(),
  /** When the membership ends that it gives, in milliseconds since the Unix epoch; null for never. */
  roleExpiresAt: v.nullable(v.number()),
  /** When it expires, in milliseconds since the Unix epoch; null for never. */
  expiresAt: v.nullable(v.number()),
});
/**
 * One of the answer of `listMyOrgInvites`.
 *
 * @example const label = ({ orgId, role }: WaitingInvite) => `${orgId}: ${role}`;
 */
export type WaitingInvite = v.InferOutput<typeof waitingInviteSchema>;

/**
 * The outcome of `acceptOrgInvite`.
 *
 * @example v.safeParse(acceptedOrgInviteSchema, answer.data).success
 */
export const acceptedOrgInviteSchema = v.object({
  /** Whether there was an invite that gave something. */
  taken: v.boolean(),
  /** The caller's role in the organisation now; null for none. */
  role: v.nullable(v.string()),
});
/**
 * The answer of `acceptOrgInvite`.
 *
 * @example const isMember = ({ role }: AcceptedOrgInvite) => role !== null;
 */
export type AcceptedOrgInvite = v.InferOutput<typeof acceptedOrgInviteSchema>;

/**
 * An id that an organisation can have.
 *
 * @example v.is(orgIdSchema, 'a/b') // false
 */
export const orgIdSchema = v.custom<string>(isOrgId, 'must be the id of an organisation');

const expected = v.optional(expectedSchema);
const member = { orgId: orgIdSchema, uid: uidSchema, expected, reason };

/**
 * The request in unknown data.
 *
 * @param orgs the table of memberships.
 * @throws {v.ValiError} when a field is missing, of a wrong type, unknown, or `role` is not one of the table's; its
 *   message names the field.
 * @example
 * parseSetMemberRole(config.orgs, { orgId: 'acme', uid: 'ada', role: 'editor' })
 */
export function parseSetMemberRole(orgs: RoleTable, data: unknown): SetMemberRoleRequest {
  const fields = { ...member, role: roleOf(orgs), expiresAt: v.nullish(moment) };
  return v.parse(v.strictObject(fields), data);
}

/**
 * @throws {v.ValiError} as `parseSetMemberRole` does.
 * @example parseSetMemberDisabled({ orgId: 'acme', uid: 'ada', disabled: true })
 */
export function parseSetMemberDisabled(data: unknown): SetMemberDisabledRequest {
  return v.parse(v.strictObject({ ...member, disabled: v.boolean() }), data);
}

/**
 * @throws {v.ValiError} as `parseSetMemberRole` does.
 * @example parseRemoveMember({ orgId: 'acme', uid: 'ada' })
 */
export function parseRemoveMember(data: unknown): RemoveMemberRequest {
  return v.parse(v.strictObject(member), data);
}

/**
 * @throws {v.ValiError} as `parseSetMemberRole` does.
 * @example parseLeaveOrg({ orgId: 'acme' })
 */
export function parseLeaveOrg(data: unknown): LeaveOrgRequest {
  return v.parse(v.strictObject({ orgId: orgIdSchema, reason }), data);
}

/**
 * The address comes back in lower case.
 *
 * @param orgs the table of memberships.
 * @throws {v.ValiError} as `parseSetMemberRole` does.
 * @example
 * parseCreateOrgInvite(config.orgs, { orgId: 'acme', email: 'Ada@Example.com', role: 'editor', expiresAt: 1_800_000_000_000 })
 */
export function parseCreateOrgInvite(orgs: RoleTable, data: unknown): CreateOrgInviteRequest {
  const role = roleOf(orgs);
  const fields = { orgId: orgIdSchema, email, role, expiresAt: moment, reason };
  return v.parse(v.strictObject({ ...fields, roleExpiresAt: v.nullish(moment) }), data);
}

/**
 * @throws {v.ValiError} as `parseSetMemberRole` does.
 * @example parseWithdrawOrgInvite({ orgId: 'acme', inviteId: 'x1' })
 */
export function parseWithdrawOrgInvite(data: unknown): WithdrawOrgInviteRequest {
  return v.parse(v.strictObject({ orgId: orgIdSchema, inviteId: uidSchema, reason }), data);
}

/**
 * @throws {v.ValiError} as `parseSetMemberRole` does.
 * @example parseAcceptOrgInvite({ orgId: 'acme' })
 */
export function parseAcceptOrgInvite(data: unknown): AcceptOrgInviteRequest {
  return v.parse(v.strictObject({ orgId: orgIdSchema }), data);
}

/**
 * The membership in a callable's answer.
 *
 * @throws {v.ValiError} when it cannot be read as one.
 * @example parseMemberState((await leaveOrg({ orgId: 'acme' })).data)
 */
export function parseMemberState(data: unknown): MemberState {
  return v.parse(memberStateSchema, data);
}

/**
 * The invites in the answer of `listMyOrgInvites`.
 *
 * @throws {v.ValiError} when they cannot be read.
 * @example parseMyOrgInvites((await listMyOrgInvites()).data).length
 */
export function parseMyOrgInvites(data: unknown): readonly WaitingInvite[] {
  return v.parse(v.object({ invites: v.array(waitingInviteSchema) }), data).invites;
}

/**
 * The answer of `acceptOrgInvite`.
 *
 * @throws {v.ValiError} when it cannot be read.
 * @example parseAcceptedOrgInvite((await acceptOrgInvite({ orgId: 'acme' })).data).taken
 */
export function parseAcceptedOrgInvite(data: unknown): AcceptedOrgInvite {
  return v.parse(acceptedOrgInviteSchema, data);
}

/**
 * Why a change in an organisation is refused, apart from problems of the caller's session.
 *
 * @example const reason: OrgRefusal = 'no-such-member';
 */
export type OrgRefusal = GrantRefusal | 'no-such-member' | 'not-open' | 'changed-meanwhile';

/**
 * The sentence for a refused change in an organisation. It is the same whether the organisation exists or not.
 *
 * @param orgs the table of memberships.
 * @example orgRefusalSentence(config.orgs, 'no-such-member'); // 'This organisation has no such member.'
 */
export function orgRefusalSentence(orgs: RoleTable, reason: OrgRefusal): string {
  switch (reason) {
    case 'not-allowed':
      return 'Your role in this organisation does not allow this.';
    case 'own-role':
      return 'You cannot change your own membership. Ask a member of a higher rank.';
    case 'rank-too-low':
      return 'You can only change members below your own rank, and only give roles below it.';
    case 'beyond-own-end':
      return 'Your own membership has an end. Give one that ends by then.';
    case 'last-owner': {
      const top = topRole(orgs);
      return `This is the last permanent ${top} of the organisation. Make another member ${top} first.`;
    }
    case 'no-such-member':
      return 'This organisation has no such member.';
    case 'not-open':
      return 'This invite is no longer open.';
    case 'changed-meanwhile':
      return 'This membership was changed in the meantime, and that change stays.';
  }
}
