import {
  type AccessRefusal,
  type GrantRefusal,
  parseInviteLimit,
  type RoleTable,
  topRole,
} from '../../core/index.ts';
import { momentFrom } from './moments.ts';
import { withArticle } from './role-words.ts';

const OFFLINE = 'The server cannot be reached. Check your connection and try again.';
const NOT_ALLOWED = 'Your access does not allow this at the moment. An admin can change it.';
const SIGN_IN_AGAIN = 'Your sign-in is no longer valid. Sign out, then sign in again.';
const FAULT =
  'The server could not do this, or could not be reached. Try again; if it persists, contact an admin.';

type Refusal = AccessRefusal | GrantRefusal | 'email-not-verified' | 'changed-meanwhile';

/** By the reason that comes in a refusal's details: of the guards, of ranks, and of invites. */
const REFUSALS: Readonly<Record<Refusal, (top: string) => string>> = {
  'signed-out': () => SIGN_IN_AGAIN,
  'session-revoked': () => 'All your sessions were ended. Sign out, then sign in again.',
  'sign-in-too-old': () => 'Each user has to sign in again. Sign out first, then sign in.',
  disabled: () => 'This account is disabled. Ask an admin to enable it again.',
  'locked-down': (top) =>
    `The app is locked down: only the role “${top}” has access. Try again once the lockdown is off.`,
  'token-stale': () =>
    'Your access has just changed, and the change has not arrived here. Try again.',
  'claims-shadowed': () =>
    'This sign-in method sets a role of its own, which is not accepted. Sign out, then sign in with another method.',
  'token-too-old': () =>
    'Your access could not be checked again. Check your connection and try again.',
  'not-allowed': () => NOT_ALLOWED,
  'own-role': () => 'You cannot change your own role. Ask a user with a higher role.',
  'rank-too-low': (top) =>
    `You can only change people below your own rank, and only to roles below it. Ask ${withArticle(top)}.`,
  'beyond-own-end': () =>
    'Your own role ends at a set time, and roles that you give must end by then. Set an earlier end.',
  'last-owner': (top) =>
    `This is the last permanent ${top}. Make another user ${withArticle(top)} first, then try again.`,
  'changed-meanwhile': () =>
    'This user’s access changed in the meantime, and your change was not saved. Check the current state, then try again.',
  'email-not-verified': () => 'Verify this e-mail address first, by the link that is sent to it.',
};

/** By the code of Firestore or Functions, without its prefix. */
const BY_CODE: Readonly<Record<string, string>> = {
  unavailable: OFFLINE,
  'deadline-exceeded':
    'The server took too long to answer. The change may still arrive, and shows here when it does.',
  'permission-denied': NOT_ALLOWED,
  'invalid-argument': 'The server did not accept this. Check what you entered and try again.',
  unauthenticated: SIGN_IN_AGAIN,
  'resource-exhausted': 'Too many attempts in a short time. Wait a few minutes and try again.',
  'not-found': 'This no longer exists, so nothing was changed.',
  'already-exists': 'This exists already. Reload the page to see it.',
  aborted: 'Another change was made at the same moment. Check the current state, then try again.',
  cancelled: 'This was cancelled before it was done. Try again.',
};

/** What the Functions SDK says of a call that no server has got. */
const UNREACHED: readonly string[] = ['functions/internal', 'functions/unavailable'];

/** One or two sentences for the person: what went wrong and what to do. Never a code. */
export function sentenceFor(error: unknown, roles: RoleTable): string {
  if (isChunkLoadFailure(error)) return 'The app was updated meanwhile. Reload the page.';
  const { code, details } = asErrorLike(error);
  const reason = (details as { reason?: unknown } | null)?.reason;
  if (isRefusal(reason)) return REFUSALS[reason](topRole(roles));
  const limit = parseInviteLimit(details);
  if (limit !== null) return inviteLimitSentence(limit.perHour, limit.nextAt);
  if (UNREACHED.includes(code) && globalThis.navigator?.onLine === false) {
    return 'You are offline. Nothing was changed; save again when you are back.';
  }
  const bare = code.replace(/^(functions|firestore)\//, '');
  return (Object.hasOwn(BY_CODE, bare) && BY_CODE[bare]) || FAULT;
}

/** The limit of invites in an hour, with the time of the next one where it is known; in milliseconds since the Unix epoch. */
export function inviteLimitSentence(perHour: number, nextAt: number | null): string {
  const next = nextAt === null ? '' : ` Next one at ${momentFrom(nextAt, Date.now())}.`;
  return `You have invited ${perHour} people in the last hour.${next}`;
}

/** A part of the app that a newer deployment no longer serves. Browsers word it differently. */
function isChunkLoadFailure(error: unknown): boolean {
  const { message } = asErrorLike(error);
  return /dynamically imported module|module script failed|Unable to preload/i.test(message);
}

function isRefusal(reason: unknown): reason is Refusal {
  return typeof reason === 'string' && Object.hasOwn(REFUSALS, reason);
}

function asErrorLike(error: unknown): { code: string; message: string; details: unknown } {
  const { code, message, details } = (error ?? {}) as Record<string, unknown>;
  return {
    code: typeof code === 'string' ? code : '',
    message: typeof message === 'string' ? message : '',
    details: typeof details === 'object' ? details : null,
  };
}
