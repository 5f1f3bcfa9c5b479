import type { Actor, AuditEntry } from '@live-claims/contract';
import { withArticle } from '../role-words.ts';

/** What happened, as a sentence; `nameOf` knows people by account id. */
export function auditSentence(entry: AuditEntry, nameOf: (uid: string) => string): string {
  const name = nameOf(entry.uid);
  switch (entry.type) {
    case 'token-claims-change':
      return roleSentence(name, entry.before?.role ?? null, entry.after?.role ?? null);
    case 'session-revoked':
      return `${name} was signed out everywhere.`;
    case 'account-disabled':
      return `The account of ${name} was disabled.`;
    case 'account-enabled':
      return `The account of ${name} was enabled again.`;
    case 'claims-rejected':
      return `An edit of ${name} could not be read as a role and was rejected.`;
    case 'claims-pending':
      return `A role waits for ${name} to sign in for the first time.`;
  }
}

/** Who did it, as far as it is known. */
export function actorPhrase({ kind, uid }: Actor, nameOf: (uid: string) => string): string {
  switch (kind) {
    case 'person':
      return uid === null ? 'By somebody in the app' : `By ${nameOf(uid)}`;
    case 'service':
      return 'By a server or the command line';
    case 'sign-up':
      return 'At sign-up';
    case 'unknown':
      return 'Outside the app, in the console or by a program';
  }
}

function roleSentence(name: string, before: string | null, after: string | null): string {
  if (before === after) {
    return after === null
      ? `The access of ${name} was settled anew: no role.`
      : `The access of ${name} was settled anew as ${withArticle(after)}.`;
  }
  if (after === null) return `${name} is no longer ${withArticle(before ?? '')}.`;
  return before === null
    ? `${name} became ${withArticle(after)}.`
    : `${name} went from ${before} to ${after}.`;
}
