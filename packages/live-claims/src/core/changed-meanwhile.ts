import * as v from 'valibot';
import { type ExpectedAccess, expectedSchema } from './calls.ts';
import type { Milliseconds } from './time.ts';

/**
 * What stands in `users/{uid}` instead of what the caller of a change saw, and who made it so. It comes as the
 * `details` of the refusal `changed-meanwhile`: to replace it, make the call again with `current` as `expected`.
 *
 * @example
 * const describe = ({ current, changedByName }: ChangedMeanwhile) =>
 *   `${changedByName ?? 'Another person'} made it ${current.role ?? 'no role'}.`;
 */
export interface ChangedMeanwhile {
  readonly current: ExpectedAccess;
  /** Account id of the author; null where it is not known, as of an edit in the Firebase console. */
  readonly changedBy: string | null;
  /** The author's name at that time, or else their address; null where neither is known. */
  readonly changedByName: string | null;
  /** When, in milliseconds since the Unix epoch; null where it is not known. */
  readonly changedAt: Milliseconds | null;
}

const nullableText = v.nullish(v.string(), null);

const detailsSchema = v.object({
  reason: v.picklist(['changed-meanwhile', 'already-undone']),
  current: expectedSchema,
  changedBy: nullableText,
  changedByName: nullableText,
  changedAt: v.nullish(v.number(), null),
});

/**
 * The newer state in the `details` of a refused change; null where the refusal is another one.
 *
 * @example
 * try {
 *   await setUserRole({ uid, role, expected });
 * } catch (error) {
 *   const newer = parseChangedMeanwhile((error as FunctionsError).details);
 *   if (newer === null) throw error;
 *   offerToReplace(newer);
 * }
 */
export function parseChangedMeanwhile(details: unknown): ChangedMeanwhile | null {
  const result = v.safeParse(detailsSchema, details);
  if (!result.success) return null;
  const { reason, ...changed } = result.output;
  return changed as ChangedMeanwhile;
}
