import { Command, InvalidArgumentError, Option } from 'commander';
import { parseRoleChoice, type RoleChoice } from './choices.ts';
import type { CodebaseChoice } from './choose-codebase.ts';
import type { InitOptions } from './init-options.ts';
import { FRAMEWORKS, type Framework } from './inspect-app.ts';

/** What typing `init` with options comes to. */
interface Typed {
  readonly collection?: string;
  readonly field?: string;
  readonly role?: readonly RoleChoice[];
  readonly grantPermission?: string;
  readonly initialRole?: string;
  readonly receipts?: boolean;
  readonly region?: string;
  readonly database?: string;
  readonly codebase?: CodebaseChoice;
  readonly web?: string;
  readonly framework?: Framework;
  readonly package?: string;
  readonly dryRun?: boolean;
  readonly yes?: boolean;
  readonly install: boolean;
  readonly json?: boolean;
}

/** The command, which hands over what was typed. */
export function initCommand(run: (options: InitOptions) => void): Command {
  return new Command('init')
    .summary('set live-claims up in an app that exists')
    .description(
      'Sets live-claims up in the app of this folder: the configuration, functions, the block in the security rules, indexes, a client for the web app, and dependencies. Shows every change as a diff before it writes, and overwrites no file, export or rule. Run again, it writes only what is missing, and the rules after a change of the configuration. What no option says it finds out or asks.',
    )
    .option(
      '--collection <name>',
      'the collection with a document per account that has the role (users)',
    )
    .option('--field <name>', 'the field of it that is the role (role)')
    .addOption(
      new Option(
        '--role <name[=permissions]>',
        'a role and what more it may do than the one before, as editor=posts.write,posts.delete; repeat it, the lowest first',
      ).argParser(collectRoles),
    )
    .option(
      '--grant-permission <name>',
      'the permission to change others’ access (users.manage, of the highest role)',
    )
    .option('--initial-role <role>', 'the role of a new account, or none')
    .option(
      '--receipts',
      'have each browser record which change of access it has taken, which admins then see arrive',
    )
    .option(
      '--region <region>',
      'where the functions run; found in your functions, else us-central1',
    )
    .option('--database <id>', 'the Firestore database; found in firebase.json')
    .addOption(
      new Option(
        '--codebase <which>',
        'own: into your functions; second: beside them, in the folder live-claims. Without it, own where your versions fit',
      ).choices(['own', 'second']),
    )
    .option('--web <folder>', 'the web app that gets the client, or none')
    .addOption(
      new Option('--framework <name>', 'the bindings of the client').choices(
        Object.keys(FRAMEWORKS),
      ),
    )
    .option('--package <spec>', 'the version of live-claims to depend on, or a tarball of it')
    .option('--dry-run', 'only show the changes')
    .option('-y, --yes', 'write without a question')
    .option('--no-install', 'leave installing the packages to you')
    .option('--json', 'print one JSON object to stdout, and nothing else')
    .action((typed: Typed) => run(optionsOf(typed)));
}

function collectRoles(text: string, before: readonly RoleChoice[] = []): readonly RoleChoice[] {
  const role = parseRoleChoice(text);
  if (role !== null) return [...before, role];
  throw new InvalidArgumentError(
    'A role is a lower-case word, with what it may do: editor=posts.write,posts.delete',
  );
}

function optionsOf(typed: Typed): InitOptions {
  const { role, initialRole, dryRun = false, yes = false, json = false, ...rest } = typed;
  return {
    ...rest,
    roles: role ?? [],
    initialRole: initialRole === 'none' ? null : initialRole,
    dryRun,
    yes,
    json,
  };
}
