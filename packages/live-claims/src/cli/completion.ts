import tab from '@bomb.sh/tab/commander';
import type { Command } from 'commander';
import type { RoleTable } from '../core/index.ts';

/** What the shell calls the command line, which is run by its path: `npx` would take half a second at each key. */
const NAME = 'live-claims';

/**
 * Adds `completion <shell>`, which prints a script for the shell, and the hidden command that the script asks at
 * each press of the Tab key. Both know the commands that the program has by now.
 *
 * @param known the roles that commands take, and the words that their options take, by the names of the commands.
 */
export function addCompletion(
  program: Command,
  known: {
    readonly roles: Readonly<Record<string, RoleTable>>;
    readonly options: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;
  },
): void {
  const root = tab(program, { completionCommandName: 'completion' });
  for (const [name, roles] of Object.entries(known.roles)) {
    root.commands.get(name)?.argument('role', (complete) => {
      for (const role of roles.ranking) complete(role, '');
    });
  }
  for (const [name, options] of Object.entries(known.options)) {
    const command = root.commands.get(name);
    for (const [option, words] of Object.entries(options)) {
      command?.option(option, command.options.get(option)?.description ?? '', (complete) => {
        for (const word of words) complete(word, '');
      });
    }
  }
  const quoted = (text: string | undefined) => `'${text?.replaceAll("'", String.raw`'\''`)}'`;
  program.commands
    .find((command) => command.name() === 'completion')
    ?.summary('print a script that completes commands in your shell')
    .description(
      'Prints a script for your shell, which then completes commands, options, roles and the other words that options take. For bash it needs the package bash-completion.',
    )
    .addHelpText('after', `\n${SET_UP}\n`)
    .action((shell: string) => {
      root.setup(NAME, [process.execPath, process.argv[1]].map(quoted).join(' '), shell);
    });
}

const SET_UP = `Into ~/.bashrc or ~/.zshrc, with the path of your project:
  alias live-claims="npx live-claims"
  source <(cd my-app && npx live-claims completion bash)`;
