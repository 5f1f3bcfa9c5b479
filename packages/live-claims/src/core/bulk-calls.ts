import * as v from 'valibot';
import {
  type ExpectedAccess,
  expectedSchema,
  reasonSchema,
  roleFields,
  type SetUserRoleRequest,
  uidSchema,
} from './calls.ts';
import type { GrantRefusal } from './granting.ts';
import { MAX_BULK_CHANGES } from './limits.ts';
import type { RoleTable } from './roles.ts';
import type { Milliseconds } from './time.ts';
import { milliseconds } from './timestamp-schema.ts';

/**
 * The request of `bulkSetRoles`: a list of changes, or one change for every account whose
 * document has a certain role (null for no role). The reason is in the audit entry of each.
 *
 * @example
 * const request: BulkSetRolesRequest = { everybodyWith: { role: 'editor' }, role: 'viewer', reason: 'End of term' };
 */
export type BulkSetRolesRequest = Pick<SetUserRoleRequest, 'reason'> &
  (
    | { readonly changes: readonly Pick<SetUserRoleRequest, 'uid' | 'role' | 'expiresAt'>[] }
    | (Pick<SetUserRoleRequest, 'role' | 'expiresAt'> & {
        readonly everybodyWith: { readonly role: string | null };
      })
  );

/**
 * The job that makes the changes, and how many accounts it has.
 *
 * @example v.parse(bulkSetRolesResultSchema, { jobId: 'x1', total: 40 })
 */
export const bulkSetRolesResultSchema = v.object({ jobId: v.string(), total: v.number() });
/**
 * The answer of `bulkSetRoles`.
 *
 * @example const { jobId }: BulkSetRolesResult = parseBulkSetRolesResult(answer.data);
 */
export type BulkSetRolesResult = v.InferOutput<typeof bulkSetRolesResultSchema>;

/**
 * What is wrong with one of the changes.
 *
 * @example
 * const problem: BulkProblem = { index: 3, code: 'rank-too-low', message: 'The rank is too low.' };
 */
export interface BulkProblem {
  /** Its place in the list, from 0; null where it is about the request as a whole. */
  readonly index: number | null;
  readonly code: 'invalid' | 'duplicate' | 'in-the-past' | 'no-such-person' | GrantRefusal;
  readonly message: string;
}

/**
 * A bulk request that cannot be carried out, with everything that is wrong with it.
 *
 * @example if (error instanceof BulkProblems) show(error.problems.map(showBulkProblem));
 */
export class BulkProblems extends Error {
  readonly problems: readonly BulkProblem[];

  constructor(problems: readonly BulkProblem[]) {
    const [first] = problems;
    const more = problems.length > 1 ? ` And ${problems.length - 1} more.` : '';
    super(`Nothing was changed. ${first && showBulkProblem(first)}${more}`);
    this.name = 'BulkProblems';
    this.problems = problems;
  }
}

/**
 * The problem in a sentence, with its place as people count.
 *
 * @example
 * showBulkProblem({ index: 0, code: 'duplicate', message: 'Twice.' }) // 'Change 1: Twice.'
 */
export function showBulkProblem({ index, message }: BulkProblem): string {
  return index === null ? message : `Change ${index + 1}: ${message}`;
}

/**
 * The request in unknown data.
 *
 * @throws {BulkProblems} with every field that is missing, of a wrong type or unknown, every role
 *   that is not of the table, and every account that is named twice.
 * @example parseBulkSetRoles(roles, { changes: [{ uid: 'ada', role: 'editor' }] })
 */
export function parseBulkSetRoles(table: RoleTable, data: unknown): BulkSetRolesRequest {
  const isQuery = typeof data === 'object' && data !== null && 'everybodyWith' in data;
  const result = v.safeParse(isQuery ? querySchema(table) : listSchema(table), data);
  if (!result.success) throw new BulkProblems(result.issues.map(problemOf));
  return result.output;
}

/**
 * The result in a callable's answer.
 *
 * @throws {v.ValiError} when it cannot be read as one.
 * @example parseBulkSetRolesResult((await bulkSetRoles(request)).data)
 */
export function parseBulkSetRolesResult(data: unknown): BulkSetRolesResult {
  return v.parse(bulkSetRolesResultSchema, data);
}

/**
 * A change as a job stores it, decided on when the job began; what is absent stays as it is.
 *
 * @example const change: StoredChange = { uid: 'ada', role: 'editor', expiresAt: null, name: 'Ada' };
 */
export interface StoredChange {
  readonly uid: string;
  /** @default the role stays */
  readonly role?: string | null | undefined;
  /** @default null, with `role` */
  readonly expiresAt?: Milliseconds | null | undefined;
  /** @default it stays as it is */
  readonly disabled?: boolean | undefined;
  /** @default false */
  readonly endSessions?: boolean | undefined;
  /** What stood there then; another state is left alone. @default any state */
  readonly expected?: ExpectedAccess | undefined;
  /** The id of the entry of the audit log that is undone, in place of the fields above. @default none */
  readonly undoes?: string | undefined;
  /** Whether only the end was asked for: `role` is the one that stood there. @default false */
  readonly endOnly?: boolean | undefined;
  /** Name and address then. @default not known */
  readonly name?: string | null | undefined;
  /** @default not known */
  readonly email?: string | null | undefined;
}

/**
 * Changes as a job stores them: the request's, checked once. Null when there are none to be read.
 *
 * @example
 * parseBulkChanges({ changes: [{ uid: 'ada', role: null }] }) // [{ uid: 'ada', role: null }]
 */
export function parseBulkChanges(data: unknown): readonly StoredChange[] | null {
  const text = v.nullish(v.string());
  const change = v.object({
    uid: uidSchema,
    role: v.nullish(v.string()),
    expiresAt: v.nullish(milliseconds),
    disabled: v.optional(v.boolean()),
    endSessions: v.optional(v.boolean()),
    expected: v.optional(expectedSchema),
    undoes: v.optional(v.string()),
    endOnly: v.optional(v.boolean()),
    name: text,
    email: text,
  });
  const result = v.safeParse(v.object({ changes: v.array(change) }), data);
  return result.success ? result.output.changes : null;
}

function listSchema(table: RoleTable) {
  const change = v.strictObject({ uid: uidSchema, ...roleFields(table) });
  return v.strictObject({
    reason: reasonSchema,
    changes: v.pipe(
      v.array(change),
      v.minLength(1, 'must hold at least one change'),
      v.maxLength(MAX_BULK_CHANGES, `must hold at most ${MAX_BULK_CHANGES} changes`),
      v.rawCheck(({ dataset, addIssue }) => {
        if (!dataset.typed) return;
        const firstAt = new Map<string, number>();
        for (const [index, entry] of dataset.value.entries()) {
          const first = firstAt.get(entry.uid);
          if (first === undefined) firstAt.set(entry.uid, index);
          else addIssue({ message: DUPLICATE, path: [itemPath(dataset.value, index)] });
        }
      }),
    ),
  });
}

function querySchema(table: RoleTable) {
  const { role, expiresAt } = roleFields(table);
  const everybodyWith = v.strictObject({ role });
  return v.strictObject({ everybodyWith, role, expiresAt, reason: reasonSchema });
}

const DUPLICATE = 'names an account that an earlier change names';

function itemPath(input: readonly unknown[], key: number): v.ArrayPathItem {
  return { type: 'array', origin: 'value', input: input as unknown[], key, value: input[key] };
}

/** `changes.3.role must be …` becomes problem 3, "role must be …". */
function problemOf(issue: v.BaseIssue<unknown>): BulkProblem {
  const keys = (issue.path ?? []).map(({ key }) => key);
  const inList = keys[0] === 'changes' && typeof keys[1] === 'number';
  const field = keys.slice(inList ? 2 : 0).join('.');
  return {
    index: inList ? (keys[1] as number) : null,
    code: issue.message === DUPLICATE ? 'duplicate' : 'invalid',
    message: `${[field, issue.message].filter(Boolean).join(' ')}.`,
  };
}
