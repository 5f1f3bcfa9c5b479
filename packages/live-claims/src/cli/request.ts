import { InvalidArgumentError } from 'commander';
import {
  AUDIT_TYPES,
  type AuditType,
  type DirectoryRequest,
  isOrgId,
  type Limits,
  MAX_PER_SECOND,
  type Milliseconds,
  parseCreateInvite,
  type RoleTable,
  readGrant,
  parseReason as readReason,
  topRole,
} from '../core/index.ts';
import type { ColumnMapping } from '../csv/read-changes.ts';
import { AdminError } from './admin-error.ts';
import type { AdoptRequest } from './adopt/request.ts';

/** The user that a command is about. */
export interface PersonName {
  readonly text: string;
  /** Whether the text is an account id, whatever it looks like; else it is one without an "@". */
  readonly byUid: boolean;
}

interface Common {
  /** The real project, or a `demo-` one of the emulators; null for whatever runs on this machine. */
  readonly project: string | null;
  readonly json: boolean;
}

interface Changing {
  /** Whether a change of a real project needs no question. */
  readonly yes: boolean;
}

export interface ShowRequest extends Common {
  readonly command: 'show';
  readonly person: PersonName;
}

export interface GrantRequest extends Common, Changing {
  readonly command: 'grant';
  readonly person: PersonName;
  readonly role: string;
  /** Milliseconds since the Unix epoch; null for never. */
  readonly expiresAt: Milliseconds | null;
  readonly reason: string | null;
  /** Whether an address that the account has not verified is enough. */
  readonly unverified: boolean;
  /** Whether the document may be written before its account exists. */
  readonly prepare: boolean;
}

export interface RevokeRequest extends Common, Changing {
  readonly command: 'revoke';
  readonly person: PersonName;
  readonly reason: string | null;
  /** Whether every session is to end, too. */
  readonly sessions: boolean;
}

/** How all users are reconciled: by a job of the functions, or now, in this process. */
export type ReconcileOrder =
  | { readonly order: 'start'; readonly perSecond: number | null }
  | { readonly order: 'resume' | 'stop' | 'follow'; readonly jobId: string }
  | { readonly order: 'now'; readonly dryRun: boolean; readonly perSecond: number | null };

/** The part of a reconciliation that a job of the functions carries out. */
export type JobOrder = Exclude<ReconcileOrder, { readonly order: 'now' }>;

export interface ReconcileRequest extends Common, Changing {
  readonly command: 'reconcile';
  /** One user, at once; null for all users. */
  readonly person: PersonName | null;
  readonly how: ReconcileOrder;
  /** E-mail address of the service account that Cloud Tasks calls the function as; null for our own. */
  readonly serviceAccount: string | null;
}

/** Shows the lockdown, or turns it. */
export interface LockdownRequest extends Common, Changing {
  readonly command: 'lockdown';
  /** Null: only show how things stand. */
  readonly turn: 'on' | 'off' | null;
  /** Whether rules that refuse everyone are released, instead of a change of `settings/access`. */
  readonly byRules: boolean;
  readonly reason: string | null;
}

/** Ends every sign-in from before this moment, or lets older ones in again. */
export interface RequireReauthenticationRequest extends Common, Changing {
  readonly command: 'require-reauthentication';
  readonly undo: boolean;
  readonly reason: string | null;
}

export interface InviteRequest extends Common, Changing {
  readonly command: 'invite';
  /** In lower case. */
  readonly email: string;
  /** Whether an account that has not verified the address may have it. */
  readonly unverified: boolean;
  readonly role: string;
  /** Milliseconds since the Unix epoch. */
  readonly expiresAt: Milliseconds;
  readonly reason: string | null;
}

export interface InvitesRequest extends Common {
  readonly command: 'invites';
}

export interface WithdrawRequest extends Common, Changing {
  readonly command: 'withdraw';
  /** The address that was invited, or the invite's id. */
  readonly invite: string;
  readonly reason: string | null;
}

/** Lists the members of an organisation. */
export interface OrgMembersRequest extends Common {
  readonly command: 'org members';
  readonly orgId: string;
}

/** Lists the open invites of an organisation. */
export interface OrgInvitesRequest extends Common {
  readonly command: 'org invites';
  readonly orgId: string;
}

interface MemberRequest extends Common, Changing {
  readonly orgId: string;
  readonly person: PersonName;
  readonly reason: string | null;
}

/** Gives a role in an organisation, also to a person who is no member yet. */
export interface OrgSetRequest extends MemberRequest {
  readonly command: 'org set';
  readonly role: string;
  /** When the membership ends, in milliseconds since the Unix epoch; null for never. */
  readonly expiresAt: Milliseconds | null;
  /** Whether an address that the account has not verified is enough. */
  readonly unverified: boolean;
}

/** Removes a member from an organisation. */
export interface OrgRemoveRequest extends MemberRequest {
  readonly command: 'org remove';
}

/** What is asked for about one organisation. */
export type OrgRequest = OrgMembersRequest | OrgInvitesRequest | OrgSetRequest | OrgRemoveRequest;

/** Says what the database's settings mean for security. */
export interface CheckDatabaseRequest extends Common {
  readonly command: 'check-database';
}

/** Disables an account, or enables it again. */
export interface DisableRequest extends Common, Changing {
  readonly command: 'disable' | 'enable';
  readonly person: PersonName;
  readonly reason: string | null;
  /** Whether every session is to end, too. */
  readonly sessions: boolean;
  /** Whether Firebase Auth is changed before the document: where that may be locked. */
  readonly authFirst: boolean;
}

/** Writes live-claims' part of the app's security rules. */
export interface RulesRequest extends Changing {
  readonly command: 'rules';
  readonly json: boolean;
  /** Whether it is only shown. */
  readonly dryRun: boolean;
  /** Whether only the exit code matters: for CI. */
  readonly check: boolean;
}

/** Looks for what is wrong with the app, and with a project where one is named. */
export interface CheckRequest extends Common {
  readonly command: 'check';
  /** Whether to look at the emulators that run, where no project is named. */
  readonly emulators: boolean;
}

/** Lists the people of the directory. */
export interface ListRequest extends Common {
  readonly command: 'list';
  readonly request: DirectoryRequest;
  readonly limit: number;
  /** The account id after which the page begins; null for the beginning. */
  readonly after: string | null;
}

/** Finds people in the directory. */
export interface FindRequest extends Common {
  readonly command: 'find';
  readonly text: string;
}

/** Shows the audit log. */
export interface LogRequest extends Common {
  readonly command: 'log';
  /** Whose access changed; null for all users. */
  readonly person: PersonName | null;
  /** The author; null for any. */
  readonly by: PersonName | null;
  readonly types: readonly AuditType[] | null;
  readonly job: string | null;
  /** Whether each change of a job is shown, rather than the job as one line. */
  readonly all: boolean;
  /** Milliseconds since the Unix epoch; null for the beginning. */
  readonly from: Milliseconds | null;
  readonly limit: number;
  /** Where the page begins; null for the latest entry. */
  readonly cursor: string | null;
}

/** Lists jobs, or shows one. */
export interface JobsRequest extends Common {
  readonly command: 'jobs';
  readonly jobId: string | null;
  readonly retry: false;
}

/** Tries the changes of a job again that were skipped. */
export interface RetryRequest extends Common, Changing {
  readonly command: 'jobs';
  readonly jobId: string;
  readonly retry: true;
  readonly reason: string | null;
  readonly dryRun: boolean;
  readonly perSecond: number | null;
}

/** Undoes a change, or the changes of a job. */
export interface UndoRequest extends Common, Changing {
  readonly command: 'undo';
  /** Of an entry in the audit log, or of a job. */
  readonly id: string;
  readonly reason: string | null;
  readonly dryRun: boolean;
  readonly perSecond: number | null;
}

/** Changes users as a CSV file says. */
export interface ImportRequest extends Common, Changing {
  readonly command: 'import';
  readonly file: string;
  readonly mapping: ColumnMapping;
  readonly reason: string | null;
  readonly dryRun: boolean;
  readonly perSecond: number | null;
  /** Where the result goes; null for nowhere. */
  readonly result: string | null;
}

/** Writes users or the audit log to a file. */
export interface ExportRequest extends Common {
  readonly command: 'export';
  readonly what: 'people' | 'audit';
  readonly format: 'csv' | 'json';
  /** Null for stdout. */
  readonly out: string | null;
  /** With `people`: those with this role; null for all. */
  readonly role: string | null;
  /** With `audit`: from when, in milliseconds since the Unix epoch; null for the beginning. */
  readonly from: Milliseconds | null;
}

/** What is asked for that is about the app's files. */
export type AppRequest = RulesRequest | CheckRequest;

/** Whether it is about the app's files, and not about a project. */
export const isAppRequest = (request: AdminRequest | AppRequest): request is AppRequest =>
  request.command === 'rules' || request.command === 'check';

/** What the operator asks for, checked as far as that needs no Firebase. */
export type AdminRequest =
  | ShowRequest
  | ListRequest
  | FindRequest
  | GrantRequest
  | RevokeRequest
  | DisableRequest
  | InviteRequest
  | InvitesRequest
  | WithdrawRequest
  | OrgRequest
  | LockdownRequest
  | RequireReauthenticationRequest
  | CheckDatabaseRequest
  | ReconcileRequest
  | LogRequest
  | JobsRequest
  | RetryRequest
  | UndoRequest
  | ImportRequest
  | ExportRequest
  | AdoptRequest;

/** The id of an organisation. */
export function parseOrgId(text: string): string {
  if (isOrgId(text)) return text;
  throw new AdminError('usage', `"${text}" is no id of an organisation.`, {
    next: 'Ids have 1 to 64 letters, digits, "_" and "-".',
  });
}

/**
 * The role, to the letter. The words for a wrong one are those of the marker.
 *
 * @param toRemove the command that takes a role away.
 */
export function parseRole(roles: RoleTable, text: string, toRemove = 'revoke'): string {
  const { problem } = readGrant(roles, { role: text });
  if (problem === null) return text;
  const meant = problem.message.includes('Did you mean') ? undefined : nearest(roles.ranking, text);
  const hint = meant === undefined ? '' : ` Did you mean "${meant}"?`;
  throw new AdminError('usage', `${problem.message}${hint}`, {
    next: `The roles are ${roles.ranking.join(', ')}; ${topRole(roles)} is the highest. To remove a role, use \`${toRemove}\`.`,
  });
}

/** The one of the words that the text is a typing error of: two letters at most, and fewer than it keeps. */
function nearest(words: readonly string[], text: string): string | undefined {
  const most = Math.min(2, Math.floor(text.length / 2));
  const far = words.map((word) => [word, typingErrors(word, text)] as const);
  return far.filter(([, errors]) => errors <= most).sort((a, b) => a[1] - b[1])[0]?.[0];
}

/** Letters that are missing, too many, wrong or in each other's place: the Damerau–Levenshtein distance. */
function typingErrors(a: string, b: string): number {
  const rows = [Array.from({ length: b.length + 1 }, (_, at) => at)];
  const cell = (row: number, column: number) => rows[row]?.[column] ?? Number.POSITIVE_INFINITY;
  for (let i = 1; i <= a.length; i += 1) {
    rows.push([i]);
    for (let j = 1; j <= b.length; j += 1) {
      const wrong = a[i - 1] === b[j - 1] ? 0 : 1;
      const swapped = a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      rows[i]?.push(
        Math.min(
          cell(i - 1, j) + 1,
          cell(i, j - 1) + 1,
          cell(i - 1, j - 1) + wrong,
          swapped ? cell(i - 2, j - 2) + 1 : Number.POSITIVE_INFINITY,
        ),
      );
    }
  }
  return cell(a.length, b.length);
}

/** A document id that stays inside its collection. */
export function parseJobId(text: string): string {
  if (/^(?!\.\.?$)(?!__.*__$)[^/\s\p{C}]+$/u.test(text)) return text;
  throw new InvalidArgumentError('It must be the id of a job.');
}

/** A reason as the callables take it. */
export function parseReason(text: string): string {
  try {
    return readReason(text) ?? '';
  } catch {
    throw new InvalidArgumentError(
      'A reason is one line of at most 500 characters, without control characters.',
    );
  }
}

export function parseDays({ maxInviteDays }: Limits, text: string): number {
  const days = Number(text);
  if (Number.isInteger(days) && days >= 1 && days <= maxInviteDays) return days;
  throw new InvalidArgumentError(`It must be a whole number from 1 to ${maxInviteDays}.`);
}

/** The address as `createInvite` takes it. */
export function parseEmail(
  roles: RoleTable,
  invite: { email: string; role: string; expiresAt: Milliseconds },
): string {
  try {
    return parseCreateInvite(roles, invite).email;
  } catch {
    throw new AdminError('usage', `"${invite.email}" is not an e-mail address.`, {
      next: 'An invite is for an e-mail address that its account verifies. To give a role to an account, use `grant`.',
    });
  }
}

export function parseRate(text: string): number {
  const rate = Number(text);
  if (Number.isInteger(rate) && rate >= 1 && rate <= MAX_PER_SECOND) return rate;
  throw new InvalidArgumentError(`It must be a whole number from 1 to ${MAX_PER_SECOND}.`);
}

/** Kinds of entries, by commas. */
export function parseTypes(text: string): readonly AuditType[] {
  const known: readonly string[] = AUDIT_TYPES;
  const types = text.split(',').map((type) => type.trim());
  if (types.every((type) => known.includes(type))) return types as AuditType[];
  throw new InvalidArgumentError(`It must be one or more of: ${AUDIT_TYPES.join(', ')}.`);
}

/** How many entries are shown at once. */
export function parseLimit(text: string): number {
  const limit = Number(text);
  if (Number.isInteger(limit) && limit >= 1 && limit <= 500) return limit;
  throw new InvalidArgumentError('It must be a whole number from 1 to 500.');
}

/** What `log` shows as the way to the earlier entries. */
export function parseCursor(text: string): string {
  if (/^\d{1,16}\/[^/]+$/.test(text)) return text;
  throw new InvalidArgumentError('It must be what the page before named.');
}

const MAPPED = ['uid', 'email', 'role', 'expiresAt', 'disabled'] as const;

/** `role=Rolle`, several of them. */
export function parseMapping(text: string, before: ColumnMapping = {}): ColumnMapping {
  const at = text.indexOf('=');
  const field = MAPPED.find((known) => known === text.slice(0, at));
  if (field !== undefined) return { ...before, [field]: text.slice(at + 1) };
  throw new InvalidArgumentError(
    `It must be <field>=<column>, with ${MAPPED.join(', ')} as field.`,
  );
}
