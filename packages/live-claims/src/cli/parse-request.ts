import { Argument, Command, CommanderError, Option } from 'commander';
import {
  AUDIT_TYPES,
  type AuditType,
  DIRECTORY_PAGE,
  DIRECTORY_SORTS,
  FILTER_STATES,
  isUid,
  type Limits,
  type Milliseconds,
  type RoleTable,
  readDirectoryRequest,
} from '../core/index.ts';
import type { ColumnMapping } from '../csv/read-changes.ts';
import { AdminError } from './admin-error.ts';
import { orderOf as adoptOrderOf } from './adopt/request.ts';
import { addCompletion } from './completion.ts';
import {
  type CommandName,
  commandHelp,
  DEFAULT_INVITE_DAYS,
  examplesText,
  type HelpConfig,
  programHelp,
} from './help-texts.ts';
import { initCommand } from './init/init-command.ts';
import { parseExpiry, parseSince } from './moment.ts';
import {
  type AdminRequest,
  type AppRequest,
  parseCursor,
  parseDays,
  parseEmail,
  parseJobId,
  parseLimit,
  parseMapping,
  parseOrgId,
  parseRate,
  parseReason,
  parseRole,
  parseTypes,
  type ReconcileOrder,
} from './request.ts';
import { plainPainter } from './terminal.ts';
import { INVOCATION, usageError } from './usage-error.ts';

export interface ParseSurroundings {
  /** Where help and version go. */
  readonly out: NodeJS.WriteStream;
  readonly version: string;
  /** The app's roles, limits and collections, which help and errors name. */
  readonly config: HelpConfig;
  /** Milliseconds since the Unix epoch. */
  readonly now: Milliseconds;
}

/**
 * Reads what follows `live-claims` on the command line.
 *
 * @returns null when it only asked for help or the version, which have been written.
 * @throws {AdminError} `usage`, before anything was read or changed.
 */
export function parseRequest(
  args: readonly string[],
  surroundings: ParseSurroundings,
): AdminRequest | AppRequest | null {
  let request: AdminRequest | AppRequest | null = null;
  const program = commandLine(surroundings, (asked) => {
    request = asked;
  });
  try {
    program.parse(withIdsLast(args), { from: 'user' });
    return request;
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return null;
    if (error.code === 'commander.help' && args.length === 0) {
      program.outputHelp();
      return null;
    }
    throw usageError(error, program, args);
  }
}

/** An invite's id that begins as an option does: one in 64 (base64url of a SHA-256). */
const ID_LIKE_AN_OPTION = /^-[\w-]{42}$/;

/** The arguments with such ids behind `--`, after which nothing is an option. */
function withIdsLast(args: readonly string[]): readonly string[] {
  const ids = args.filter((arg) => ID_LIKE_AN_OPTION.test(arg));
  return ids.length === 0 ? args : [...args.filter((arg) => !ids.includes(arg)), '--', ...ids];
}

function commandLine(
  { out, version, config, now }: ParseSurroundings,
  ask: (request: AdminRequest | AppRequest) => void,
): Command {
  const { roles, limits, orgs } = config;
  const inviteDays = Math.min(DEFAULT_INVITE_DAYS, limits.maxInviteDays);
  const program = emptyCommandLine(out, version, roles);
  const help = commandHelp(config);
  const role = new Argument('<role>', `one of: ${roles.ranking.join(', ')}`);
  role.argParser((text) => parseRole(roles, text));
  const add = (name: CommandName, summary: string, parent = program) =>
    parent
      .command(name.split(' ').at(-1) as string)
      .summary(summary)
      .description(help[name].description)
      .addHelpText('after', () => examplesText(help[name].examples, plainPainter(out)));

  program.commandsGroup('Your app:');
  program.addCommand(
    initCommand(() => {
      throw new Error('init is carried out without a configuration, so before this.');
    }),
  );
  add('rules', 'write live-claims’ part of the app’s Firestore rules')
    .option('--check', 'only say whether it is up to date, for CI')
    .option('--dry-run', 'show what would be written')
    .addOption(new Option('-y, --yes', 'write without a confirmation'))
    .action((_, command) => {
      const { dryRun = false, check = false, yes, common } = optionsOf(command);
      ask({ command: 'rules', dryRun, check, yes, json: common.json });
    });

  add('check', 'find what is wrong with rules, functions and settings')
    .option('--emulators', 'also look at the accounts and documents of the emulators that run')
    .action((_, command) => {
      const { emulators = false, common } = optionsOf(command);
      ask({ command: 'check', emulators, ...common });
    });

  program.commandsGroup('One person:');
  add('show', 'inspect a user: what is stored, and where it differs')
    .argument('<person>', PERSON)
    .addOption(byUid())
    .action((text, _, command) => {
      const { uid, common } = optionsOf(command);
      ask({ command: 'show', person: { text, byUid: uid }, ...common });
    });

  add('list', 'the users of the directory, filtered and sorted')
    .option(
      '--role <role>',
      `only with this role in the document: ${roles.ranking.join(', ')}, none`,
    )
    .option('--state <state>', `only in this state: ${FILTER_STATES.join(', ')}`)
    .option('--search <text>', 'only whose name or address has words that begin so')
    .option('--sort <by>', `sort by ${DIRECTORY_SORTS.join(', ')}`)
    .option('--direction <direction>', 'ascending or descending')
    .addOption(new Option('--limit <n>', 'how many users (50)').argParser(parseLimit))
    .option('--after <uid>', 'the page that follows, as the one before names it')
    .action((_, command) => {
      const options = optionsOf(command);
      const { role, state, search, sort, direction } = options;
      const { limit = DIRECTORY_PAGE, after = null, common } = options;
      const read = readDirectoryRequest(roles, { role, state, search, sort, direction });
      if ('refusal' in read) {
        throw new AdminError('usage', read.refusal, { next: '`list --help` has the options.' });
      }
      if (after !== null && !isUid(after)) {
        throw new AdminError('usage', '--after takes the id of an account.', {
          next: 'Copy it from the end of the page before.',
        });
      }
      ask({ command: 'list', request: read.request, limit, after, ...common });
    });

  add('find', 'find a user by a part of name or e-mail address')
    .argument('<text>', 'words, or their beginnings; or all of an address or account id')
    .action((text, _, command) => {
      ask({ command: 'find', text, ...optionsOf(command).common });
    });

  add('grant', 'give a user a role; it takes effect at once')
    .argument('<person>', PERSON)
    .addArgument(role)
    .option('--expires <when>', 'when the role ends: 12h, 30d, 2027-01-31, 2027-01-31T18:00Z')
    .addOption(reason())
    .addOption(unverified())
    .option('--prepare', 'write the document before its account exists; needs an account id')
    .addOption(byUid())
    .addOption(yes())
    .action((text, role, _, command) => {
      const { uid, expires, reason, prepare = false, unverified, yes, common } = optionsOf(command);
      const expiresAt = expires === undefined ? null : parseExpiry(expires, now);
      const person = { text, byUid: uid };
      const edit = { person, role, expiresAt, reason };
      ask({ command: 'grant', ...edit, prepare, unverified, yes, ...common });
    });

  add('revoke', 'remove a user’s role; it takes effect at once')
    .argument('<person>', PERSON)
    .addOption(sessions())
    .addOption(reason())
    .addOption(byUid())
    .addOption(yes())
    .action((text, _, command) => {
      const { uid, reason, sessions = false, yes, common } = optionsOf(command);
      const person = { text, byUid: uid };
      ask({ command: 'revoke', person, reason, sessions, yes, ...common });
    });

  for (const name of ['disable', 'enable'] as const) {
    const command = add(
      name,
      name === 'disable'
        ? 'disable a user; the role stays, without effect'
        : 'enable a user again, with the role in the document',
    ).argument('<person>', PERSON);
    if (name === 'disable') command.addOption(sessions()).addOption(authFirst());
    command
      .addOption(reason())
      .addOption(byUid())
      .addOption(yes())
      .action((text, _, typed) => {
        const { uid, reason, sessions = false, authFirst = false, yes, common } = optionsOf(typed);
        const person = { text, byUid: uid };
        const ends = sessions || authFirst;
        ask({ command: name, person, reason, sessions: ends, authFirst, yes, ...common });
      });
  }

  program.commandsGroup('Invites:');
  add('invite', 'give a role to the account with an address')
    .argument('<email>', 'the address to invite')
    .addArgument(role)
    .addOption(
      new Option('--days <n>', `days for which it can be accepted, 1 to ${limits.maxInviteDays}`)
        .argParser((text) => parseDays(limits, text))
        .default(inviteDays),
    )
    .addOption(reason())
    .addOption(unverified())
    .addOption(yes())
    .action((text, role, _, command) => {
      const { reason, unverified, yes, days = inviteDays, common } = optionsOf(command);
      const expiresAt = now + days * 86_400_000;
      const email = parseEmail(roles, { email: text, role, expiresAt });
      ask({ command: 'invite', email, role, expiresAt, reason, unverified, yes, ...common });
    });

  add('invites', 'the open invites').action((_, command) => {
    ask({ command: 'invites', ...optionsOf(command).common });
  });

  add('withdraw', 'withdraw an open invite')
    .argument('<invite>', 'the address that was invited, or the invite’s id')
    .addOption(reason())
    .addOption(yes())
    .action((text, _, command) => {
      const { reason, yes, common } = optionsOf(command);
      ask({ command: 'withdraw', invite: text, reason, yes, ...common });
    });

  program.commandsGroup('Organisations:');
  const org = program
    .command('org', { hidden: orgs === undefined })
    .summary('members of an organisation: members, set, remove, invites')
    .description('Shows and changes the members of an organisation, and shows its invites.')
    .hook('preSubcommand', () => {
      if (orgs === undefined) throw noOrgs();
    });
  const inOrg = (command: Command) =>
    command.addArgument(new Argument('<org>', 'the id of the organisation').argParser(parseOrgId));
  inOrg(add('org members', 'the members: roles, ends, and what has no effect', org)).action(
    (orgId, _, command) => ask({ command: 'org members', orgId, ...optionsOf(command).common }),
  );
  const roleThere = new Argument('<role>', `one of: ${(orgs ?? roles).ranking.join(', ')}`);
  roleThere.argParser((text) => parseRole(orgs ?? roles, text, 'org remove'));
  inOrg(add('org set', 'give a person a role in it; it takes effect at once', org))
    .argument('<person>', PERSON)
    .addArgument(roleThere)
    .option('--until <when>', 'when the membership ends: 12h, 30d, 2027-01-31, 2027-01-31T18:00Z')
    .addOption(reason())
    .addOption(unverified())
    .addOption(byUid())
    .addOption(yes())
    .action((orgId, text, role, _, command) => {
      const { uid, until, reason, unverified, yes, common } = optionsOf(command);
      const expiresAt = until === undefined ? null : parseExpiry(until, now, 'org remove');
      const person = { text, byUid: uid };
      const edit = { orgId, person, role, expiresAt, reason, unverified };
      ask({ command: 'org set', ...edit, yes, ...common });
    });
  inOrg(add('org remove', 'remove a member; it takes effect at once', org))
    .argument('<person>', PERSON)
    .addOption(reason())
    .addOption(byUid())
    .addOption(yes())
    .action((orgId, text, _, command) => {
      const { uid, reason, yes, common } = optionsOf(command);
      const person = { text, byUid: uid };
      ask({ command: 'org remove', orgId, person, reason, yes, ...common });
    });
  inOrg(add('org invites', 'its open invites', org)).action((orgId, _, command) =>
    ask({ command: 'org invites', orgId, ...optionsOf(command).common }),
  );

  program.commandsGroup('What happened:');
  add('log', 'the audit log: of everything, or of one user')
    .argument('[person]', `only changes of this one: ${PERSON}`)
    .option('--by <person>', `only changes by this one: ${PERSON}`)
    .addOption(
      new Option(
        '--type <types>',
        'only such entries, as session-revoked; several by commas',
      ).argParser(parseTypes),
    )
    .addOption(new Option('--job <job>', 'only the changes of a job').argParser(parseJobId))
    .option(
      '--all',
      'each change of a job, and entries of releases before there were jobs in the log',
    )
    .option('--since <when>', 'from then on: 45m, 7d, 2027-01-31, 2027-01-31T18:00Z')
    .addOption(new Option('--limit <n>', 'how many entries (50)').argParser(parseLimit))
    .addOption(
      new Option('--after <place>', 'the page that follows, as the one before names it').argParser(
        parseCursor,
      ),
    )
    .addOption(byUid())
    .action((text, _, command) => {
      const options = optionsOf(command);
      const { uid, by, type = null, job = null, all = false, since, after = null } = options;
      const { limit = 50, common } = options;
      const nameOf = (name: string | undefined) =>
        name === undefined ? null : { text: name, byUid: uid };
      const from = since === undefined ? null : parseSince(since, now);
      const where = { person: nameOf(text), by: nameOf(by), types: type, job, all, from };
      ask({ command: 'log', ...where, limit, cursor: after, ...common });
    });

  add('undo', 'undo a change, or all changes of a job')
    .argument('<id>', 'of an entry in the audit log, or of a job')
    .option('--dry-run', 'only say what would be put back')
    .addOption(perSecond(limits))
    .addOption(reason())
    .addOption(yes())
    .action((id, _, command) => {
      const { reason, yes, dryRun = false, perSecond, common } = optionsOf(command);
      ask({ command: 'undo', id: parseJobId(id), reason, dryRun, perSecond, yes, ...common });
    });

  add('jobs', 'the latest jobs, or one with the users that it skipped')
    .argument('[job]', 'the id of a job')
    .option('--retry', 'change those again that it skipped')
    .option('--dry-run', 'with --retry: only say what would change')
    .addOption(perSecond(limits))
    .addOption(reason())
    .addOption(yes())
    .action((id, _, command) => {
      const { retry = false, reason, yes, dryRun = false, perSecond, common } = optionsOf(command);
      const jobId = id === undefined ? null : parseJobId(id);
      if (retry && jobId !== null) {
        ask({ command: 'jobs', jobId, retry, reason, dryRun, perSecond, yes, ...common });
      } else if (retry || dryRun || reason !== null || perSecond !== null) {
        throw new AdminError(
          'usage',
          retry ? '--retry needs a job.' : 'Only --retry changes users.',
          {
            next: '`jobs <job> --retry` changes those again that the job skipped; `jobs` lists the latest jobs.',
          },
        );
      } else ask({ command: 'jobs', jobId, retry, ...common });
    });

  program.commandsGroup('Files:');
  add('import', 'change users as a CSV file says')
    .argument('<file>', 'the CSV file, with the names of its columns in the first line')
    .addOption(
      new Option(
        '--map <field=column>',
        'which column has uid, email, role, expiresAt or disabled; repeat it',
      ).argParser(parseMapping),
    )
    .option('--dry-run', 'only say what would change, and every problem with its line')
    .option('--result <file>', 'write what became of each line to a CSV file')
    .addOption(perSecond(limits))
    .addOption(reason())
    .addOption(yes())
    .action((file, _, command) => {
      const options = optionsOf<ColumnMapping>(command);
      const { map: mapping = {}, reason, yes, dryRun = false, perSecond, result = null } = options;
      const how = { mapping, reason, dryRun, perSecond, result, yes };
      ask({ command: 'import', file, ...how, ...options.common });
    });

  add('export', 'write users or the audit log as CSV or JSON')
    .addArgument(new Argument('<what>', 'what to write').choices(['people', 'audit']))
    .addOption(new Option('--format <format>', 'csv or json (csv)').choices(['csv', 'json']))
    .option('--out <file>', 'the file to write; without it, stdout')
    .addOption(
      new Option('--role <role>', 'with people: only those with this role').argParser((text) =>
        parseRole(roles, text),
      ),
    )
    .option('--since <when>', 'with audit: from then on: 7d, 2027-01-31, 2027-01-31T18:00Z')
    .action((what, _, command) => {
      const { format = 'csv', out = null, role = null, since, common } = optionsOf(command);
      const from = since === undefined ? null : parseSince(since, now);
      ask({ command: 'export', what, format, out, role, from, ...common });
    });

  program.commandsGroup('All users:');
  add('lockdown', 'turn lockdown on or off: only the highest role has access')
    .addArgument(new Argument('[state]', 'without it: show the state').choices(['on', 'off']))
    .option('--by-rules', 'by Firestore rules that refuse everyone, where the settings are locked')
    .addOption(reason())
    .addOption(yes())
    .action((state, _, command) => {
      const { reason, byRules = false, yes, common } = optionsOf(command);
      if (byRules && state === undefined) {
        throw new AdminError('usage', '--by-rules needs on or off.', {
          next: '`lockdown on --by-rules` closes, `lockdown off --by-rules` restores the former rules.',
        });
      }
      ask({ command: 'lockdown', turn: state ?? null, byRules, reason, yes, ...common });
    });

  add('require-reauthentication', 'end every session from before this moment')
    .option('--undo', 'accept older sessions again')
    .addOption(reason())
    .addOption(yes())
    .action((_, command) => {
      const { reason, yes, undo = false, common } = optionsOf(command);
      ask({ command: 'require-reauthentication', undo, reason, yes, ...common });
    });

  add('check-database', 'whether clients can block a change by a lock').action((_, command) => {
    ask({ command: 'check-database', ...optionsOf(command).common });
  });

  const reconcile = (command: Command) =>
    command
      .argument('[person]', `only this one, at once: ${PERSON}`)
      .addOption(perSecond(limits).conflicts(['resume', 'stop', 'follow']))
      .addOption(jobOption('resume', 'resume a job that was stopped or failed'))
      .addOption(jobOption('stop', 'stop a job; it can be resumed'))
      .addOption(jobOption('follow', 'follow a running job'))
      .addOption(inThisProcess('--now', 'in this process, without the functions and their queue'))
      .addOption(inThisProcess('--dry-run', 'only look, in this process'))
      .option(
        '--service-account <e-mail>',
        'the account that the queue calls runJob as, if not yours',
      )
      .addOption(byUid())
      .addOption(yes())
      .action((text, _, command) => {
        const options = optionsOf(command);
        const { uid, yes, perSecond, serviceAccount = null, dryRun = false, common } = options;
        const person = text === undefined ? null : { text, byUid: uid };
        const how = reconcileOrderOf(options);
        const isForAll = perSecond !== null || dryRun || !['start', 'now'].includes(how.order);
        if (person !== null && isForAll) {
          throw new AdminError('usage', 'One user needs no job, pace or dry run.', {
            next: 'Name either a user, or such an option. `show <person>` looks at one without a change.',
          });
        }
        ask({ command: 'reconcile', person, how, serviceAccount, yes, ...common });
      });
  reconcile(
    add('reconcile', 'bring the claims of all users, or of one, in line with the documents'),
  );
  // Its name until it was one command; scripts may have it.
  reconcile(program.command('resync', { hidden: true }).description(help.reconcile.description));

  add('adopt', 'bring over the roles that accounts have already, from claims or a collection')
    .option('--from <place>', 'claims, or a collection whose documents have account ids')
    .option(
      '--map <field=value:role>',
      'what stands for which role, "-" for none; repeat it, the first that fits counts',
      (text: string, before: readonly string[] = []) => [...before, text],
    )
    .option('--map-file <file>', 'the same, one a line')
    .option('--overwrite', 'replace a role that the document has already')
    .option('--dry-run', 'only count, and list what needs a look')
    .option('--list <file>', 'write every account that needs a look to a file, a line each')
    .addOption(perSecond(limits))
    .addOption(jobOption('resume', 'continue an adoption where it ended'))
    .addOption(jobOption('stop', 'stop an adoption that runs elsewhere; it can be resumed'))
    .addOption(yes())
    .action((_, command) => {
      const options = optionsOf(command);
      const { list = null, map = [], overwrite = false, dryRun = false, ...typed } = options;
      const { perSecond, yes, common } = options;
      const order = adoptOrderOf(config, { ...typed, map, overwrite, dryRun });
      ask({ command: 'adopt', order, perSecond, list, yes, ...common });
    });

  program.commandsGroup('Your shell:');
  addCompletion(program, {
    roles: { grant: roles, invite: roles, ...(orgs && { 'org set': orgs }) },
    options: {
      list: {
        role: [...roles.ranking, 'none'],
        state: FILTER_STATES,
        sort: DIRECTORY_SORTS,
        direction: ['ascending', 'descending'],
      },
      export: { role: roles.ranking },
      log: { type: AUDIT_TYPES },
    },
  });
  return program;
}

function emptyCommandLine(out: NodeJS.WriteStream, version: string, roles: RoleTable): Command {
  const paint = plainPainter(out);
  const coloured = (text: string) => paint('cyan', text);
  return new Command(INVOCATION)
    .usage('<command> [options]')
    .description('The operator’s command line of live-claims: inspect and change access.')
    .version(version, '-V, --version', 'show the version')
    .helpOption('-h, --help', 'show the help of the command')
    .helpCommand('help [command]', 'show the help of a command')
    .option(
      '--project <id>',
      'a real project, by its id or its name in .firebaserc; without it, the emulators',
    )
    .option(
      '--config <file>',
      'the app’s configuration; without it, live-claims.config.ts here or in functions',
    )
    .option('--json', 'print one JSON object to stdout, and nothing else')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => out.write(text),
      // Usage errors are shown like all others, where they are caught.
      writeErr: () => {},
      outputError: () => {},
      getOutHelpWidth: () => Math.min(out.columns || 100, 100),
      // The painter knows whether this stream takes colours; commander need not strip them.
      getOutHasColors: () => true,
    })
    .configureHelp({
      showGlobalOptions: true,
      styleTitle: (text) => paint('bold', text),
      styleCommandText: coloured,
      styleSubcommandText: coloured,
      styleOptionText: coloured,
      styleArgumentText: coloured,
    })
    .addHelpText('after', () => programHelp(roles, paint));
}

const noOrgs = () =>
  new AdminError('usage', 'The app’s configuration has no organisations.', {
    next: 'They come with `orgs` in it: docs/organisations.md of the package live-claims. For roles in the app: `show`, `grant`, `revoke`.',
  });

const PERSON = 'an e-mail address, or an account id';

const byUid = () => new Option('--uid', 'read <person> as an account id, even with an "@"');
const yes = () => new Option('-y, --yes', 'change a real project without a confirmation');
const reason = () =>
  new Option('--reason <text>', 'the reason, for the audit log').argParser(parseReason);
const unverified = () =>
  new Option('--unverified', 'also where the account has not verified the address');
const sessions = () =>
  new Option('--sessions', 'also end every session: they have to sign in again');
const authFirst = () =>
  new Option(
    '--auth-first',
    'disable the account in Firebase Auth before the document, which may be locked; ends every session',
  );
const perSecond = ({ accountsPerSecond }: Limits) =>
  new Option('--per-second <n>', `accounts to change a second (${accountsPerSecond})`).argParser(
    parseRate,
  );
const inThisProcess = (flags: '--now' | '--dry-run', description: string) =>
  new Option(flags, description).conflicts(['resume', 'stop', 'follow']);
const jobOption = (order: 'resume' | 'stop' | 'follow', description: string) =>
  new Option(`--${order} <job>`, description)
    .argParser(parseJobId)
    .conflicts(['resume', 'stop', 'follow'].filter((other) => other !== order));

/** The options of a command as typed, with those of every command set. */
function optionsOf<Mapping = readonly string[]>(command: Command) {
  const typed = command.optsWithGlobals<{
    project?: string;
    json?: boolean;
    uid?: boolean;
    yes?: boolean;
    reason?: string;
    expires?: string;
    until?: string;
    prepare?: boolean;
    unverified?: boolean;
    sessions?: boolean;
    authFirst?: boolean;
    byRules?: boolean;
    days?: number;
    undo?: boolean;
    now?: boolean;
    dryRun?: boolean;
    check?: boolean;
    emulators?: boolean;
    perSecond?: number;
    resume?: string;
    stop?: string;
    follow?: string;
    serviceAccount?: string;
    from?: string;
    map?: Mapping;
    mapFile?: string;
    overwrite?: boolean;
    list?: string;
    by?: string;
    type?: readonly AuditType[];
    job?: string;
    since?: string;
    all?: boolean;
    limit?: number;
    after?: string;
    result?: string;
    format?: 'csv' | 'json';
    out?: string;
    role?: string;
    state?: string;
    search?: string;
    sort?: string;
    direction?: string;
    retry?: boolean;
  }>();
  const { project = null, json = false, uid = false, yes = false, ...rest } = typed;
  const { reason = null, perSecond = null, unverified = false, ...own } = rest;
  return { common: { project, json }, uid, yes, reason, perSecond, unverified, ...own };
}

function reconcileOrderOf(options: {
  readonly perSecond: number | null;
  readonly now?: boolean;
  readonly dryRun?: boolean;
  readonly resume?: string;
  readonly stop?: string;
  readonly follow?: string;
}): ReconcileOrder {
  const { perSecond, now = false, dryRun = false } = options;
  if (now || dryRun) return { order: 'now', dryRun, perSecond };
  for (const order of ['resume', 'stop', 'follow'] as const) {
    const jobId = options[order];
    if (jobId !== undefined) return { order, jobId };
  }
  return { order: 'start', perSecond };
}
