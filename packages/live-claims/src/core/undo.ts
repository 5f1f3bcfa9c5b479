import * as v from 'valibot';
import type { AuditEntry, AuditState } from './audit.ts';
import { reason } from './call-fields.ts';
import { type SyncResult, syncResultSchema, uidSchema } from './calls.ts';
import { type Milliseconds, millisecondsOf } from './time.ts';

/**
 * Puts back what an entry of the audit log says was before: role, end and whether the account is disabled. It is
 * an ordinary change by the caller, whose rank counts for both the role now and the role put back, and is refused
 * with `ChangedMeanwhile` where the access was changed since. Ended sessions stay ended.
 *
 * @example await undoChange({ entryId: result.changeId, reason: 'Wrong person' } satisfies UndoChangeRequest);
 */
export interface UndoChangeRequest {
  /** The id of the entry in the audit log, which is the `changeId` of the change. An undo has one, too. */
  readonly entryId: string;
  /** The reason, for the audit log. @default null */
  readonly reason?: string | null | undefined;
}

/**
 * The outcome of a change, with the id by which it can be undone.
 *
 * @example v.safeParse(changeResultSchema, answer.data).success
 */
export const changeResultSchema = v.object({
  ...syncResultSchema.entries,
  /** The id of the change and of its entry in the audit log; null when nothing had to be written. */
  changeId: v.optional(v.nullable(v.string()), null),
});
/**
 * The answer of `setUserRole`, `setUserDisabled`, `endSessions` and `undoChange`.
 *
 * @example const canUndo = ({ changeId }: ChangeResult) => changeId !== null;
 */
export type ChangeResult = SyncResult & { readonly changeId: string | null };

/**
 * The result in a callable's answer.
 *
 * @throws {v.ValiError} when it cannot be read as one.
 * @example const { changeId } = parseChangeResult((await setUserRole(request)).data);
 */
export function parseChangeResult(data: unknown): ChangeResult {
  return v.parse(changeResultSchema, data);
}

/**
 * The request in unknown data.
 *
 * @throws {v.ValiError} as `parseSetUserRole` does.
 * @example parseUndoChange({ entryId: 'c1' })
 */
export function parseUndoChange(data: unknown): UndoChangeRequest {
  return v.parse(v.strictObject({ entryId: uidSchema, reason }), data);
}

/**
 * What an undo puts back; what is absent stays as it is.
 *
 * @example const restored: RestoredAccess = { role: 'viewer', expiresAt: null };
 */
export interface RestoredAccess {
  /** @default it stays */
  readonly role?: string | null;
  /** With `role`: when it ends, in milliseconds since the Unix epoch, whole seconds; null for never. @default it stays */
  readonly expiresAt?: Milliseconds | null;
  /** @default it stays */
  readonly disabled?: boolean;
}

/** The kinds of entries that tell of one account's role, end or being disabled. */
const UNDOABLE: readonly string[] = ['token-claims-change', 'account-disabled', 'account-enabled'];

/**
 * What the undo of an entry puts back; null for an entry without anything to put back: the end of sessions, an
 * invite, a setting, a deleted account, or a value that could not be applied. Whether the caller may, and
 * whether the access has been changed since, is found out by `undoChange`.
 *
 * @example const offersUndo = restoredBy(entry) !== null;
 */
export function restoredBy(
  entry: Pick<AuditEntry, 'type' | 'uid' | 'before' | 'after' | 'direct'>,
): RestoredAccess | null {
  const { type, uid, direct } = entry;
  const [before, after] = [accessOf(entry.before), accessOf(entry.after)];
  if (uid === null || after === null || !UNDOABLE.includes(type)) return null;
  const was = before ?? NO_ACCESS_BEFORE;
  const disabled = was.disabled === after.disabled ? {} : { disabled: was.disabled };
  // Of one that was in effect only, the document has the role still.
  const keepsRole = direct && was.disabled !== after.disabled;
  const sameRole = was.role === after.role && was.expiresAt === after.expiresAt;
  if (keepsRole || sameRole) return was.disabled === after.disabled ? null : disabled;
  const expiresAt =
    was.role === null || was.expiresAt === null ? null : millisecondsOf(was.expiresAt);
  return { role: was.role, expiresAt, ...disabled };
}

/** Of a person without a document. */
const NO_ACCESS_BEFORE = { role: null, disabled: false, expiresAt: null } as const;

/** A person's access; null for access settings. */
function accessOf(state: AuditEntry['before']): AuditState | null {
  return state !== null && 'role' in state ? state : null;
}
