import type { Command, CommanderError } from 'commander';
import { AdminError } from './admin-error.ts';

/** What one types to get here. */
export const INVOCATION = 'npx live-claims';

/** Commander's sentence, with the way to the help that answers it. */
export function usageError(
  error: CommanderError,
  program: Command,
  args: readonly string[],
): AdminError {
  const command = program.commands.find((known) => args.includes(known.name()));
  const help = [INVOCATION, command?.name(), '--help'].filter(Boolean).join(' ');
  if (error.code === 'commander.help') {
    return new AdminError('usage', 'No command was given.', { next: `See \`${help}\`.` });
  }
  const [sentence = '', hint = ''] = error.message.replace(/^error: /, '').split('\n');
  const capital = sentence.charAt(0).toUpperCase() + sentence.slice(1);
  return new AdminError('usage', `${capital.replace(/\.?$/, '.')} ${hint}`.trim(), {
    next: `See \`${help}\`.`,
  });
}
