import {
  type AccessSettings,
  type RoleTable,
  readAccessSettings,
  type SetAccessSettingsRequest,
  topRole,
} from '../core/index.ts';
import { updateAccessSettings } from '../functions/access-settings/change-settings.ts';
import { planAccessSettings } from '../functions/access-settings/plan-settings.ts';
import { roleOfActor } from '../functions/guards/principals.ts';
import { AdminError, EXIT_CODES } from './admin-error.ts';
import { momentFrom, momentText } from './moment.ts';
import { confirm, waitForReading, waitForWriting } from './operator.ts';
import type { LockdownRequest, RequireReauthenticationRequest } from './request.ts';
import type { Answer, Session } from './session.ts';
import { targetJson, targetName } from './target.ts';
import type { Paint } from './terminal.ts';

/**
 * Turns lockdown on, so that only the top role has access, or off; or shows the state.
 *
 * @throws {AdminError} what `changeAccessSettings` throws; nothing has been written then.
 */
export async function lockdown(session: Session, request: LockdownRequest): Promise<Answer> {
  const { turn, reason, yes } = request;
  const { roles } = session.project.engine;
  const owners = await waitForReading(countOwners(session), session.signal);
  if (turn === null) {
    const data = await waitForReading(readSettings(session), session.signal);
    const after = readAccessSettings(data, session.now());
    return answer(session, { before: after, after, written: false }, owners, (paint) =>
      stateLine(roles, after, '', paint),
    );
  }
  const on = turn === 'on';
  const done = await changeAccessSettings(session, {
    request: { lockdown: on, reason },
    yes,
    effects: [
      on
        ? `only ${topRole(roles)}s have access then: ${owners} at this moment`
        : 'all users have the access of their role then',
    ],
  });
  return answer(session, done, owners, (paint) =>
    done.written ? turnedLine(roles, on, paint) : stateLine(roles, done.after, ' already', paint),
  );
}

/** The users with access during a lockdown. */
async function countOwners({ project: { store, engine }, now }: Session): Promise<number> {
  const { docs } = await store.users
    .where(store.names.fields.role, '==', topRole(engine.roles))
    .get();
  const isOwner = (data: Readonly<Record<string, unknown>>) =>
    roleOfActor(engine.roles, data, now()) === topRole(engine.roles);
  return docs.filter((person) => isOwner(store.dataOf(person) ?? {})).length;
}

function turnedLine(roles: RoleTable, on: boolean, paint: Paint): string {
  return on
    ? `${paint('bold', 'Lockdown is on')}: only ${topRole(roles)}s have access, from the next request on.`
    : `${paint('bold', 'Lockdown is off')}: all users have the access of their role.`;
}

function stateLine(
  roles: RoleTable,
  { lockdown: on }: AccessSettings,
  already: string,
  paint: Paint,
): string {
  return on
    ? `${paint('bold', 'Lockdown')} is on${already}: only ${topRole(roles)}s have access.`
    : `${paint('bold', 'Lockdown')} is off${already}: all users have the access of their role.`;
}

function answer(
  { target, now, project }: Session,
  { before, after, written }: ChangedSettings,
  owners: number,
  headline: (paint: Paint) => string,
): Answer {
  const { minimumAuthTime } = after;
  const isWithoutOwner = after.lockdown && owners === 0;
  const top = topRole(project.engine.roles);
  return {
    exitCode: isWithoutOwner ? EXIT_CODES.attention : EXIT_CODES.done,
    json: {
      ...targetJson(target),
      written,
      before: settingsJson(before),
      settings: settingsJson(after),
      owners,
    },
    text: (paint) => [
      '',
      `${after.lockdown ? paint('yellow', '●') : paint('green', '✔')} ${headline(paint)}`,
      ...(minimumAuthTime === null
        ? []
        : [`  Sessions from before ${momentFrom(minimumAuthTime * 1000, now())} are refused.`]),
      ...(isWithoutOwner
        ? [
            `${paint('red', '✗')} There is no ${top} at this moment.`,
            `  ${paint('cyan', '→')} \`grant <person> ${top}\`, or \`lockdown off\`.`,
          ]
        : after.lockdown
          ? [`  ${paint('dim', `That is ${owners} at this moment. \`lockdown off\` ends it.`)}`]
          : []),
      `  ${paint('dim', `In ${targetName(target)}.`)}`,
      '',
    ],
  };
}

/**
 * Ends every session from before this moment, or accepts older ones again.
 *
 * @throws {AdminError} what `changeAccessSettings` throws; nothing has been written then.
 */
export async function requireReauthentication(
  session: Session,
  request: RequireReauthenticationRequest,
): Promise<Answer> {
  const { undo, reason, yes } = request;
  const { before, after, written } = await changeAccessSettings(session, {
    request: { minimumAuthTime: undo ? null : 'now', reason },
    yes,
    effects: [
      undo
        ? 'older sessions are accepted again then, in browsers that have not signed out yet'
        : 'all users are signed out then, without exception, and sign in again',
    ],
  });
  const since = (after.minimumAuthTime ?? 0) * 1000;
  const { target } = session;
  return {
    exitCode: EXIT_CODES.done,
    json: {
      ...targetJson(target),
      written,
      before: settingsJson(before),
      settings: settingsJson(after),
    },
    text: (paint) => [
      '',
      ...(undo
        ? [`${paint('green', '✔')} Older sessions are accepted${written ? ' again' : ' already'}.`]
        : [
            `${paint('green', '✔')} ${paint('bold', 'All users sign in again')}: sessions from before ${momentText(since)} are refused.`,
            `  ${paint('dim', 'From the next request of each; open browsers sign out at once.')}`,
          ]),
      ...(after.lockdown ? [`${paint('yellow', '●')} A lockdown is on as well.`] : []),
      `  ${paint('dim', `In ${targetName(target)}.`)}`,
      '',
    ],
  };
}

export interface SettingsOrder {
  readonly request: SetAccessSettingsRequest;
  readonly yes: boolean;
  /** What it means for people, for the question; one line each. */
  readonly effects: readonly string[];
}

export interface ChangedSettings {
  readonly before: AccessSettings;
  readonly after: AccessSettings;
  readonly written: boolean;
}

/**
 * Turns the switches in `settings/access` as an operator, who may always: the way back in when no
 * owner has one.
 *
 * @throws {AdminError} `cannot-apply` when the lockdown cannot be lifted as long as a minimum stands
 *   that is unreadable or in the future; `not-confirmed`. Nothing has been written then.
 */
async function changeAccessSettings(
  session: Session,
  order: SettingsOrder,
): Promise<ChangedSettings> {
  const { project, signal } = session;
  const { request } = order;
  const data = await waitForReading(readSettings(session), signal);
  const before = readAccessSettings(data, session.now());
  const preview = planAccessSettings(data, request, session.now());
  if (preview.outcome === 'minimum-unclear') throw unclear(project.store.paths.settings);
  if (preview.outcome === 'write') {
    await confirm(session, order.yes, [
      `${project.store.paths.settings}, which holds for all users`,
      ...switchLines(before, preview.after),
      ...order.effects,
    ]);
  }
  const now = session.now();
  const actor = { kind: 'service', uid: null } as const;
  const result = await waitForWriting(updateAccessSettings(project.store, { request, actor, now }));
  switch (result.outcome) {
    case 'minimum-unclear':
    case 'forbidden':
      throw unclear(project.store.paths.settings);
    case 'already-so':
      return { before: result.after, after: result.after, written: false };
    case 'write':
      return { before: result.before, after: result.after, written: true };
  }
}

/** The fields of `settings/access`; null when there is no such document. */
async function readSettings({ project: { store } }: Pick<Session, 'project'>) {
  return (await store.settings.get()).data() ?? null;
}

function unclear(path: string): AdminError {
  return new AdminError(
    'cannot-apply',
    `The field minimumAuthTime in ${path} is unreadable or in the future, which is a lockdown by itself.`,
    {
      next: 'Nothing was changed. `require-reauthentication` sets it to now, `require-reauthentication --undo` to none; then turn lockdown off.',
    },
  );
}

function switchLines(before: AccessSettings, after: AccessSettings): readonly string[] {
  const onOff = (on: boolean) => (on ? 'on' : 'off');
  const line = (name: string, from: string, to: string) =>
    from === to ? [] : [`  ${name.padEnd(17)}${from} → ${to}`];
  return [
    ...line('lockdown', onOff(before.lockdown), onOff(after.lockdown)),
    ...line(
      'minimumAuthTime',
      minimumText(before.minimumAuthTime),
      minimumText(after.minimumAuthTime),
    ),
  ];
}

function minimumText(seconds: number | null): string {
  return seconds === null ? 'none' : momentText(seconds * 1000);
}

/** The switches as `--json` says them. */
function settingsJson({ lockdown, minimumAuthTime }: AccessSettings) {
  return {
    lockdown,
    minimumAuthTime:
      minimumAuthTime === null ? null : new Date(minimumAuthTime * 1000).toISOString(),
  };
}
