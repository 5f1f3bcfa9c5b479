import type { AccessRefusal, GrantRefusal } from '../../core/index.ts';
import { withArticle } from './role-words.ts';

/** What is said in more than one place. */
export const SENTENCES = {
  offline: 'The server cannot be reached. Check your connection and try again.',
  notAllowed: 'Your access does not allow this at the moment. An admin can change it.',
  signInAgain: 'Your sign-in is no longer valid. Sign out, then sign in again.',
  disabled: 'This account is disabled. Ask an admin to enable it again.',
  tooMany: 'Too many attempts in a short time. Wait a few minutes and try again.',
} as const;
const FAULT =
  'The server could not do this, or could not be reached. Try again; if it persists, contact an admin.';

type Refusal = AccessRefusal | GrantRefusal | 'email-not-verified' | 'changed-meanwhile';

/** By the reason that comes in a refusal's details: of the guards, of ranks, and of invites. */
const REFUSALS: Readonly<Record<Refusal, (top: string) => string>> = {
  'signed-out': () => SENTENCES.signInAgain,
  'session-revoked': () => 'All your sessions were ended. Sign out, then sign in again.',
  'sign-in-too-old': () => 'Each user has to sign in again. Sign out first, then sign in.',
  disabled: () => SENTENCES.disabled,
  'locked-down': (top) =>
    `The app is locked down: only the role “${top}” has access. Try again once the lockdown is off.`,
  'token-stale': () =>
    'Your access has just changed, and the change has not arrived here. Try again.',
  'claims-shadowed': () =>
    'This sign-in method sets a role of its own, which is not accepted. Sign out, then sign in with another method.',
  'token-too-old': () =>
    'Your access could not be checked again. Check your connection and try again.',
  'not-allowed': () => SENTENCES.notAllowed,
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
  unavailable: SENTENCES.offline,
  'deadline-exceeded':
    'The server took too long to answer. The change may still arrive, and shows here when it does.',
  'permission-denied': SENTENCES.notAllowed,
  'invalid-argument': 'The server did not accept this. Check what you entered and try again.',
  unauthenticated: SENTENCES.signInAgain,
  'resource-exhausted': SENTENCES.tooMany,
  'not-found': 'This no longer exists, so nothing was changed.',
  'already-exists': 'This exists already. Reload the page to see it.',
  aborted: 'Another change was made at the same moment. Check the current state, then try again.',
  cancelled: 'This was cancelled before it was done. Try again.',
};

/** What the Functions SDK says of a call that no server has got. */
const UNREACHED: readonly string[] = ['functions/internal', 'functions/unavailable'];

/** What an app says otherwise. */
export interface Wording {
  readonly refusals?: Partial<Readonly<Record<Refusal, string>>>;
  /** By the code of an error; Firestore's and Functions' without their prefix. */
  readonly codes?: Readonly<Record<string, string>>;
}

/**
 * One or two sentences for the person: what went wrong and what to do. Never a code.
 *
 * @param top the role of the highest rank.
 */
export function sentenceOf(error: unknown, top: string, own: Wording = {}): string {
  const { code, message, details } = asErrorLike(error);
  if (isChunkLoadFailure(message)) return 'The app was updated meanwhile. Reload the page.';
  const reason = (details as { reason?: unknown } | null)?.reason;
  if (isRefusal(reason)) return own.refusals?.[reason] ?? REFUSALS[reason](top);
  if (UNREACHED.includes(code) && globalThis.navigator?.onLine === false) {
    return 'You are offline. Nothing was changed; save again when you are back.';
  }
  const bare = code.replace(/^(functions|firestore)\//, '');
  const codes = { ...BY_CODE, ...own.codes };
  return (Object.hasOwn(codes, bare) && codes[bare]) || FAULT;
}

/** A part of the app that a newer deployment no longer serves. Browsers word it differently. */
function isChunkLoadFailure(message: string): boolean {
  return /dynamically imported module|module script failed|Unable to preload/i.test(message);
}

function isRefusal(reason: unknown): reason is Refusal {
  return typeof reason === 'string' && Object.hasOwn(REFUSALS, reason);
}

/** What of an error has the type that it should have. */
export function asErrorLike(error: unknown): { code: string; message: string; details: unknown } {
  const { code, message, details } = (error ?? {}) as Record<string, unknown>;
  return {
    code: typeof code === 'string' ? code : '',
    message: typeof message === 'string' ? message : '',
    details: typeof details === 'object' ? details : null,
  };
}
