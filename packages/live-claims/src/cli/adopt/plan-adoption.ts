import {
  type CustomClaims,
  claimsProblem,
  decodeClaims,
  isRole,
  mergeClaims,
  type RoleTable,
  type SkippedAccount,
  showValue,
} from '../../core/index.ts';
import { type AdoptRule, ruleFor, unreadValues } from './rules.ts';

/** An account as the adoption finds it. */
export interface Found {
  readonly claims: CustomClaims;
  /** `users/{uid}` under the default names; null when there is none. */
  readonly document: Readonly<Record<string, unknown>> | null;
  /** What the rules read: the claims, or the fields of a document elsewhere; null for no such document. */
  readonly values: Readonly<Record<string, unknown>> | null;
  /** Whether these are the fields of the very document. */
  readonly isOwn: boolean;
}

/** What is to be done with an account. */
export type Adoption =
  /** It has no role, and nothing says that it should. */
  | { readonly outcome: 'no-role' }
  /** Its document says so. `synced`: whether its claims do, too. */
  | { readonly outcome: 'has-it'; readonly role: string | null; readonly synced: boolean }
  | { readonly outcome: 'give'; readonly role: string | null; readonly rule: AdoptRule }
  /** It is left as it is, and a person should look at it. */
  | { readonly outcome: 'skip'; readonly why: SkippedAccount };

/** How the adoption was asked for. */
export interface AdoptionRules {
  readonly roles: RoleTable;
  readonly rules: readonly AdoptRule[];
  /** Whether a role that the document has already gives way. */
  readonly overwrite: boolean;
}

/**
 * Decides what an account's role becomes. A pure function of what was found. A role of the table that stands in the
 * document stays, unless told, and so does what else the app keeps in that field. What no rule reads is never a guess.
 */
export function planAdoption({ roles, rules, overwrite }: AdoptionRules, found: Found): Adoption {
  const { claims, document, values } = found;
  const held = isRole(roles, document?.role) ? document.role : null;
  const rule = values === null ? null : ruleFor(rules, values);
  if (rule === null) {
    const unread = values === null ? [] : unreadValues(rules, values);
    if (held !== null) return hasIt(held, claims);
    if (unread.length > 0) return unknown(unread, found);
    return losesClaim(claims) ? skip('loses-claim', lost(claims)) : { outcome: 'no-role' };
  }
  if (held === rule.role && held !== null) return hasIt(held, claims);
  if (held !== null && !overwrite) {
    const would = rule.role === null ? 'none' : rule.role;
    return skip(
      'has-role',
      `The document says ${held}, ${rule.text} would give ${would}. It is kept; --overwrite replaces it.`,
    );
  }
  const other = document?.role ?? null;
  const isRead = found.isOwn && rule.field === roles.fields.role;
  if (held === null && other !== null && !isRead && !overwrite) {
    return skip(
      'other-value',
      `The document has ${showValue(other)} in "${roles.fields.role}", which is no role. It is kept; --overwrite replaces it.`,
    );
  }
  // Nothing to take away: a value in the role's own field that stands for none has to go, all else may stay.
  if (rule.role === null && other === null) return { outcome: 'no-role' };
  const problem =
    rule.role === null ? null : claimsProblem(mergeClaims(claims, accessOf(rule.role)));
  if (problem !== null) return skip(problem.code, problem.message);
  return { outcome: 'give', role: rule.role, rule };
}

/** With a version as long as any. */
const accessOf = (role: string) => ({ role, expiresAt: null, version: Number.MAX_SAFE_INTEGER });

function hasIt(role: string, claims: CustomClaims): Adoption {
  const said = decodeClaims(claims);
  return { outcome: 'has-it', role, synced: said.version > 0 && said.role === role };
}

const skip = (code: string, message: string): Adoption => ({
  outcome: 'skip',
  why: { code, message },
});

function unknown(unread: readonly string[], { claims }: Found): Adoption {
  const sentence = `No --map reads ${unread.join(' or ')}: the account gets no role`;
  return losesClaim(claims)
    ? skip('loses-claim', `${sentence}, and loses the claim "role" at its next sync.`)
    : skip('unknown-value', `${sentence}.`);
}

function lost(claims: CustomClaims): string {
  return `The account has the claim role=${showValue(claims.role)}, and nothing gives it a role: the claim goes at its next sync.`;
}

/** Whether the account has a claim in our name that is not ours: the first sync without a role takes it away. */
function losesClaim(claims: CustomClaims): boolean {
  return (claims.role ?? null) !== null && decodeClaims(claims).version === 0;
}
