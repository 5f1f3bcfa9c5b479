import { randomUUID } from 'node:crypto';
import type { Grant, TimestampLike } from '../core/index.ts';
import type { Store } from '../functions/firebase/store.ts';
import { isSettled, planSync } from '../functions/sync/plan-sync.ts';
import type { Observation } from '../functions/sync/ports.ts';
import { type SyncOutcome, syncUser } from '../functions/sync/sync-user.ts';
import { commitRoleEdit, previewRoleEdit } from './commit-role-edit.ts';
import { momentText } from './moment.ts';
import { confirm, waitForReading, waitForWriting } from './operator.ts';
import { type FoundPerson, observe } from './person.ts';
import { grantedBy, type RoleEdit, saysSo } from './plan-role-edit.ts';
import { refuseEdit } from './refuse-edit.ts';
import type { Session } from './session.ts';

export interface RoleEditOrder {
  readonly edit: RoleEdit;
  readonly reason: string | null;
  readonly yes: boolean;
}

/** What came of it. */
export interface EditedRole {
  /** Whether the role was written. */
  readonly written: boolean;
  /** What the document granted before; null for an unreadable one. */
  readonly before: Grant | null;
  /** Whether the document disables the person, whatever their role. */
  readonly disabled: boolean;
  readonly sync: SyncOutcome;
}

/**
 * Changes a person's role and applies it at once: when this resolves, new tokens carry it and the
 * marker is out. The document comes first, so after a crash the trigger finishes, or a second run.
 *
 * @throws {AdminError} before anything is written: `last-owner`, `cannot-apply`, `not-confirmed`,
 *   `changed-meanwhile`, `interrupted`.
 */
export async function editRole(
  session: Session,
  person: FoundPerson,
  order: RoleEditOrder,
): Promise<EditedRole> {
  const { store, engine } = session.project;
  const { uid, account } = person;
  const { edit, reason } = order;
  const seen = await waitForReading(observe(session.project, person), session.signal);
  const plan = await waitForReading(
    previewRoleEdit(store, engine.roles, seen, { uid, edit }),
    session.signal,
  );
  const mend = `\`show ${uid}\` has the rest.`;
  refuseEdit(plan, session, uid, mend);

  const edits = plan.outcome === 'edit' || plan.outcome === 'create';
  const heals = !edits && !isSettled(planSync(engine.roles, seen));
  const changes = [
    ...(edits ? editLines(store, uid, seen, edit) : []),
    ...(heals
      ? [`the claims and the marker of ${uid}, which are not what ${store.paths.user(uid)} says`]
      : []),
    ...(edit.sessions ? [`every session of ${uid}: they have to sign in again`] : []),
  ];
  if (changes.length > 0) await confirm(session, order.yes, changes);

  const changeId = randomUUID();
  if (edits) {
    const profile = {
      email: account?.email ?? null,
      displayName: account?.displayName ?? null,
      photoURL: account?.photoURL ?? null,
    };
    const done = await waitForWriting(
      commitRoleEdit(store, engine.roles, seen, { uid, edit, profile, changeId, reason }),
    );
    refuseEdit(done, session, uid, mend);
  }
  const sync = await waitForWriting(syncUser(engine, uid));
  return {
    written: edits && !saysSo(seen.source.data ?? {}, edit),
    before: grantedBy(engine.roles, seen.source.data),
    disabled: seen.source.data?.disabled === true,
    sync,
  };
}

function editLines(
  { paths, names: { fields } }: Store,
  uid: string,
  { source: { data } }: Observation,
  edit: RoleEdit,
): readonly string[] {
  const line = (field: string, from: unknown, to: unknown) =>
    `  ${field.padEnd(13)}  ${data === null ? '' : `${valueText(from)} → `}${valueText(to)}`;
  const ends = data?.roleExpiresAt != null || edit.expiresAt !== null;
  return [
    data === null ? `${paths.user(uid)}, which is made` : paths.user(uid),
    line(fields.role, data?.role, edit.role),
    ...(ends ? [line(fields.expiresAt, data?.roleExpiresAt, edit.expiresAt)] : []),
    `and with it the claims and the marker of ${uid}: at once, in every browser that is open`,
  ];
}

function valueText(value: unknown): string {
  if (value == null) return 'none';
  const { seconds } = value as Partial<TimestampLike>;
  return typeof seconds === 'number' ? momentText(seconds * 1000) : JSON.stringify(value);
}
