import { type Problem, topRole } from '../core/index.ts';
import { AdminError } from './admin-error.ts';
import type { Session } from './session.ts';

/** What may stand in the way of an operator's edit of `users/{uid}`; any other outcome does not. */
export type EditOutcome =
  | { readonly outcome: 'last-owner' | 'moved' }
  | { readonly outcome: 'cannot-apply'; readonly problem: Problem }
  | { readonly outcome: 'already-so' | 'edit' | 'create' | 'write' };

/**
 * Refuses an edit that cannot be made.
 *
 * @param mend what to do where the document could not be applied.
 * @throws {AdminError} `last-owner`, `cannot-apply`, `changed-meanwhile`.
 */
export function refuseEdit(
  plan: EditOutcome,
  { project }: Session,
  uid: string,
  mend: string,
): void {
  const top = topRole(project.engine.roles);
  switch (plan.outcome) {
    case 'last-owner':
      throw new AdminError('last-owner', `This is the last ${top} without an end.`, {
        next: `Nothing was changed. Make somebody else ${top} first: \`grant <person> ${top}\`.`,
      });
    case 'cannot-apply':
      throw new AdminError('cannot-apply', plan.problem.message, {
        next: `Nothing was changed. ${mend}`,
      });
    case 'moved':
      throw new AdminError(
        'changed-meanwhile',
        `${project.store.paths.user(uid)} was changed at this very moment.`,
        {
          next: `Nothing was changed by this command. Look at it with \`show ${uid}\`, then try again.`,
        },
      );
  }
}
