import * as v from 'valibot';
import { email, moment, reason, roleOf } from './call-fields.ts';
import { type ExpectedAccess, expectedSchema, uidSchema } from './calls.ts';
import type { DirectoryWords } from './directory-query.ts';
import type { GrantRefusal } from './granting.ts';
import { MAX_BULK_CHANGES } from './limits.ts';
import type { RoleTable } from './roles.ts';
import type { Milliseconds } from './time.ts';

/**
 * What `bulkEdit` does to each of the chosen users.
 *
 * - `set-role`: gives a role, or removes it with null, until `expiresAt`; null or absent for never.
 * - `set-end`: sets when the role ends that each has; null for never.
 * - `end-sessions`: signs them out everywhere.
 * - `disable`: disables the accounts, with `endSessions` also their sessions. `enable` enables them again.
 *
 * @example const action: BulkAction = { kind: 'set-end', expiresAt: Date.now() + 30 * 86_400_000 };
 */
export type BulkAction =
  | {
      readonly kind: 'set-role';
      readonly role: string | null;
      readonly expiresAt?: Milliseconds | null | undefined;
    }
  | { readonly kind: 'set-end'; readonly expiresAt: Milliseconds | null }
  | { readonly kind: 'end-sessions' }
  | { readonly kind: 'disable'; readonly endSessions?: boolean | undefined }
  | { readonly kind: 'enable' };

/**
 * A change of one user in a list, each with its own: what is absent stays as it is. The user is named by id or by the
 * verified address of the account.
 *
 * @example const change: BulkChange = { email: 'ada@example.com', role: 'editor' };
 */
export interface BulkChange {
  /** @default `email` names the account */
  readonly uid?: string | undefined;
  /** In place of `uid`: the address of an account that has verified it. @default `uid` names it */
  readonly email?: string | undefined;
  /** The role to give; null removes it. @default the role stays */
  readonly role?: string | null | undefined;
  /** With `role`: when it ends, in milliseconds since the Unix epoch; null for never. @default null */
  readonly expiresAt?: Milliseconds | null | undefined;
  /** @default it stays as it is */
  readonly disabled?: boolean | undefined;
  /** Whether to sign the user out everywhere. @default false */
  readonly endSessions?: boolean | undefined;
  /** What the caller saw; a user in another state is left alone. @default what stands there when the call is made */
  readonly expected?: ExpectedAccess | undefined;
}

/**
 * The users that `bulkEdit` is about: a list; all whose document has a certain role (null for none); or all whom a list of
 * the directory shows, by the words of its address, in an app with `directory`. Of those, 10,000 at most.
 *
 * @example const people: BulkPeople = { everybodyWith: { role: 'editor' } };
 * @example const shown: BulkPeople = { matching: { state: 'expiring' } };
 */
export type BulkPeople =
  | { readonly uids: readonly string[] }
  | { readonly everybodyWith: { readonly role: string | null } }
  | { readonly matching: DirectoryWords };

/**
 * Changes up to 10,000 users by a job: one action for all of them, a list of changes, the failures of an earlier job
 * once more, or the undo of a job, which skips each user whose access was changed since. Users whom the caller may not
 * change, and those who are so already, are left out and said; the preview says them before.
 *
 * @example
 * const request: BulkEditRequest = { people: { uids: ['ada', 'ben'] }, action: { kind: 'disable' }, dryRun: true };
 * @example
 * const undo: BulkEditRequest = { undo: jobId, reason: 'Wrong list' };
 */
export type BulkEditRequest = (
  | { readonly people: BulkPeople; readonly action: BulkAction }
  | { readonly changes: readonly BulkChange[] }
  /** The id of a job, whose failed users are tried again, by what stands there now. */
  | { readonly retry: string }
  /** The id of a job, whose changes are undone. */
  | { readonly undo: string }
) & {
  /** Whether only to say what would become of each user; nothing is written then. @default false */
  readonly dryRun?: boolean | undefined;
  /** The reason, for the audit entry of each. @default null */
  readonly reason?: string | null | undefined;
};

/**
 * Why a user in a `bulkEdit` is not changed. `already-so`: it is as asked for. The rest are problems: a refusal by
 * rank (`GrantRefusal`); `gone`: no such account; `unverified-address`: the account has not verified the address;
 * `duplicate`: named twice; `no-role`: there is no role whose end could be set; `in-the-past`: the end is over;
 * `changed-meanwhile`: another state than expected, or with `undo` changed since; `already-undone`;
 * `invalid`: the change cannot be read, or there is nothing to undo.
 *
 * @example BULK_VERDICTS.includes('gone') // true
 */
export const BULK_VERDICTS = [
  'changes',
  'already-so',
  'not-allowed',
  'own-role',
  'rank-too-low',
  'beyond-own-end',
  'last-owner',
  'gone',
  'unverified-address',
  'duplicate',
  'no-role',
  'in-the-past',
  'changed-meanwhile',
  'already-undone',
  'invalid',
] as const satisfies readonly ('changes' | 'already-so' | GrantRefusal | string)[];
/**
 * One of `BULK_VERDICTS`.
 *
 * @example const verdict: BulkVerdict = 'rank-too-low';
 */
export type BulkVerdict = (typeof BULK_VERDICTS)[number];

const text = v.nullable(v.string());

/**
 * What would become of one user, or why nothing.
 *
 * @example const isProblem = ({ verdict }: BulkLine) => verdict !== 'changes' && verdict !== 'already-so';
 */
export const bulkLineSchema = v.object({
  /** The place in the request's list, from 0; in the order of the ids where users were chosen by a role. */
  index: v.number(),
  /** Null where the address has no account. */
  uid: text,
  name: text,
  email: text,
  /** The role in the document now; null for none. */
  role: text,
  verdict: v.picklist(BULK_VERDICTS),
  /** The verdict in a sentence; null for `changes` and `already-so`. */
  message: text,
});
/**
 * As `bulkLineSchema` reads it.
 *
 * @example const label = ({ name, email, uid }: BulkLine) => name ?? email ?? uid;
 */
export type BulkLine = v.InferOutput<typeof bulkLineSchema>;

/**
 * The answer of `bulkEdit`: the counts, a line for each user, and the job that makes the changes.
 *
 * @example v.safeParse(bulkEditResultSchema, answer.data).success
 */
export const bulkEditResultSchema = v.object({
  /** The job; null with `dryRun`, and where no user would change. */
  jobId: text,
  /** How many users the request is about. */
  total: v.number(),
  /** How many of them change. */
  changes: v.number(),
  /** How many are as asked for already. */
  alreadySo: v.number(),
  /** How many cannot be changed, for the reasons in `lines`. */
  problems: v.number(),
  /** One for each user, in the order of the request. */
  lines: v.array(bulkLineSchema),
});
/**
 * As `parseBulkEditResult` reads it.
 *
 * @example const sentence = ({ changes, alreadySo }: BulkEditResult) => `${changes} change, ${alreadySo} are so already`;
 */
export type BulkEditResult = v.InferOutput<typeof bulkEditResultSchema>;

/**
 * The result in a callable's answer.
 *
 * @throws {v.ValiError} when it cannot be read as one.
 * @example const preview = parseBulkEditResult((await bulkEdit({ ...request, dryRun: true })).data);
 */
export function parseBulkEditResult(data: unknown): BulkEditResult {
  return v.parse(bulkEditResultSchema, data);
}

/**
 * A change in a list that cannot be read.
 *
 * @example const change: InvalidChange = { invalid: 'role must be one of: viewer.' };
 */
export interface InvalidChange {
  readonly invalid: string;
}

/**
 * A request as `bulkEdit` works on it: of a list, each change or what is wrong with it.
 *
 * @example const request: ParsedBulkEdit = parseBulkEdit(roles, data);
 */
export type ParsedBulkEdit = Omit<BulkEditRequest, 'changes'> &
  (
    | { readonly people: BulkPeople; readonly action: BulkAction }
    | { readonly changes: readonly (BulkChange | InvalidChange)[] }
    | { readonly retry: string }
    | { readonly undo: string }
  );

/**
 * The request in unknown data. A change of a list that cannot be read becomes `{ invalid: … }`, so that the answer
 * has a line for it.
 *
 * @throws {v.ValiError} when the rest is not as `BulkEditRequest` says; its message names the field.
 * @example
 * parseBulkEdit(roles, { people: { uids: ['ada'] }, action: { kind: 'enable' } });
 */
export function parseBulkEdit(table: RoleTable, data: unknown): ParsedBulkEdit {
  const common = { dryRun: v.optional(v.boolean()), reason };
  const has = (name: string) => typeof data === 'object' && data !== null && name in data;
  if (has('undo')) return v.parse(v.strictObject({ undo: uidSchema, ...common }), data);
  if (has('retry')) return v.parse(v.strictObject({ retry: uidSchema, ...common }), data);
  if (has('changes')) {
    const { changes, ...rest } = v.parse(
      v.strictObject({ changes: listOf(v.unknown(), 'change'), ...common }),
      data,
    );
    const change = changeSchema(table);
    return { ...rest, changes: changes.map((one) => parseChange(change, one)) };
  }
  const people = v.union([
    v.strictObject({ uids: listOf(uidSchema, 'user') }),
    v.strictObject({ everybodyWith: v.strictObject({ role: v.nullable(roleOf(table)) }) }),
    v.strictObject({ matching: v.strictObject(v.entriesFromList(MATCHED_BY, word)) }),
  ]);
  return v.parse(v.strictObject({ people, action: actionSchema(table), ...common }), data);
}

const MATCHED_BY = ['search', 'role', 'state', 'sort', 'direction'] as const;
const word = v.optional(v.pipe(v.string(), v.maxLength(500)));

function listOf<const Item extends v.GenericSchema>(item: Item, name: string) {
  return v.pipe(
    v.array(item),
    v.minLength(1, `must hold at least one ${name}`),
    v.maxLength(MAX_BULK_CHANGES, `must hold at most ${MAX_BULK_CHANGES} ${name}s`),
  );
}

function actionSchema(table: RoleTable) {
  return v.variant('kind', [
    v.strictObject({
      kind: v.literal('set-role'),
      role: v.nullable(roleOf(table)),
      expiresAt: v.nullish(moment),
    }),
    v.strictObject({ kind: v.literal('set-end'), expiresAt: v.nullable(moment) }),
    v.strictObject({ kind: v.literal('end-sessions') }),
    v.strictObject({ kind: v.literal('disable'), endSessions: v.optional(v.boolean()) }),
    v.strictObject({ kind: v.literal('enable') }),
  ]);
}

function changeSchema(table: RoleTable) {
  return v.pipe(
    v.strictObject({
      uid: v.optional(uidSchema),
      email: v.optional(email),
      role: v.optional(v.nullable(roleOf(table))),
      expiresAt: v.nullish(moment),
      disabled: v.optional(v.boolean()),
      endSessions: v.optional(v.boolean()),
      expected: v.optional(expectedSchema),
    }),
    v.check(
      ({ uid, email }) => (uid === undefined) !== (email === undefined),
      'must name uid or email',
    ),
    v.check(
      ({ role, disabled, endSessions }) =>
        role !== undefined || disabled !== undefined || endSessions === true,
      'must name role, disabled or endSessions',
    ),
    v.check(
      ({ role, expiresAt }) => role !== undefined || expiresAt === undefined,
      'must name role with expiresAt',
    ),
  );
}

function parseChange(
  schema: ReturnType<typeof changeSchema>,
  data: unknown,
): BulkChange | InvalidChange {
  const result = v.safeParse(schema, data);
  if (result.success) return result.output;
  const [issue] = result.issues;
  const field = (issue.path ?? []).map(({ key }) => String(key)).join('.');
  return { invalid: `${[field, issue.message].filter(Boolean).join(' ')}.` };
}
