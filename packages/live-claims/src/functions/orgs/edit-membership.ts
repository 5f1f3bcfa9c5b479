import * as log from '../log.ts';
import { applyMembership } from './follow-membership.ts';
import { commitMembership, type MembershipResult, type OrgProject } from './people-edit.ts';
import type { MembershipOrder } from './plan-membership.ts';

/**
 * The one door for every change of a membership: `commitMembership`, and it is applied at once. What is written stands;
 * where it could not be applied now, the triggers do it.
 *
 * @throws {CommitContention} when the documents keep moving; whatever Firebase rejects with before it is written.
 */
export async function editMembership(
  project: OrgProject,
  order: MembershipOrder,
): Promise<MembershipResult> {
  const result = await commitMembership(project, order);
  if ('now' in result) await applyOrLog(project, order);
  return result;
}

/** Brings a written membership into the claims. */
export async function applyOrLog(
  project: OrgProject,
  { orgId, uid }: Pick<MembershipOrder, 'orgId' | 'uid'>,
): Promise<void> {
  try {
    await applyMembership(project, orgId, uid);
  } catch (error) {
    log.membershipNotCopied(uid, orgId, error);
  }
}
