import * as clack from '@clack/prompts';
import { AdminError } from '../admin-error.ts';
import type { Terminal } from '../terminal.ts';

/** A value to choose, and what it means. */
export interface Option<Value extends string> {
  readonly value: Value;
  readonly label: string;
  readonly hint?: string;
}

/** Asks a person. Each throws {AdminError} `interrupted` for Ctrl-C and Escape. */
export interface Questions {
  /** @param problem what is wrong with an answer; undefined for a good one. */
  text(
    question: string,
    initial: string,
    problem: (answer: string) => string | undefined,
  ): Promise<string>;
  select<Value extends string>(
    question: string,
    options: readonly Option<Value>[],
    initial: Value,
  ): Promise<Value>;
  confirm(question: string): Promise<boolean>;
}

/** Questions on the terminal of this process; null where there is none. */
export function questionsOn(terminal: Terminal): Questions | null {
  if (terminal.ask === null) return null;
  const on = { input: process.stdin, output: terminal.err };
  return {
    text: async (message, initial, problem) => {
      const validate = (answer = '') => problem(answer.trim() === '' ? initial : answer.trim());
      const field = initial === '' ? {} : { placeholder: initial, defaultValue: initial };
      return answered(await clack.text({ ...on, ...field, message, validate })).trim();
    },
    select: async <Value extends string>(
      message: string,
      options: readonly Option<Value>[],
      initialValue: Value,
    ) => {
      const list = [...options] as clack.SelectOptions<string>['options'];
      return answered(await clack.select({ ...on, message, options: list, initialValue })) as Value;
    },
    confirm: async (message) => answered(await clack.confirm({ ...on, message })),
  };
}

function answered<Value>(answer: Value): Exclude<Value, symbol> {
  if (!clack.isCancel(answer)) return answer as Exclude<Value, symbol>;
  throw new AdminError('interrupted', 'Stopped.', { next: 'Nothing was changed.' });
}
