import type { AdminError, ExitCode } from './admin-error.ts';
import type { Paint } from './terminal.ts';

/** What a command came to: the same for a person, for a program and for the shell. */
export interface Answer {
  readonly exitCode: ExitCode;
  /** For `--json`: plain values only. */
  readonly json: Readonly<Record<string, unknown>>;
  /** For a person, line by line. */
  readonly text: (paint: Paint) => readonly string[];
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
export function failureJson({ code, message, next }: AdminError): Answer['json'] {
  return { error: { code, message, next } };
}
