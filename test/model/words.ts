import type { Act } from './scenario.ts';
import type { Running } from './state.ts';

export function nameOf({ kind, event }: Running): string {
  return kind === 'handler' ? `handler of event ${event + 1}` : kind;
}

export function saysAct(act: Act): string {
  if ('edit' in act)
    return act.edit === null ? 'the document is deleted' : `edit: ${JSON.stringify(act.edit)}`;
  if ('set' in act) return `edit of fields: ${JSON.stringify(act.set)}`;
  if ('member' in act) {
    return `the membership in ${act.member} ${act.is === null ? 'is deleted' : `becomes ${JSON.stringify(act.is)}`}`;
  }
  if ('call' in act) return `an admin calls setUserRole(${act.call})`;
  if ('enable' in act) return 'an admin calls setUserDisabled(false)';
  if ('foreignClaim' in act) return `other code sets the claim ${act.foreignClaim}`;
  if ('tamper' in act) return `other code changes claims: ${JSON.stringify(act.tamper)}`;
  if ('claims' in act) return `the claims become ${JSON.stringify(act.claims)}`;
  if ('job' in act) return `a job is to set the role ${act.job}`;
  if ('signUp' in act) return 'a new user signs up';
  if ('lock' in act) return `an operator ${act.lock ? 'disables' : 'enables'} the account by hand`;
  if ('marker' in act) return `the marker is changed by hand: ${JSON.stringify(act.marker)}`;
  if ('restore' in act) return 'document and marker are restored';
  return `the account is ${act.account}d`;
}
