import type { Paint } from './terminal.ts';

/**
 * What the command's exit code says. A closed set, so that scripts can tell the cases apart; the
 * last two are what `sysexits.h` and shells use for them.
 */
export const EXIT_CODES = {
  done: 0,
  /** It ran to its end, and found or left something that needs attention. */
  attention: 1,
  usage: 2,
  notFound: 3,
  refused: 4,
  unreachable: 5,
  defect: 70,
  interrupted: 130,
} as const;
export type ExitCode = (typeof EXIT_CODES)[keyof typeof EXIT_CODES];

/** Every way in which a command is known to fail, and the exit code that goes with it. */
const FAILURES = {
  usage: EXIT_CODES.usage,
  'no-config': EXIT_CODES.usage,
  'no-rules': EXIT_CODES.usage,
  'not-an-app': EXIT_CODES.usage,
  'mixed-target': EXIT_CODES.usage,
  'no-such-person': EXIT_CODES.notFound,
  'no-such-job': EXIT_CODES.notFound,
  'no-such-invite': EXIT_CODES.notFound,
  'no-such-entry': EXIT_CODES.notFound,
  'last-owner': EXIT_CODES.refused,
  'cannot-apply': EXIT_CODES.refused,
  'rules-unreadable': EXIT_CODES.refused,
  'unverified-address': EXIT_CODES.refused,
  'changed-meanwhile': EXIT_CODES.refused,
  'not-confirmed': EXIT_CODES.refused,
  'job-is-over': EXIT_CODES.refused,
  'still-running': EXIT_CODES.refused,
  'cannot-be-undone': EXIT_CODES.refused,
  'already-undone': EXIT_CODES.refused,
  'install-failed': EXIT_CODES.attention,
  'no-stack': EXIT_CODES.unreachable,
  'no-queue': EXIT_CODES.unreachable,
  'no-credentials': EXIT_CODES.unreachable,
  'not-allowed': EXIT_CODES.unreachable,
  'not-set-up': EXIT_CODES.unreachable,
  'too-much': EXIT_CODES.unreachable,
  unreachable: EXIT_CODES.unreachable,
  interrupted: EXIT_CODES.interrupted,
} as const satisfies Record<string, ExitCode>;
export type AdminErrorCode = keyof typeof FAILURES;

export interface AdminErrorOptions extends ErrorOptions {
  /** What the operator does next, in one or two sentences. */
  readonly next: string;
}

/** A failure that we expect and can explain: the operator reads it, never a stack trace. */
export class AdminError extends Error {
  override readonly name = 'AdminError';
  readonly code: AdminErrorCode;
  readonly next: string;

  constructor(code: AdminErrorCode, message: string, options: AdminErrorOptions) {
    super(message, options);
    this.code = code;
    this.next = options.next;
  }

  get exitCode(): ExitCode {
    return FAILURES[this.code];
  }
}

/** A failure as a person reads it. */
export function failureText({ code, message, next }: AdminError, paint: Paint): readonly string[] {
  const [first = '', ...more] = next.split('\n');
  return [
    '',
    `${paint('red', '✗')} ${paint('bold', `[${code}] ${message}`)}`,
    '',
    `  ${paint('cyan', '→')} ${first}`,
    ...more.map((line) => `    ${line}`),
    '',
  ];
}

/** A failure as a program reads it. */
export function failureJson({
  code,
  message,
  next,
}: AdminError): Readonly<Record<string, unknown>> {
  return { error: { code, message, next } };
}
