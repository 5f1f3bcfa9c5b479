import * as v from 'valibot';

/**
 * Why somebody is not let through. A closed set.
 *
 * - `signed-out`: there is no token, or nobody can trust it.
 * - `session-revoked`: the sign-in is from before the account was signed out everywhere.
 * - `sign-in-too-old`: the sign-in is from before `minimumAuthTime`.
 * - `disabled`: the account is disabled.
 * - `locked-down`: only the top role gets in at the moment.
 * - `token-stale`: the token is older than the account's marker. A refresh helps.
 * - `token-too-old`: the token is older than this operation takes. A refresh helps.
 * - `not-allowed`: the role does not have the permission.
 */
export const ACCESS_REFUSALS = [
  'signed-out',
  'session-revoked',
  'sign-in-too-old',
  'disabled',
  'locked-down',
  'token-stale',
  'token-too-old',
  'not-allowed',
] as const;
export type AccessRefusal = (typeof ACCESS_REFUSALS)[number];

/**
 * What comes with a refusal: a callable's `details`, and the JSON body of an HTTP answer. For the two
 * refusals that a refresh helps against it is a challenge and says what the new token has to reach.
 */
export const refusalDetailsSchema = v.object({
  reason: v.picklist(ACCESS_REFUSALS),
  /** With `token-stale`: the claims version to reach. */
  version: v.optional(v.pipe(v.number(), v.safeInteger())),
  /** With `token-too-old`: the age, in seconds since it was issued, that a token may have. */
  maxTokenAge: v.optional(v.number()),
});
export type RefusalDetails = v.InferOutput<typeof refusalDetailsSchema>;

/** The details in unknown data; null when it cannot be read as such. */
export function parseRefusalDetails(data: unknown): RefusalDetails | null {
  const result = v.safeParse(refusalDetailsSchema, data);
  return result.success ? result.output : null;
}
