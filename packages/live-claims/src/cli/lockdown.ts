import { type AccessSettings, type RoleTable, readAccessSettings, topRole } from '../core/index.ts';
import { roleOfActor } from '../functions/role-change/role-that-counts.ts';
import { topRoleHolders } from '../functions/role-change/top-role-holders.ts';
import { EXIT_CODES } from './admin-error.ts';
import type { Answer } from './answer.ts';
import { momentFrom } from './moment.ts';
import type { LockdownRequest } from './request.ts';
import { type Session, targetJson, targetName } from './session.ts';
import type { Paint } from './terminal.ts';
import { readSettings, settingsJson, type TurnedAccess, turnAccess } from './turn-access.ts';
import { waitForReading } from './wait.ts';

/**
 * Closes the app to everybody but the top role, or opens it again; or says how things stand.
 *
 * @throws {AdminError} what `turnAccess` throws; nothing has been written then.
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
  const done = await turnAccess(session, {
    request: { lockdown: on, reason },
    yes,
    effects: [
      on
        ? `only ${topRole(roles)}s get in then: ${owners} at this moment`
        : 'everybody gets in then, as their role allows',
    ],
  });
  return answer(session, done, owners, (paint) =>
    done.written ? turnedLine(roles, on, paint) : stateLine(roles, done.after, ' already', paint),
  );
}

/** Who gets in during a lockdown. */
async function countOwners({ project: { store, engine }, now }: Session): Promise<number> {
  const { docs } = await topRoleHolders(store, engine.roles).get();
  const isOwner = (data: Readonly<Record<string, unknown>>) =>
    roleOfActor(engine.roles, data, now()) === topRole(engine.roles);
  return docs.filter((person) => isOwner(store.dataOf(person) ?? {})).length;
}

function turnedLine(roles: RoleTable, on: boolean, paint: Paint): string {
  return on
    ? `${paint('bold', 'Locked down')}: only ${topRole(roles)}s get in, from the next request of each.`
    : `${paint('bold', 'Open again')}: everybody gets in, as their role allows.`;
}

function stateLine(
  roles: RoleTable,
  { lockdown: on }: AccessSettings,
  already: string,
  paint: Paint,
): string {
  return on
    ? `A ${paint('bold', 'lockdown')} is on${already}: only ${topRole(roles)}s get in.`
    : `${paint('bold', 'Open')}${already}: everybody gets in, as their role allows.`;
}

function answer(
  { target, now, project }: Session,
  { before, after, written }: TurnedAccess,
  owners: number,
  headline: (paint: Paint) => string,
): Answer {
  const { minimumAuthTime } = after;
  const nobody = after.lockdown && owners === 0;
  const top = topRole(project.engine.roles);
  return {
    exitCode: nobody ? EXIT_CODES.attention : EXIT_CODES.done,
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
        : [`  Sign-ins from before ${momentFrom(minimumAuthTime * 1000, now())} are out.`]),
      ...(nobody
        ? [
            `${paint('red', '✗')} Nobody is ${top} at this moment.`,
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
