import { styleText } from 'node:util';

/** Every way in which the local stack is known to fail. */
export type StackErrorCode =
  | 'unknown-option'
  | 'no-java'
  | 'no-firestore-emulator'
  | 'port-taken'
  | 'functions-failed'
  | 'not-ready'
  | 'stack-died'
  | 'seed-failed'
  | 'build-failed'
  | 'data-folder'
  | 'export-failed'
  | 'interrupted'
  | 'no-stack';

export interface StackErrorOptions extends ErrorOptions {
  /** What the reader does next, in one or two sentences. */
  readonly next: string;
  /** Lines of evidence, such as the last lines of a log. */
  readonly details?: readonly string[];
}

/**
 * A failure that we expect and can explain: the reader gets the message, the evidence and what to
 * do next, never a stack trace.
 */
export class StackError extends Error {
  override readonly name = 'StackError';
  readonly code: StackErrorCode;
  readonly next: string;
  readonly details: readonly string[];

  constructor(code: StackErrorCode, message: string, options: StackErrorOptions) {
    super(`[${code}] ${message}`, options);
    this.code = code;
    this.next = options.next;
    this.details = options.details ?? [];
  }
}

/**
 * The error as a person reads it in a terminal: several lines, no stack trace, in colour when
 * `stream` takes colours.
 */
export function formatStackError(error: StackError, stream: Stream = process.stderr): string {
  const paint = (style: Style, text: string) => styleText(style, text, { stream });
  return [
    '',
    `${paint('red', '✗')} ${paint('bold', error.message)}`,
    ...(error.details.length > 0 ? [''] : []),
    ...error.details.map((line) => paint('dim', `    ${line}`)),
    '',
    `  ${paint('cyan', '→')} ${error.next.replaceAll('\n', '\n    ')}`,
    '',
  ].join('\n');
}

type Style = Parameters<typeof styleText>[0];
type Stream = NodeJS.WritableStream;
