import { positionAt } from '../../rules/parse-rules.ts';

/**
 * Everything that `check` can find, and how bad it is: an `error` opens access or breaks the app, a `warning` is for a
 * person to judge. Scripts tell findings apart by these codes: they stay.
 */
export const FINDINGS = {
  'rules-missing': 'error',
  'rules-unreadable': 'error',
  'block-missing': 'error',
  'block-differs': 'error',
  'catch-all': 'error',
  'own-access': 'error',
  'own-creation': 'error',
  'own-deletion': 'error',
  'others-access': 'error',
  'own-membership': 'error',
  'others-membership': 'error',
  'engine-documents': 'error',
  'engine-documents-read': 'warning',
  'past-the-ranks': 'warning',
  'cannot-tell': 'warning',
  'functions-missing': 'warning',
  'two-sign-up-functions': 'error',
  'prefix-differs': 'error',
  'region-differs': 'error',
  'index-missing': 'warning',
  'index-off': 'error',
  'ttl-missing': 'warning',
  'ttl-of-others': 'warning',
  'no-identity-platform': 'error',
  'no-permission': 'warning',
  'database-locks': 'warning',
  'no-top-role': 'warning',
  'unreadable-documents': 'error',
  'accounts-without-document': 'warning',
  drift: 'warning',
} as const satisfies Record<string, 'error' | 'warning'>;
export type FindingCode = keyof typeof FINDINGS;

/** Something that is wrong, where, and what to do. */
export interface Finding {
  readonly code: FindingCode;
  /** Path from the folder with `firebase.json`; null for what is not about a file. */
  readonly file: string | null;
  /** From 1; null for a whole file. */
  readonly line: number | null;
  readonly column: number | null;
  readonly message: string;
  /** What to do, in a sentence. */
  readonly next: string;
}

/** What was not looked at, and why: it may hold anything. */
export interface NotLookedAt {
  readonly what: string;
  readonly because: string;
}

/** What a part of the check came to. */
export interface Checked {
  readonly findings: readonly Finding[];
  readonly notLookedAt: readonly NotLookedAt[];
  /** What was looked at, and is in order, one line each. */
  readonly inOrder: readonly string[];
}

/** A finding about a place in a file. */
export function findingAt(
  code: FindingCode,
  { path, text }: { readonly path: string; readonly text: string },
  offset: number | null,
  message: string,
  next: string,
): Finding {
  const place = offset === null ? { line: null, column: null } : positionAt(text, offset);
  return { code, file: path, ...place, message, next };
}

/** What all the parts came to. */
export const joined = (parts: readonly Checked[]): Checked => ({
  findings: parts.flatMap(({ findings }) => findings),
  notLookedAt: parts.flatMap(({ notLookedAt }) => notLookedAt),
  inOrder: parts.flatMap(({ inOrder }) => inOrder),
});
