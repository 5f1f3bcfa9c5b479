import { EXIT_CODES } from './admin-error.ts';
import type { Answer } from './answer.ts';
import { type EditedRole, editRole } from './edit-role.ts';
import { endSessions } from './end-sessions.ts';
import { type FoundPerson, findPerson } from './find-person.ts';
import { momentText } from './moment.ts';
import type { RevokeRequest } from './request.ts';
import { type Session, targetJson, targetName } from './session.ts';
import type { Paint } from './terminal.ts';
import { waitForReading, waitForWriting } from './wait.ts';

/**
 * Takes a person's role away, and with `--sessions` their sessions, in this order: whoever is signed
 * in anew in between finds no role. After a crash anywhere, the same command does the rest.
 *
 * @throws {AdminError} `no-such-person`, and what `editRole` throws; nothing has been written then.
 */
export async function revoke(session: Session, request: RevokeRequest): Promise<Answer> {
  const person = await waitForReading(findPerson(session.project, request.person), session.signal);
  const { uid, account } = person;
  const endsSessions = request.sessions && account !== null;
  const done = await editRole(session, person, {
    edit: { role: null, expiresAt: null },
    reason: request.reason,
    yes: request.yes,
    alsoChanges: endsSessions ? [`every session of ${uid}: they have to sign in again`] : [],
  });
  const endedAt = endsSessions
    ? await waitForWriting(endSessions(session.project, uid, request.reason))
    : null;
  return revokeAnswer(session, person, done, endedAt);
}

function revokeAnswer(
  { target }: Session,
  { uid, account }: FoundPerson,
  { written, before, sync }: EditedRole,
  endedAt: number | null,
): Answer {
  const name = account?.email ?? uid;
  const rejected = sync.status === 'rejected';
  const role = before?.role ?? null;
  const lines = (paint: Paint): readonly string[] => {
    if (rejected) {
      return [
        `${paint('red', '✗')} The role is gone from the document, but not from the claims.`,
        `  ${sync.problem?.message ?? ''}`,
      ];
    }
    const now = role === null ? 'has no role any more' : `is not ${role} any more`;
    return [
      `${paint('green', '✔')} ${paint('bold', name)} ${written ? now : 'has no role'}.`,
      ...(written
        ? []
        : [
            `  ${paint('dim', sync.changed ? 'Claims or marker had drifted; they are right again.' : 'There was none to take away.')}`,
          ]),
    ];
  };
  return {
    exitCode: rejected ? EXIT_CODES.attention : EXIT_CODES.done,
    json: {
      ...targetJson(target),
      uid,
      email: account?.email ?? null,
      roleBefore: role,
      written,
      applied: sync,
      sessionsEndedAt: endedAt === null ? null : new Date(endedAt).toISOString(),
    },
    text: (paint) => [
      '',
      ...lines(paint),
      ...(endedAt === null ? [] : [`  Signed out everywhere, as of ${momentText(endedAt)}.`]),
      `  ${paint('dim', `In ${targetName(target)}.`)}`,
      '',
    ],
  };
}
