import { parseInviteLimit, type RoleTable, topRole } from '../../core/index.ts';
import { momentFrom } from './moments.ts';
import { asErrorLike, sentenceOf } from './sentences.ts';

/** One or two sentences for the person: what went wrong and what to do. Never a code. */
export function sentenceFor(error: unknown, roles: RoleTable): string {
  const limit = parseInviteLimit(asErrorLike(error).details);
  if (limit !== null) return inviteLimitSentence(limit.perHour, limit.nextAt);
  return sentenceOf(error, topRole(roles));
}

/** The limit of invites in an hour, with the time of the next one where it is known; in milliseconds since the Unix epoch. */
export function inviteLimitSentence(perHour: number, nextAt: number | null): string {
  const next = nextAt === null ? '' : ` Next one at ${momentFrom(nextAt, Date.now())}.`;
  return `You have invited ${perHour} people in the last hour.${next}`;
}
