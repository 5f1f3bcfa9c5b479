import { type LiveClaimsConfig, MAX_BULK_CHANGES, type RoleTable, topRole } from '../core/index.ts';
import { EXIT_CODES } from './admin-error.ts';
import type { AdminRequest, AppRequest } from './request.ts';
import type { Paint } from './terminal.ts';

export type CommandName = (AdminRequest | AppRequest)['command'];

/** How long an invite is open unless the command says otherwise, and the limit is not shorter. */
export const DEFAULT_INVITE_DAYS = 7;

/** What one types after `npx live-claims`, and what it does. */
type Example = readonly [typed: string, does: string];

/** Roles for the examples. */
function roleNames(roles: RoleTable) {
  const top = topRole(roles);
  const firstOwner: Example = [
    `grant you@example.com ${top} --project my-app`,
    `the first ${top} of a real project`,
  ];
  return { top, second: roles.ranking.at(-2) ?? top, lowest: roles.ranking[0] ?? top, firstOwner };
}

/** What the help says of an app. */
export type HelpConfig = Pick<LiveClaimsConfig, 'roles' | 'limits' | 'collections' | 'orgs'>;

/** What a command's own help says, beside its arguments and options. */
export function commandHelp({
  roles,
  limits,
  collections,
  orgs,
}: HelpConfig): Readonly<
  Record<CommandName, { readonly description: string; readonly examples: readonly Example[] }>
> {
  const { top, second, lowest, firstOwner } = roleNames(roles);
  const document = `${collections.users}/{uid}`;
  const membership = `${collections.orgs}/{orgId}/${collections.members}/{uid}`;
  const inOrg = roleNames(orgs ?? roles);
  return {
    rules: {
      description:
        'Writes the part of the app’s Firestore rules that is live-claims’, from the configuration: can(), canCurrent(), canNow(), changesAccess(), and the rules of the documents that only functions write. It stands between the lines `// <live-claims>` and `// </live-claims>`; the rest of the file is yours and stays as it is. Shows the difference and asks before it writes; creates the file that firebase.json names, where it is missing. With --check it writes nothing, and the exit code is 1 when the file is not up to date.',
      examples: [
        ['rules', 'after a change of the configuration'],
        ['rules --dry-run', 'look first'],
        ['rules --check', 'in CI'],
      ],
    },
    check: {
      description:
        'Looks for what would let users change their own access, and for what is misconfigured: in the Firestore rules, the functions, the client and the indexes of the app. With --project or --emulators it looks at accounts, documents, permissions and settings there as well. Each finding has a code, a place and what to do; what was not looked at is said. Changes nothing. The exit code is 1 when there is a finding.',
      examples: [
        ['check', 'the files of the app, also in CI'],
        ['check --project my-app', 'and a real project'],
        ['check --json', 'for programs'],
      ],
    },
    show: {
      description: `Shows a user’s account, document, claims, marker and sessions, where they disagree, and what to do about it.${orgs === undefined ? '' : ' Also looks for memberships that the document does not name: two reads for each organisation.'} Changes nothing. The exit code is 1 when something is wrong.`,
      examples: [
        ['show amir@example.com', 'by e-mail address'],
        ['show amir', 'by account id: a value without "@"'],
        ['show amir --json', 'for programs'],
      ],
    },
    grant: {
      description: `Gives a user a role: writes ${document}, and creates it where it is missing, sets the claims and informs every open browser, also where no function is deployed yet. The last permanent ${top} stays one: make another user ${top} first. By address, the account must have verified it; --unverified or the account id works without that.`,
      examples: [
        firstOwner,
        [`grant amir ${second} --expires 30d`, 'with an end'],
        [`grant amir ${second} --reason "on call"`, 'with a reason for the audit log'],
        [`grant early-bird ${lowest} --prepare`, 'before the person has signed up'],
      ],
    },
    revoke: {
      description: `Removes a user’s role from ${document} and the claims. With --sessions it also ends every session: open browsers sign out at once, a client that does not listen when its token expires, within the hour. The account stays. Safe to repeat.`,
      examples: [
        ['revoke amir@example.com', 'no role from now on'],
        ['revoke amir@example.com --sessions', 'and signed out everywhere'],
      ],
    },
    disable: {
      description: `Disables an account in ${document}: it cannot sign in or refresh a token, rules and guards refuse it, and open browsers sign out at once. The role stays in the document, without effect. With --sessions it also ends every session. Works for an account without a document, too.`,
      examples: [
        ['disable amir@example.com --sessions --reason "stolen phone"', 'a stolen account'],
        ['disable amir', 'by account id'],
        ['disable amir --auth-first', 'while the document is locked'],
      ],
    },
    enable: {
      description:
        'Enables an account that its document disables: the role in the document has effect again. An account that was disabled in the Firebase console alone is enabled there.',
      examples: [['enable amir@example.com', 'and its role has effect again']],
    },
    invite: {
      description: `Gives a role to the account that verifies an address: at the sign-up, or when it is accepted in the app. One invite per address: a new one replaces the open one. It can be accepted once, within --days (${Math.min(DEFAULT_INVITE_DAYS, limits.maxInviteDays)}, at most ${limits.maxInviteDays}). An account that has the address but has not verified it is refused without --unverified.`,
      examples: [
        [`invite mia@example.com ${second}`, `for ${DEFAULT_INVITE_DAYS} days`],
        [`invite mia@example.com ${lowest} --days 1`, 'for a day'],
      ],
    },
    invites: {
      description:
        'Lists the open invites: address, role, author and end, and whether they still give a role. Changes nothing.',
      examples: [
        ['invites', 'the open invites'],
        ['invites --json', 'for programs'],
      ],
    },
    withdraw: {
      description: 'Withdraws an open invite, so that it can no longer be accepted.',
      examples: [['withdraw mia@example.com', 'by the address that was invited']],
    },
    'org members': {
      description:
        'Lists the members of an organisation: role, end, and whether it has effect. Changes nothing. Reads a document a member, 1,000 at most.',
      examples: [
        ['org members acme', 'those of one organisation'],
        ['org members acme --json', 'for programs'],
      ],
    },
    'org set': {
      description: `Gives a person a role in an organisation: writes ${membership}, also for a person who is no member yet, with an entry in the organisation’s audit log, and brings it into the claims at once. So the first ${inOrg.top} of an organisation is made. The last permanent ${inOrg.top} stays one. By address, the account must have verified it; --unverified or the account id works without that.`,
      examples: [
        [`org set acme you@example.com ${inOrg.top}`, 'its first member'],
        [`org set acme amir ${inOrg.lowest} --until 30d`, 'with an end'],
        [`org set acme amir ${inOrg.second} --reason "on call"`, 'with a reason for the audit log'],
      ],
    },
    'org remove': {
      description: `Removes a member from an organisation: deletes ${membership}, with an entry in the organisation’s audit log, closes an open invite to them, and takes the role out of the claims at once. Their role in the app and in other organisations stays. Safe to repeat.`,
      examples: [['org remove acme amir@example.com', 'no longer a member']],
    },
    'org invites': {
      description:
        'Lists the open invites of an organisation: address, role, author and end, and whether they still give a role. Changes nothing.',
      examples: [['org invites acme', 'the open invites of one organisation']],
    },
    lockdown: {
      description: `Turns lockdown on or off: during a lockdown only ${top}s have access; rules and guards refuse all other users from their next request on, and the app shows a notice. No session ends, no role changes. Without on or off it shows the state. Where ${collections.settings}/access is locked, --by-rules closes Firestore to all users, ${top}s too, by rules that refuse everyone; \`lockdown off --by-rules\` restores the former rules.`,
      examples: [
        ['lockdown on --reason "investigating a leak"', 'turn it on'],
        ['lockdown off', 'turn it off'],
        ['lockdown on --by-rules', 'close Firestore to all users, without writing a document'],
        ['lockdown', 'show the state'],
      ],
    },
    'require-reauthentication': {
      description:
        'Ends every session from before this moment, of all users: rules and guards refuse older ones from their next request on, and open browsers sign out. Accounts and roles stay as they are. With --undo older sessions are accepted again, in browsers that have not signed out yet.',
      examples: [
        ['require-reauthentication --reason "leaked tokens"', 'all users sign in again'],
        ['require-reauthentication --undo', 'older sessions are accepted again'],
      ],
    },
    'check-database': {
      description:
        'Shows the concurrencyMode of the project’s Firestore database: whether a transaction that a client leaves open can block a change of access. Changes nothing. The exit code is 1 when it can.',
      examples: [['check-database --project my-app', 'once, after the database was created']],
    },
    list: {
      description:
        'Lists the users of the directory, 50 at a time: role, state, end of the role and last sign-in, as known when the row was last written. Filter by a role or by a state; users whose role ends soon or has ended are sorted by that end. Changes nothing. Needs `directory: true` in the configuration.',
      examples: [
        ['list --state rejected', 'whose document cannot be read'],
        [`list --role ${second} --sort lastSignInAt`, 'by the last sign-in, the latest first'],
        ['list --state expiring', 'whose role ends within 7 days'],
        ['list --json', 'for programs'],
      ],
    },
    find: {
      description:
        'Finds users by the beginning of words of name or e-mail address, whatever the case and accents, or by all of an address or an account id. Changes nothing. Needs `directory: true` in the configuration.',
      examples: [
        ['find lovelace', 'by a part of the name'],
        ['find mia@example.com', 'by the address'],
      ],
    },
    log: {
      description:
        'Shows the audit log, the latest first: who changed whose access, when and why, before and after. Of everything, where a job of many changes is one line, or of one user with all changes. Changes nothing.',
      examples: [
        ['log amir@example.com', 'what happened to a user’s access'],
        ['log --by amir --since 7d', 'what a user has changed in a week'],
        ['log --job <job>', 'each change of a job'],
        ['log --json', 'for programs'],
      ],
    },
    jobs: {
      description:
        'Lists the latest jobs, or shows one: how far it is, what it changed, and the users that it skipped, each with the reason. Changes nothing but with --retry, which changes those again that a job of changes skipped, in this process: each as it stands now, and as a job of its own that `undo` undoes. The exit code is 1 for a job that failed, was stopped or has skipped users.',
      examples: [
        ['jobs', 'the latest jobs'],
        ['jobs <job>', 'one, with the users that it skipped'],
        ['jobs <job> --retry', 'change those again'],
      ],
    },
    undo: {
      description:
        'Puts back what was before a change: role, end, and whether the account is disabled; ended sessions stay ended. By the id of its entry in the audit log, or by the id of a job for all of its changes. Where the access was changed since, nothing is put back, and the message says by whom and when; of a job such users are skipped. An undo has an entry and can be undone itself.',
      examples: [
        ['undo <entry>', 'a change, as `log` names it'],
        ['undo <job> --dry-run', 'what would be put back of a job'],
        ['undo <job> --reason "wrong list"', 'all that it changed'],
      ],
    },
    import: {
      description: `Changes users as a CSV file says, ${MAX_BULK_CHANGES.toLocaleString('en-GB')} lines at most. A column names the user by account id (uid) or verified address (email), others the role (- removes it), when it ends (a date or ISO 8601), and whether the account is disabled (yes or no). Columns are found by their usual names, or by --map. A file with problems changes nothing, and all are listed with their lines; users that cannot be changed are listed, and the others are changed, in this process, as a job that \`undo\` undoes.`,
      examples: [
        ['import people.csv --dry-run', 'what would change, and every problem'],
        ['import people.csv --map role=Rolle --map email=E-Mail', 'with other names of columns'],
        ['import people.csv --result result.csv', 'and what became of each line'],
      ],
    },
    export: {
      description:
        'Writes all users, or the audit log, as CSV or JSON, to stdout or to a file. A text that a spreadsheet would run as a formula begins with an apostrophe there, which `import` takes away again. Changes nothing in the project.',
      examples: [
        ['export people --out people.csv', 'as `import` reads it'],
        ['export audit --since 30d --format json', 'for programs'],
      ],
    },
    adopt: {
      description: `Brings over the roles that an app's accounts have already, into ${document}, claims and marker, before or after the functions are deployed. From custom claims, or from a collection whose documents have account ids: the app's own, or that of firestore-auth-claims (user_claims, with its field as user_claims/claims). Without --map the field "role" has the names of the app's roles. A role that the document has already stays, and so do the account's other claims; values that no --map reads are listed, with the users that lose access, and nothing is guessed. Ctrl-C stops after the accounts at hand.`,
      examples: [
        [
          `adopt --from claims --map admin=true:${top} --dry-run`,
          'count, and list what needs a look',
        ],
        ['adopt --from users --map-file roles.txt', 'from fields, with a mapping a line'],
        ['adopt --from user_claims', 'from firestore-auth-claims'],
        ['adopt --resume <job>', 'continue where it ended'],
      ],
    },
    reconcile: {
      description:
        'Sets claims and markers of all users as their documents say: after a release that changes the claims, after a restore, or when in doubt. The project’s functions do it in steps, as their schedule does, so Ctrl-C stops the display and not the work. With --now this process does it, without functions and queue; with --dry-run it only looks, and the exit code is 1 when there is drift. Users that cannot be repaired are skipped and listed. Where nothing is wrong nothing is written.',
      examples: [
        ['reconcile --dry-run', 'find drift, without a change'],
        [
          'reconcile',
          `all users, ${limits.accountsPerSecond} changes a second, with a progress bar`,
        ],
        ['reconcile amir@example.com', 'one user, at once and without a job'],
        ['reconcile --stop <job>', 'stop; --resume <job> continues where it ended'],
      ],
    },
  };
}

const EXIT_MEANINGS: Readonly<Record<keyof typeof EXIT_CODES, string>> = {
  done: 'done, and nothing is wrong',
  attention: 'done, but something needs attention: drift found, users skipped, a role rejected',
  usage: 'the command cannot be parsed, or the app’s configuration or rules are not found',
  notFound: 'no such user, invite, job or entry',
  refused:
    'refused: last user of the top role, address not verified, not confirmed, could not be applied, rules that cannot be read; nothing was changed',
  unreachable: 'Firebase cannot be reached: nothing runs here, no credentials, no permission',
  defect: 'a defect of this program',
  interrupted: 'ended by Ctrl-C',
};

/** What the help of the whole command line says at its end. */
export function programHelp(roles: RoleTable, paint: Paint): string {
  const { top, firstOwner } = roleNames(roles);
  const examples: readonly Example[] = [
    ['show amir@example.com', 'inspect a user, and what is wrong'],
    firstOwner,
    ['reconcile --dry-run', 'find drift, without a change'],
    ['lockdown on', `an emergency: only ${top}s have access`],
  ];
  const codes = Object.entries(EXIT_MEANINGS).map(
    ([name, means]) => [String(EXIT_CODES[name as keyof typeof EXIT_CODES]), means] as const,
  );
  return [
    examplesText(examples, paint),
    paint('bold', 'Where it works:'),
    '  On the emulators that run on this machine, or on those that FIRESTORE_EMULATOR_HOST and',
    '  FIREBASE_AUTH_EMULATOR_HOST name. With --project on a real project, with the credentials of',
    '  `gcloud auth application-default login`; before it changes one, it shows what it will',
    '  change and asks.',
    '',
    paint('bold', 'Exit codes:'),
    ...table(codes, '', paint),
    '',
    'What to do when: docs/operations.md of the package live-claims',
  ].join('\n');
}

export function examplesText(examples: readonly Example[], paint: Paint): string {
  return ['', paint('bold', 'Examples:'), ...table(examples, 'npx live-claims ', paint), ''].join(
    '\n',
  );
}

function table(rows: readonly Example[], prefix: string, paint: Paint): readonly string[] {
  const width = Math.max(...rows.map(([left]) => left.length));
  return rows.map(
    ([left, right]) =>
      `  ${prefix}${paint('cyan', left)}${' '.repeat(width - left.length)}  ${paint('dim', right)}`,
  );
}
