import type { Actor, AuditEntry, AuditState } from '../../core/index.ts';
import { dayAndTime } from '../parts/moments.ts';
import { withArticle } from '../parts/role-words.ts';

type State = AuditEntry['after'];
type Settings = Exclude<State, AuditState | null>;

/** What happened, as a sentence; `nameOf` knows people by account id, `top` is the
 * role that has access in a lockdown. */
export function auditSentence(
  entry: AuditEntry,
  nameOf: (uid: string) => string,
  top: string,
): string {
  const { uid, email } = entry;
  const name = uid === null ? (email ?? 'an account') : nameOf(uid);
  switch (entry.type) {
    case 'token-claims-change':
      return roleSentence(name, stateOf(entry.before), stateOf(entry.after));
    case 'session-revoked':
      return `${name} was signed out everywhere.`;
    case 'account-disabled':
      return `The account of ${name} was disabled.`;
    case 'account-enabled':
      return `The account of ${name} was enabled again.`;
    case 'account-purged':
      return `The account of ${name} was deleted.`;
    case 'claims-rejected':
      return `An edit of ${name} could not be read as a role and was rejected.`;
    case 'claims-pending':
      return `A role waits for ${name} to sign in for the first time.`;
    case 'access-settings-change':
      return settingsSentence(settingsOf(entry.before), settingsOf(entry.after), top);
    case 'invite-created':
      return `${email ?? name} was invited${asRole(entry.after)}.`;
    case 'invite-withdrawn':
      return `The invite of ${email ?? name} was withdrawn.`;
    case 'invite-accepted':
      return `${name} accepted an invite${asRole(entry.after)}.`;
    case 'member-added':
      return `${name} was made a member${asRole(entry.after)}.`;
    case 'member-removed':
      return `${name} is no longer a member.`;
    case 'member-disabled':
      return `The membership of ${name} was disabled.`;
    case 'member-enabled':
      return `The membership of ${name} was enabled again.`;
    case 'job-started':
      return `A change of ${entry.count ?? 'many'} users was started.`;
  }
}

/** How far it got, where that is not all the way; null where it is. */
export function outcomePhrase({ type, outcome }: AuditEntry): string | null {
  // Their types say it.
  if (type === 'claims-rejected' || type === 'claims-pending') return null;
  switch (outcome) {
    case 'applied':
    case 'written':
      return null;
    case 'rejected':
      return 'Rejected: nothing was changed';
    case 'pending':
      return 'Pending: it waits for the account';
    default:
      return null;
  }
}

/** The author of the change, as far as it is known. */
export function actorPhrase({ kind, uid }: Actor, nameOf: (uid: string) => string): string {
  switch (kind) {
    case 'person':
      return uid === null ? 'By a user of the app' : `By ${nameOf(uid)}`;
    case 'service':
      return 'By a server or the command line';
    case 'sign-up':
      return 'At sign-up';
    case 'unknown':
      return 'Firebase console or Admin SDK';
  }
}

const isSettings = (state: State): state is Settings => state !== null && 'lockdown' in state;
const settingsOf = (state: State): Settings | null => (isSettings(state) ? state : null);
const stateOf = (state: State): AuditState | null => (isSettings(state) ? null : state);

function asRole(state: State): string {
  const role = stateOf(state)?.role ?? null;
  return role === null ? '' : ` as ${withArticle(role)}`;
}

function roleSentence(name: string, before: AuditState | null, after: AuditState | null): string {
  const [was, is] = [before?.role ?? null, after?.role ?? null];
  const end = after?.expiresAt ?? null;
  const until = is === null || end === null ? '' : ` until ${dayAndTime(end * 1000)}`;
  if (is === null) {
    return was === null
      ? `The access of ${name} was re-applied: still no role.`
      : `${name} is no longer ${withArticle(was)}.`;
  }
  if (was === null) return `${name} became ${withArticle(is)}${until}.`;
  if (was !== is) return `${name} went from ${was} to ${is}${until}.`;
  if ((before?.expiresAt ?? null) === end) {
    return `The access of ${name} was re-applied: still ${withArticle(is)}.`;
  }
  return end === null
    ? `${name} is ${withArticle(is)} without an end now.`
    : `${name} is ${withArticle(is)} only${until}.`;
}

function settingsSentence(before: Settings | null, after: Settings | null, top: string): string {
  const wasLocked = before?.lockdown ?? false;
  const isLocked = after?.lockdown ?? false;
  const minimum = after?.minimumAuthTime ?? null;
  const parts = [
    wasLocked !== isLocked &&
      (isLocked
        ? `Lockdown was turned on: only the role “${top}” has access.`
        : 'Lockdown was turned off.'),
    (before?.minimumAuthTime ?? null) !== minimum &&
      (minimum === null
        ? 'Older sessions are accepted again.'
        : `All sessions from before ${dayAndTime(minimum * 1000)} were ended.`),
  ].filter((part) => part !== false);
  return parts.join(' ') || 'Access settings were saved without a change.';
}
