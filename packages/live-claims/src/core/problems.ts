/**
 * Why a `users/{uid}` document could not become claims. A closed set; admins see the message.
 *
 * @example PROBLEM_CODES.includes('unknown-role') // true
 */
export const PROBLEM_CODES = [
  'wrong-type',
  'stray-blank',
  'unknown-role',
  'misnamed-field',
  'in-the-future',
  'in-the-past',
  'no-such-account',
  'claims-too-large',
  'reserved-claim',
] as const;

/**
 * One of `PROBLEM_CODES`.
 *
 * @example const code: ProblemCode = 'unknown-role';
 */
export type ProblemCode = (typeof PROBLEM_CODES)[number];

/**
 * What is wrong with an edit, stored on the marker for its author to read.
 *
 * @example
 * const problem: Problem = { code: 'unknown-role', message: 'There is no role "Editor".' };
 */
export interface Problem {
  readonly code: ProblemCode;
  /** One sentence for the admin: what is wrong and what to do. */
  readonly message: string;
  /** The document field or claim at fault. */
  readonly field?: string | undefined;
  /** The offending value as JSON, shortened. */
  readonly value?: string | undefined;
}

/**
 * A problem in unknown data. Its code may be one of a later release.
 *
 * @example isProblem({ code: 'unknown-role', message: 'There is no role "x".' }) // true
 */
export function isProblem(value: unknown): value is Problem {
  const { code, message, field = '', value: shown = '' } = (value ?? {}) as Record<string, unknown>;
  return [code, message, field, shown].every((text) => typeof text === 'string');
}

/**
 * A value as it may be shown and stored in a problem: JSON, at most 80 characters, well-formed.
 * Invisible characters are written as their code: a zero-width space as `\\u{200b}`.
 *
 * @example showValue('editor\u200b') // '"editor\\u{200b}"'
 */
export function showValue(value: unknown): string {
  const text = toJson(value).replace(
    INVISIBLE,
    (found) => `\\u{${found.codePointAt(0)?.toString(16)}}`,
  );
  return text.length > 80 ? `${text.slice(0, 79).replace(/[\uD800-\uDBFF]$/, '')}…` : text;
}

/** Control and format characters, blanks that are none, separators, and halves of surrogate pairs. */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]|(?! )\p{Zs}/gu;

/** JSON; a value that has none, such as a reference to a document, is named by its type. */
function toJson(value: unknown): string {
  try {
    return JSON.stringify(value) ?? String(value);
  } catch {
    return `a ${value?.constructor?.name ?? typeof value}`;
  }
}
