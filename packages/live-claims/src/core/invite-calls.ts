import * as v from 'valibot';
import { email, moment, reason, roleOf } from './call-fields.ts';
import { uidSchema } from './calls.ts';
import type { GrantRefusal } from './granting.ts';
import { MAX_INVITES_PER_CALL } from './limits.ts';
import type { RoleTable } from './roles.ts';
import type { Milliseconds } from './time.ts';

/**
 * Invites many addresses to one role. Each address has a verdict in the answer; those with another one than `new` are not
 * invited. With `dryRun` nothing is written.
 *
 * @example
 * const emails = splitAddresses('Ada <ada@example.com>, ben@example.com');
 * const request: CreateInvitesRequest = { emails, role: 'editor', expiresAt: Date.now() + 7 * 86_400_000, dryRun: true };
 */
export interface CreateInvitesRequest {
  /** As they were typed, 1 to `MAX_INVITES_PER_CALL`; what is no address has a verdict, too. */
  readonly emails: readonly string[];
  readonly role: string;
  /** When the invites expire, in milliseconds since the Unix epoch. */
  readonly expiresAt: Milliseconds;
  /** When the role ends that they give, in milliseconds since the Unix epoch; null for never. @default null */
  readonly roleExpiresAt?: Milliseconds | null | undefined;
  /** The reason, for the audit log. @default null */
  readonly reason?: string | null | undefined;
  /** Whether only to say what would become of each address. @default false */
  readonly dryRun?: boolean | undefined;
}

/**
 * What becomes of an address in `createInvites`. `new`: it is invited, or would be. `invited-already`: there is an open
 * invite. `has-account`: an account has verified the address, and its role can be changed instead. `gives-nothing`: that account has
 * the role or a higher one. `not-an-address`; `duplicate`: named twice; `over-limit`: the inviter has used up this hour.
 * The rest are refusals by rank, the same for all addresses or of an open invite that the caller could not have written.
 *
 * @example INVITE_VERDICTS.includes('has-account') // true
 */
export const INVITE_VERDICTS = [
  'new',
  'invited-already',
  'has-account',
  'gives-nothing',
  'not-an-address',
  'duplicate',
  'over-limit',
  'not-allowed',
  'own-role',
  'rank-too-low',
  'beyond-own-end',
  'last-owner',
] as const satisfies readonly (GrantRefusal | string)[];
/**
 * One of `INVITE_VERDICTS`.
 *
 * @example const verdict: InviteVerdict = 'invited-already';
 */
export type InviteVerdict = (typeof INVITE_VERDICTS)[number];

const text = v.nullable(v.string());

/**
 * What became of one address, or would.
 *
 * @example const isInvited = ({ verdict, inviteId }: InviteLine) => verdict === 'new' && inviteId !== null;
 */
export const inviteLineSchema = v.object({
  /** Its place in the request, from 0. */
  index: v.number(),
  /** In lower case; as it was typed where it is no address. */
  email: v.string(),
  verdict: v.picklist(INVITE_VERDICTS),
  /** The verdict in a sentence; null for `new`. */
  message: text,
  /** The invite that was written; null for none. */
  inviteId: text,
  /** With `has-account` and `gives-nothing`: the account. */
  uid: text,
  /** Whether the app's `onInvite` has sent a mail; null without that hook, and where none was to be sent. */
  mailed: v.nullable(v.boolean()),
});
/**
 * As `inviteLineSchema` reads it.
 *
 * @example const problems = lines.filter(({ verdict }: InviteLine) => verdict !== 'new');
 */
export type InviteLine = v.InferOutput<typeof inviteLineSchema>;

/**
 * The answer of `createInvites`.
 *
 * @example v.safeParse(createInvitesResultSchema, answer.data).success
 */
export const createInvitesResultSchema = v.object({
  /** How many addresses were invited, or would be. */
  invited: v.number(),
  /** One for each address, in the order of the request. */
  lines: v.array(inviteLineSchema),
  /** How many more invites the caller can write in this hour. */
  left: v.number(),
  /** When the next hour begins, in milliseconds since the Unix epoch; null while nothing of it is used. */
  nextAt: v.nullable(v.number()),
});
/**
 * As `parseCreateInvitesResult` reads it.
 *
 * @example const sentence = ({ invited, left }: CreateInvitesResult) => `${invited} invited, ${left} left in this hour`;
 */
export type CreateInvitesResult = v.InferOutput<typeof createInvitesResultSchema>;

/**
 * The result in a callable's answer.
 *
 * @throws {v.ValiError} when it cannot be read as one.
 * @example const { lines } = parseCreateInvitesResult((await createInvites(request)).data);
 */
export function parseCreateInvitesResult(data: unknown): CreateInvitesResult {
  return v.parse(createInvitesResultSchema, data);
}

/**
 * The request in unknown data; addresses stay as they were typed.
 *
 * @throws {v.ValiError} when a field is missing, of a wrong type or unknown, or `role` is not of the table.
 * @example parseCreateInvites(roles, { emails: ['ada@example.com'], role: 'editor', expiresAt: 1_800_000_000_000 });
 */
export function parseCreateInvites(table: RoleTable, data: unknown): CreateInvitesRequest {
  const emails = v.pipe(
    v.array(v.pipe(v.string(), v.maxLength(MAX_TYPED))),
    v.minLength(1, 'must hold at least one address'),
    v.maxLength(MAX_INVITES_PER_CALL, `must hold at most ${MAX_INVITES_PER_CALL} addresses`),
  );
  const times = { expiresAt: moment, roleExpiresAt: v.nullish(moment) };
  const rest = { reason, dryRun: v.optional(v.boolean()) };
  return v.parse(v.strictObject({ emails, role: roleOf(table), ...times, ...rest }), data);
}

/** Longer than any address, so that its line can say that it is none. */
const MAX_TYPED = 1000;

/**
 * An address as it was typed, in lower case; null where it is none.
 *
 * @example parseAddress(' Ada@Example.com') // 'ada@example.com'
 */
export function parseAddress(typed: string): string | null {
  const result = v.safeParse(email, typed);
  return result.success ? result.output : null;
}

/**
 * The addresses in any text: a column, a list with commas or semicolons, or as mail programs have them, `Ada <ada@example.com>`.
 * What is no address comes back as it stands, for its line to say so.
 *
 * @example splitAddresses('Ada Lovelace <ada@example.com>; ben@example.com') // ['ada@example.com', 'ben@example.com']
 */
export function splitAddresses(text: string): readonly string[] {
  return (
    text
      .split(/[,;\n\r]+|(?<=>)\s+|\t+/u)
      .flatMap((part) => /<([^<>]*)>/u.exec(part)?.[1] ?? wordsOf(part))
      // A link, or an address in quotes or brackets.
      .map((part) => part.trim().replace(/^(?:mailto:|["'(])+|["')]+$/gu, ''))
      .filter((part) => part !== '')
  );
}

/** Addresses with blanks between them; a text without one is one part. */
function wordsOf(part: string): string | readonly string[] {
  const words = part.trim().split(/\s+/u);
  return words.every((word) => word.includes('@')) ? words : part;
}

/**
 * Sends the mail of an open invite again, by the app's `onInvite`. It counts as an invite in the hour.
 *
 * @example await resendInvite({ inviteId: invite.id } satisfies ResendInviteRequest);
 */
export interface ResendInviteRequest {
  readonly inviteId: string;
}

/**
 * The request in unknown data.
 *
 * @throws {v.ValiError} as `parseSetUserRole` does.
 * @example parseResendInvite({ inviteId: 'x1' })
 */
export function parseResendInvite(data: unknown): ResendInviteRequest {
  return v.parse(v.strictObject({ inviteId: uidSchema }), data);
}

/**
 * The `details` of a refusal because of the limit of invites in an hour.
 *
 * @example const details: InviteLimit = { reason: 'too-many-invites', perHour: 50, nextAt: 1_800_000_000_000 };
 */
export interface InviteLimit {
  readonly reason: 'too-many-invites';
  /** How many invites an account may write in an hour: `limits.invitesPerHour`. */
  readonly perHour: number;
  /** When the next one can be written, in milliseconds since the Unix epoch. */
  readonly nextAt: Milliseconds;
}

/**
 * The limit in the `details` of a refused call; null where the refusal is another one.
 *
 * @example const limit = parseInviteLimit(error.details);
 */
export function parseInviteLimit(details: unknown): InviteLimit | null {
  const limit = v.object({
    reason: v.literal('too-many-invites'),
    perHour: v.number(),
    nextAt: v.number(),
  });
  const result = v.safeParse(limit, details);
  return result.success ? result.output : null;
}
