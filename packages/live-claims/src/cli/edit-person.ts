import { randomUUID } from 'node:crypto';
import {
  type Grant,
  type Milliseconds,
  NO_GRANT,
  readGrant,
  refusalSentence,
  type TimestampLike,
  topRole,
} from '../core/index.ts';
import { previewEdit } from '../functions/edit/commit-edit.ts';
import { editAccess } from '../functions/edit/edit.ts';
import type { AccessEdit, EditOrder, EditRefusal } from '../functions/edit/order.ts';
import { type EditPlan, isUnchanged } from '../functions/edit/plan-edit.ts';
import { isSettled, planSync } from '../functions/sync/plan-sync.ts';
import type { Observation } from '../functions/sync/ports.ts';
import { type SyncOutcome, syncUser } from '../functions/sync/sync-user.ts';
import { AdminError } from './admin-error.ts';
import { momentText } from './moment.ts';
import { confirm, waitForReading, waitForWriting } from './operator.ts';
import { type FoundPerson, observe } from './person.ts';
import type { Session } from './session.ts';

/** What an operator wants of a person's access. */
export interface OperatorEdit {
  readonly edit: AccessEdit;
  readonly reason: string | null;
  readonly yes: boolean;
  /** What to do where the document could not be applied. */
  readonly mend: string;
}

/** What came of it. */
export interface EditedPerson {
  /** Whether the document was written. */
  readonly written: boolean;
  /** Whether that was more than the end of sessions. */
  readonly changesAccess: boolean;
  /** What the document granted before; nothing for one that cannot be read. */
  readonly before: Grant;
  readonly sync: SyncOutcome;
}

/**
 * Shows an operator what an edit would change, asks, and makes it through the door that every change of
 * access goes through. What had drifted is put right by it, too. The document comes first, so after a crash
 * the trigger finishes, or a second run.
 *
 * @throws {AdminError} before anything is written: `last-owner`, `cannot-apply`, `not-confirmed`,
 *   `changed-meanwhile`, `interrupted`.
 */
export async function editPerson(
  session: Session,
  person: FoundPerson,
  ask: OperatorEdit,
): Promise<EditedPerson> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await editOnce(session, person, ask);
    } catch (error) {
      // On the emulators nobody is asked, so nothing was decided by what has changed since, such as a first visit.
      const isMoved = error instanceof AdminError && error.code === 'changed-meanwhile';
      const isAsked = session.target.kind !== 'emulators';
      if (!isMoved || isAsked || attempt === MAX_ATTEMPTS) throw error;
    }
  }
}

/** How often a change on the emulators begins anew, where the person was changed at the same moment. */
const MAX_ATTEMPTS = 3;

async function editOnce(
  session: Session,
  person: FoundPerson,
  ask: OperatorEdit,
): Promise<EditedPerson> {
  const { project } = session;
  const { engine } = project;
  const { uid } = person;
  const { seen, order, plan } = await preview(session, person, ask);
  const writes = plan.outcome === 'write';
  const repairs = !writes && !isSettled(planSync(engine.roles, seen));
  const changes = writes ? editLines(session, uid, seen, ask.edit) : [];
  const repairing = `the claims and the marker of ${uid}, which are not what ${project.store.paths.user(uid)} says`;
  if (writes || repairs) await confirm(session, ask.yes, repairs ? [repairing] : changes);

  const editing = writes
    ? editAccess(project, { ...order, now: session.now() })
    : repaired(session, uid);
  const result = await waitForWriting(editing);
  refuse(session, uid, result, ask.mend);
  if (!('sync' in result)) throw new Error(`An edit came to ${result.outcome}.`);
  const { data } = seen.source;
  const before = data === null ? NO_GRANT : readGrant(engine.roles, data).grant;
  const changesAccess = writes && !isUnchanged(data, { ...ask.edit, endSessions: false });
  return { written: writes, changesAccess, before, sync: result.sync };
}

/** Refuses what `editPerson` would refuse by what stands there now. Writes nothing. @throws {AdminError} as it does. */
export async function refuseOperatorEdit(
  session: Session,
  person: FoundPerson,
  ask: OperatorEdit,
): Promise<void> {
  await preview(session, person, ask);
}

/** What an edit would come to. @throws {AdminError} for one that cannot be made. */
async function preview(session: Session, person: FoundPerson, ask: OperatorEdit) {
  const { project, signal } = session;
  const seen = await waitForReading(observe(project, person), signal);
  const order = orderOf(person, ask, seen, session.now());
  const plan = await waitForReading(previewEdit(project, order), signal);
  refuse(session, person.uid, plan, ask.mend);
  return { seen, order, plan };
}

async function repaired({ project: { engine } }: Session, uid: string) {
  const sync = await syncUser(engine, uid);
  return { outcome: 'already-so', sync, changeId: null } as const;
}

function orderOf(
  { uid, account }: FoundPerson,
  { edit, reason }: OperatorEdit,
  { source }: Observation,
  now: Milliseconds,
): EditOrder {
  const {
    email = null,
    emailVerified = false,
    displayName = null,
    photoURL = null,
  } = account ?? {};
  return {
    uid,
    edit,
    by: { kind: 'operator', prepare: true },
    revision: source,
    start: { account: account && { uid, email, emailVerified, displayName, photoURL } },
    reason,
    changeId: randomUUID(),
    now,
  };
}

/** @throws {AdminError} for an edit that cannot be made. */
function refuse(
  { project }: Session,
  uid: string,
  result: EditPlan | EditRefusal | { readonly outcome: 'written' },
  mend: string,
): void {
  const { roles } = project.engine;
  switch (result.outcome) {
    case 'forbidden':
      // An operator is refused only when no owner would be left.
      throw new AdminError('last-owner', refusalSentence(roles, result.reason), {
        next: `Nothing was changed. \`grant <person> ${topRole(roles)}\` makes one.`,
      });
    case 'cannot-apply':
      throw new AdminError('cannot-apply', result.problem.message, {
        next: `Nothing was changed. ${mend}`,
      });
    case 'changed-meanwhile': {
      const message = `${project.store.paths.user(uid)} was changed at the same moment.`;
      throw new AdminError('changed-meanwhile', message, {
        next: `Nothing was changed by this command. Inspect it with \`show ${uid}\`, then try again.`,
      });
    }
  }
}

function editLines(
  { project }: Session,
  uid: string,
  { source: { data } }: Observation,
  { role, expiresAt = null, disabled, endSessions }: AccessEdit,
): readonly string[] {
  const { paths, names } = project.store;
  const { fields } = names;
  const line = (field: string, from: unknown, to: unknown) =>
    `  ${field.padEnd(13)}  ${data === null ? '' : `${valueText(from)} → `}${valueText(to)}`;
  const ends = data?.roleExpiresAt != null || expiresAt !== null;
  const end = expiresAt === null ? null : { seconds: expiresAt / 1000 };
  const whole = disabled === undefined ? '' : 'the account, ';
  return [
    data === null ? `${paths.user(uid)}, which is made` : paths.user(uid),
    ...(role === undefined ? [] : [line(fields.role, data?.role, role)]),
    ...(role !== undefined && ends ? [line(fields.expiresAt, data?.roleExpiresAt, end)] : []),
    ...(disabled === undefined ? [] : [line(fields.disabled, data?.disabled ?? false, disabled)]),
    ...(endSessions ? [`every session of ${uid}: they have to sign in again`] : []),
    `and with it ${whole}the claims and the marker of ${uid}: at once, in every browser that is open`,
  ];
}

function valueText(value: unknown): string {
  if (value == null) return 'none';
  const { seconds } = value as Partial<TimestampLike>;
  return typeof seconds === 'number' ? momentText(seconds * 1000) : JSON.stringify(value);
}
