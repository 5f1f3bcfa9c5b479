import type { AdminError, ExitCode } from './admin-error.ts';
import type { Paint } from './terminal.ts';

/** What a command came to: the same for a person, for a program and for the shell. */
export interface Answer {
  readonly exitCode: ExitCode;
  /** For `--json`: plain values only. */
  readonly json: Readonly<Record<string, unknown>>;
  readonly text: (paint: Paint) => string;
}

/** A failure as a person reads it. */
export function failureText({ code, message, next }: AdminError, paint: Paint): string {
  return [
    '',
    `${paint('red', '✗')} ${paint('bold', `[${code}] ${message}`)}`,
    '',
    `  ${paint('cyan', '→')} ${next.replaceAll('\n', '\n    ')}`,
    '',
  ].join('\n');
}

/** A failure as a program reads it. */
export function failureJson({ code, message, next }: AdminError): Answer['json'] {
  return { error: { code, message, next } };
}
