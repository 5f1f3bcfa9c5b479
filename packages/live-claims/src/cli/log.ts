import {
  type AuditEntry,
  type AuditState,
  millisecondsOf,
  millisOf,
  versionAt,
} from '../core/index.ts';
import { type AuditPage, readAuditPage } from '../functions/firebase/read-audit.ts';
import { EXIT_CODES } from './admin-error.ts';
import { momentText } from './moment.ts';
import { waitForReading } from './operator.ts';
import { findPerson } from './person.ts';
import type { LogRequest, PersonName } from './request.ts';
import type { Answer, Session } from './session.ts';
import { targetJson, targetName } from './target.ts';
import type { Paint } from './terminal.ts';

/**
 * Shows the audit log, the latest first: of everything, or of one person, author, kind or job. Changes nothing.
 *
 * @throws {AdminError} `no-such-person`, for an address without an account.
 */
export async function log(session: Session, request: LogRequest): Promise<Answer> {
  const { project, signal, target } = session;
  const { types, job, all, from, limit, cursor } = request;
  const uidOf = async (person: PersonName | null) =>
    person === null ? undefined : (await findPerson(project, person)).uid;
  const read = async () => {
    const [uid, actor] = await Promise.all([uidOf(request.person), uidOf(request.by)]);
    const filter = { uid, actor, types: types ?? undefined, from: from ?? undefined };
    // A job is one line where neither a person nor a job is asked for.
    const isList = uid === undefined && types === null && !all;
    const part = job ?? (isList ? null : undefined);
    return readAuditPage(project.store, { ...filter, job: part }, { limit, cursor });
  };
  const page = await waitForReading(read(), signal);
  return {
    exitCode: EXIT_CODES.done,
    json: { ...targetJson(target), entries: page.entries.map(entryJson), next: page.next },
    text: (paint) => [
      '',
      ...(page.entries.length === 0
        ? [`  ${paint('dim', 'There is nothing in the audit log that fits.')}`]
        : page.entries.flatMap((entry) => entryLines(entry, paint))),
      ...moreLines(page, paint),
      '',
      `  ${paint('dim', `In ${targetName(target)}.`)}`,
      '',
    ],
  };
}

function moreLines({ next }: AuditPage, paint: Paint): readonly string[] {
  if (next === null) return [];
  return ['', `  ${paint('cyan', '→')} Earlier ones: the same with \`--after ${next}\`.`];
}

type Entry = AuditPage['entries'][number];

/** An entry for programs: times in ISO 8601. */
export function entryJson(entry: Entry) {
  const { at, before, after, ...rest } = entry;
  const state = (one: AuditEntry['before']) =>
    one !== null && 'role' in one ? { ...one, expiresAt: isoOf(one.expiresAt) } : one;
  return {
    ...rest,
    at: new Date(millisOf(versionAt(at))).toISOString(),
    before: state(before),
    after: state(after),
  };
}

const isoOf = (seconds: number | null) =>
  seconds === null ? null : new Date(millisecondsOf(seconds)).toISOString();

function entryLines(entry: Entry, paint: Paint): readonly string[] {
  const { id, at, reason, outcome, problem, job, undoes } = entry;
  const notes = [
    byText(entry),
    reason,
    problem,
    undoes === null ? null : `undoes ${undoes}`,
    job === null ? null : `job ${job}`,
    `id ${id}`,
  ].filter((note) => note !== null);
  const mark = outcome === 'rejected' ? paint('red', '✗') : paint('green', '✔');
  return [
    `  ${mark} ${momentText(millisOf(versionAt(at)))}  ${paint('bold', nameIn(entry))}  ${whatHappened(entry)}`,
    `    ${paint('dim', notes.join('; '))}`,
  ];
}

const nameIn = ({ name, email, uid }: AuditEntry) => email ?? name ?? uid ?? 'all users';

function byText({ actor: { kind, uid, name, email } }: AuditEntry): string {
  const who = name ?? email ?? uid;
  switch (kind) {
    case 'person':
      return `by ${who ?? 'a user'}`;
    case 'sign-up':
      return 'by signing up';
    case 'service':
      return who === null ? 'by a server or the command line' : `by a server, for ${who}`;
    case 'unknown':
      return `in the Firebase console or by the Admin SDK${who === null ? '' : `, for ${who}`}`;
  }
}

/** What happened, in a few words. */
function whatHappened({ type, before, after, count, startsJob }: AuditEntry): string {
  const [was, is] = [stateOf(before), stateOf(after)];
  if (type === 'job-started') return `${count ?? 0} users, job ${startsJob}`;
  if (type !== 'token-claims-change') return type;
  const [from, to] = [roleText(was), roleText(is)];
  return from === to ? `${to}, applied again` : `${from} → ${to}`;
}

function roleText(state: AuditState | null): string {
  if (state?.role == null) return 'no role';
  const { role, expiresAt } = state;
  return expiresAt === null ? role : `${role} until ${momentText(millisecondsOf(expiresAt))}`;
}

/** Of a person; null for access settings. */
const stateOf = (state: AuditEntry['before']): AuditState | null =>
  state !== null && 'role' in state ? state : null;
