import { Command, CommanderError } from 'commander';
import { EXIT_CODES, type ExitCode } from '../admin-error.ts';
import type { Terminal } from '../terminal.ts';
import { INVOCATION, usageError } from '../usage-error.ts';
import { initCommand } from './init-command.ts';
import type { InitOptions } from './init-options.ts';

/**
 * Carries out `init`, which every other command comes after: there is no configuration yet.
 *
 * @returns the exit code; null where the arguments are another command.
 * @throws {AdminError} `usage`, and what `init` throws.
 */
export async function runInit(
  args: readonly string[],
  terminal: Terminal,
  version: string,
): Promise<ExitCode | null> {
  const at = commandAt(args);
  const named = args[at] === 'help' ? args[at + 1] : args[at];
  if (named !== 'init') return null;
  // What stands before a command is an option of every command, of which init knows its own.
  const ordered = [...args.slice(at), ...args.slice(0, at)];
  let options: InitOptions | null = null;
  const program = new Command(INVOCATION).exitOverride().configureOutput({
    writeOut: (text) => terminal.out.write(text),
    writeErr: () => {},
    outputError: () => {},
    getOutHelpWidth: () => Math.min(terminal.out.columns || 100, 100),
  });
  const command = initCommand((typed) => {
    options = typed;
  });
  program.addCommand(command.copyInheritedSettings(program));
  try {
    program.parse(ordered, { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return EXIT_CODES.done;
    throw usageError(error, program, ordered);
  }
  if (options === null) return EXIT_CODES.done;
  // It brings the prompts and the editors of files along.
  const { init } = await import('./init.ts');
  return init(options, { terminal, cwd: process.cwd(), version });
}

/** Where the command stands: behind the options of all commands and their values. */
function commandAt(args: readonly string[]): number {
  const isValue = (at: number) => ['--project', '--config'].includes(args[at - 1] ?? '');
  return args.findIndex((arg, at) => !arg.startsWith('-') && !isValue(at));
}
