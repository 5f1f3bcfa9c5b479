import { existsSync } from 'node:fs';
import { formatStackError, StackError } from './emulators/stack-error.ts';

/** What every command module in this folder exports. */
export interface CommandModule {
  /** Runs the command; the number it comes back with is the exit code. */
  main(args: readonly string[]): Promise<number>;
}

const COMMAND_NAME = /^[a-z][a-z-]*$/;

/**
 * Runs `main()` of `tools/<command>.ts` and comes back with its exit code. A `StackError` is
 * printed as a short message with what to do next and comes back as 1; any other error is a defect
 * of ours, so it is thrown on with its stack.
 */
export async function runCommand(command: string, args: readonly string[]): Promise<number> {
  try {
    const module = await loadCommand(command);
    return await module.main(args);
  } catch (error) {
    if (!(error instanceof StackError)) throw error;
    console.error(formatStackError(error));
    return 1;
  }
}

async function loadCommand(command: string): Promise<CommandModule> {
  const file = new URL(`./${command}.ts`, import.meta.url);
  const module: unknown =
    COMMAND_NAME.test(command) && existsSync(file) ? await import(file.href) : {};
  if (isCommandModule(module)) return module;
  throw new StackError('unknown-option', `There is no command "${command}".`, {
    next: 'See the scripts in package.json: `npm run` lists them.',
  });
}

function isCommandModule(module: unknown): module is CommandModule {
  return typeof module === 'object' && module !== null && 'main' in module;
}
