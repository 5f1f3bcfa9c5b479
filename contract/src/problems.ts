/** Why a `users/{uid}` document could not become claims. A closed set; admins see the message. */
export const PROBLEM_CODES = [
  'wrong-type',
  'stray-blank',
  'unknown-role',
  'in-the-future',
  'no-such-account',
  'claims-too-large',
  'reserved-claim',
] as const;

export type ProblemCode = (typeof PROBLEM_CODES)[number];

/** Stored on the marker, so that whoever made the edit can read what is wrong with it. */
export interface Problem {
  readonly code: ProblemCode;
  /** One sentence for the admin: what is wrong and what to do. */
  readonly message: string;
  /** The document field or claim at fault. */
  readonly field?: string | undefined;
  /** The offending value as JSON, shortened. */
  readonly value?: string | undefined;
}

export function isProblem(value: unknown): value is Problem {
  if (typeof value !== 'object' || value === null) return false;
  const { code, message, field = '', value: shown = '' } = value as Record<string, unknown>;
  return (
    PROBLEM_CODES.includes(code as ProblemCode) &&
    [message, field, shown].every((text) => typeof text === 'string')
  );
}

/** A value as it may be shown and stored in a problem: JSON, at most 80 characters. */
export function showValue(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 80 ? `${text.slice(0, 79)}…` : text;
}
