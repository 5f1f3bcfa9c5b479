import { randomUUID } from 'node:crypto';
import { orgRefusalSentence, type TimestampLike, topRole } from '../../core/index.ts';
import { applyMembership } from '../../functions/orgs/follow-membership.ts';
import {
  commitMembership,
  type MembershipResult,
  orgTableOf,
  type PreparedMembership,
  previewMembership,
} from '../../functions/orgs/people-edit.ts';
import type {
  MembershipEdit,
  MembershipOrder,
  MembershipPlan,
} from '../../functions/orgs/plan-membership.ts';
import type { SyncOutcome } from '../../functions/sync/sync-user.ts';
import { AdminError, EXIT_CODES } from '../admin-error.ts';
import { momentFrom, momentText } from '../moment.ts';
import { confirm, waitForReading, waitForWriting } from '../operator.ts';
import { type FoundPerson, findPerson, isEmail, refuseUnverified } from '../person.ts';
import type { OrgRemoveRequest, OrgSetRequest } from '../request.ts';
import type { Answer, Session } from '../session.ts';
import { targetJson, targetName } from '../target.ts';
import type { Paint } from '../terminal.ts';

/**
 * Gives a person a role in an organisation, also one who is no member yet, and brings it into the claims.
 *
 * @throws {AdminError} `no-such-person`, `unverified-address`, and what `editMember` throws; nothing has been written then.
 */
export async function setMember(session: Session, request: OrgSetRequest): Promise<Answer> {
  const { role, expiresAt, orgId } = request;
  const person = await waitForReading(findPerson(session.project, request.person), session.signal);
  if (isEmail(request.person) && !request.unverified) {
    refuseUnverified(request.person.text, person.account);
  }
  const done = await editMember(session, request, person, { role, expiresAt });
  const { written, before, sync } = done;
  const was = roleIn(before);
  return answer(session, request, person, done, { role, expiresAt: isoOf(expiresAt) }, (paint) => {
    const end = expiresAt === null ? '' : `, until ${momentFrom(expiresAt, session.now())}`;
    const change = written && was !== null && was !== role ? `, was ${was}` : '';
    const isLocked = (before?.disabled ?? false) !== false;
    const name = paint('bold', person.account?.email ?? person.uid);
    return [
      `${paint('green', '✔')} ${name} is ${written ? 'now ' : ''}${paint('bold', role)} in ${orgId}${written ? '' : ' already'}${end}${change}.`,
      `  ${paint('dim', isLocked ? 'The membership is disabled, so the role has no effect until that ends.' : consequence(written, sync))}`,
    ];
  });
}

/**
 * Removes a member from an organisation, and their role there from the claims.
 *
 * @throws {AdminError} `no-such-person`, and what `editMember` throws; nothing has been written then.
 */
export async function removeMember(session: Session, request: OrgRemoveRequest): Promise<Answer> {
  const { orgId } = request;
  const person = await waitForReading(findPerson(session.project, request.person), session.signal);
  const done = await editMember(session, request, person, { role: null });
  const { written, before, sync } = done;
  return answer(session, request, person, done, {}, (paint) => {
    const name = paint('bold', person.account?.email ?? person.uid);
    const was = roleIn(before);
    return [
      `${paint('green', '✔')} ${name} is no ${written ? 'longer a ' : ''}member of ${orgId}${was === null ? '' : `, was ${was}`}.`,
      `  ${paint('dim', consequence(written, sync))}`,
    ];
  });
}

interface Done {
  readonly written: boolean;
  /** The membership as it was; null where there was none. */
  readonly before: PreparedMembership['before'];
  /** Null where there is no account. */
  readonly sync: SyncOutcome | null;
}

/**
 * Shows an operator what a change of a membership would write, asks, and makes it through the door that every change of
 * one goes through. What is written but not applied is mended by the triggers, and by a second run.
 *
 * @throws {AdminError} before anything is written: `no-such-person`, `last-owner`, `cannot-apply`, `not-confirmed`,
 *   `changed-meanwhile`, `interrupted`.
 */
async function editMember(
  session: Session,
  { orgId, reason, yes }: OrgSetRequest | OrgRemoveRequest,
  { uid }: FoundPerson,
  edit: MembershipEdit,
): Promise<Done> {
  const { project, signal } = session;
  const order: MembershipOrder = {
    ...{ orgId, uid, edit, reason },
    by: { kind: 'operator' },
    changeId: randomUUID(),
    now: session.now(),
  };
  const { plan, before } = await waitForReading(previewMembership(project, order), signal);
  refuse(session, order, plan);
  const writes = plan.outcome === 'write';
  if (writes) await confirm(session, yes, editLines(session, order, before));
  const result = await waitForWriting(commitMembership(project, { ...order, now: session.now() }));
  refuse(session, order, result);
  const sync = await waitForWriting(applyMembership(project, orgId, uid));
  return { written: result.outcome === 'written', before, sync };
}

/** @throws {AdminError} for a change that cannot be made. */
function refuse(
  { project }: Session,
  { orgId, uid }: MembershipOrder,
  result: MembershipPlan | MembershipResult,
): void {
  const orgs = orgTableOf(project);
  switch (result.outcome) {
    case 'forbidden':
      // An operator is refused only when no owner would be left.
      throw new AdminError('last-owner', orgRefusalSentence(orgs, result.reason), {
        next: `Nothing was changed. \`org set ${orgId} <person> ${topRole(orgs)}\` makes one.`,
      });
    case 'no-such-person':
      throw new AdminError('no-such-person', `There is no account with the id ${uid}.`, {
        next: 'The user has to sign up first. An invite waits for an address: createOrgInvite, on the app’s page.',
      });
    case 'cannot-apply':
      throw new AdminError('cannot-apply', result.problem.message, {
        next: `Nothing was changed. Correct it in ${project.store.paths.member(orgId, uid)}, or \`org remove ${orgId} ${uid}\` first.`,
      });
    case 'changed-meanwhile':
      throw new AdminError('changed-meanwhile', orgRefusalSentence(orgs, result.outcome), {
        next: `Nothing was changed by this command. See \`org members ${orgId}\`, then try again.`,
      });
  }
}

function editLines(
  { project }: Session,
  { orgId, uid, edit: { role, expiresAt = null } }: MembershipOrder,
  before: Done['before'],
): readonly string[] {
  const { paths, names } = project.store;
  const { fields } = names;
  const path = paths.member(orgId, uid);
  const applied = `and with it the claims and the marker of ${uid}: at once, in every browser that is open`;
  if (role === null) {
    return [
      `${path}, which is deleted; it is ${roleIn(before) ?? 'without a role'} there`,
      applied,
    ];
  }
  const line = (field: string, from: unknown, to: unknown) =>
    `  ${field.padEnd(13)}  ${before === null ? '' : `${valueText(from)} → `}${valueText(to)}`;
  const end = expiresAt === null ? null : { seconds: expiresAt / 1000 };
  const ends = before?.roleExpiresAt != null || end !== null;
  return [
    before === null ? `${path}, which is made` : path,
    line(fields.role, before?.role, role),
    ...(ends ? [line(fields.expiresAt, before?.roleExpiresAt, end)] : []),
    applied,
  ];
}

function valueText(value: unknown): string {
  if (value == null) return 'none';
  const { seconds } = value as Partial<TimestampLike>;
  return typeof seconds === 'number' ? momentText(seconds * 1000) : JSON.stringify(value);
}

function answer(
  { target }: Session,
  { orgId }: OrgSetRequest | OrgRemoveRequest,
  { uid, account }: FoundPerson,
  { written, before, sync }: Done,
  more: Readonly<Record<string, unknown>>,
  lines: (paint: Paint) => readonly string[],
): Answer {
  const rejected = sync?.status === 'rejected';
  return {
    exitCode: rejected ? EXIT_CODES.attention : EXIT_CODES.done,
    json: {
      ...targetJson(target),
      orgId,
      uid,
      email: account?.email ?? null,
      ...more,
      roleBefore: roleIn(before),
      written,
      applied: sync,
    },
    text: (paint) => [
      '',
      ...(rejected
        ? [
            `${paint('red', '✗')} The membership says so, but it could not be applied.`,
            `  ${sync.problem?.message ?? ''}`,
            `  ${paint('cyan', '→')} \`show ${uid}\` has the rest.`,
          ]
        : lines(paint)),
      `  ${paint('dim', `In ${targetName(target)}.`)}`,
      '',
    ],
  };
}

function consequence(written: boolean, sync: SyncOutcome | null): string {
  if (written) return 'Applied: new tokens carry it, open browsers follow at once.';
  return sync?.changed
    ? 'Claims or marker had drifted; they are repaired.'
    : 'Nothing had to be changed.';
}

const roleIn = (before: Done['before']): string | null =>
  typeof before?.role === 'string' ? before.role : null;

const isoOf = (ms: number | null) => (ms === null ? null : new Date(ms).toISOString());
