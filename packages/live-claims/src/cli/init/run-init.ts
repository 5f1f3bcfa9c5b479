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
  const [first, second] = args;
  if ((first === 'help' ? second : first) !== 'init') return null;
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
    program.parse([...args], { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return EXIT_CODES.done;
    throw usageError(error, program, args);
  }
  if (options === null) return EXIT_CODES.done;
  // It brings the prompts and the editors of files along.
  const { init } = await import('./init.ts');
  return init(options, { terminal, cwd: process.cwd(), version });
}
