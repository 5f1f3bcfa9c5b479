import { type LiveClaimsConfig, type RoleTable, topRole } from '../core/index.ts';
import { EXIT_CODES } from './admin-error.ts';
import type { AdminRequest } from './request.ts';
import type { Paint } from './terminal.ts';

export type CommandName = AdminRequest['command'];

/** How long an invite is open unless the command says otherwise, and the limit is not shorter. */
export const DEFAULT_INVITE_DAYS = 7;

/** What one types after `npx live-claims`, and what it does. */
type Example = readonly [typed: string, does: string];

/** Roles for the examples. */
function roleNames(roles: RoleTable) {
  const top = topRole(roles);
  const firstOwner: Example = [
    `grant you@example.com ${top} --project my-app`,
    'the first owner of a real project',
  ];
  return { top, second: roles.ranking.at(-2) ?? top, lowest: roles.ranking[0] ?? top, firstOwner };
}

/** What the help says of an app. */
export type HelpConfig = Pick<LiveClaimsConfig, 'roles' | 'limits' | 'collections'>;

/** What a command's own help says, beside its arguments and options. */
export function commandHelp({
  roles,
  limits,
  collections,
}: HelpConfig): Readonly<
  Record<CommandName, { readonly description: string; readonly examples: readonly Example[] }>
> {
  const { top, second, lowest, firstOwner } = roleNames(roles);
  const document = `${collections.users}/{uid}`;
  return {
    show: {
      description:
        'Shows what stands there about a person: account, document, claims, marker and sessions, where they disagree, and what to do about it. Changes nothing. The exit code is 1 when something is wrong.',
      examples: [
        ['show amir@example.com', 'by e-mail address'],
        ['show amir', 'by account id: whatever has no "@"'],
        ['show amir --json', 'for programs'],
      ],
    },
    grant: {
      description: `Gives a person a role: writes ${document}, and makes it where it is missing, sets the claims and tells every open browser, also where no function is deployed yet. The last ${top} without an end stays one: make somebody else one first. By address, the account must have verified it; --unverified or the account id does without.`,
      examples: [
        firstOwner,
        [`grant amir ${second} --expires 30d`, 'for a time'],
        [`grant amir ${second} --reason "on call"`, 'with a word for the audit log'],
        [`grant early-bird ${lowest} --prepare`, 'before the person has signed up'],
      ],
    },
    revoke: {
      description: `Takes a person’s role away: ${document} then says null, and so do the claims. With --sessions it also ends every session: open browsers sign out at once, a client that does not listen when its token runs out, within the hour. The account stays. Safe to repeat.`,
      examples: [
        ['revoke amir@example.com', 'no role any more'],
        ['revoke amir@example.com --sessions', 'and signed out everywhere'],
      ],
    },
    disable: {
      description: `Disables an account: ${document} then says so, nobody can sign in to it or refresh a token, rules and guards refuse it, and open browsers are told at once. The role stays in the document, without effect. With --sessions it also ends every session. Works for an account without a document, too.`,
      examples: [
        ['disable amir@example.com --sessions --reason "stolen phone"', 'a stolen account'],
        ['disable amir', 'by account id'],
        ['disable amir --auth-first', 'while somebody holds a lock on the document'],
      ],
    },
    enable: {
      description:
        'Enables an account that its document disables: the role that still stands there has effect again. An account that was disabled in the Firebase console alone is enabled there.',
      examples: [['enable amir@example.com', 'and the role counts again']],
    },
    invite: {
      description: `Lets whoever proves to own an address have a role: at their sign-up, or when they accept it in the app. One invite to an address: a new one replaces the open one. It can be taken once, within --days (${Math.min(DEFAULT_INVITE_DAYS, limits.maxInviteDays)}, at most ${limits.maxInviteDays}). An account that has the address but has not verified it is refused without --unverified.`,
      examples: [
        [`invite mia@example.com ${second}`, `for ${DEFAULT_INVITE_DAYS} days`],
        [`invite mia@example.com ${lowest} --days 1`, 'for a day'],
      ],
    },
    invites: {
      description:
        'Lists the invites that nobody has taken: to whom, as what, by whom and until when, and whether they still give something. Changes nothing.',
      examples: [
        ['invites', 'who is invited'],
        ['invites --json', 'for programs'],
      ],
    },
    withdraw: {
      description: 'Takes an open invite back, so that nobody can take it any more.',
      examples: [['withdraw mia@example.com', 'by the address that was invited']],
    },
    lockdown: {
      description: `Closes the app to everybody except ${top}s: rules and guards refuse everyone else from their next request on, and the app shows a calm page. Nobody is signed out, no role changes. \`lockdown off\` opens it again; without on or off it only says how things stand. Where somebody holds a lock on ${collections.settings}/access, --by-rules closes Firestore to everybody, owners too, by rules that refuse everyone; \`lockdown off --by-rules\` brings the former rules back.`,
      examples: [
        ['lockdown on --reason "investigating a leak"', 'close'],
        ['lockdown off', 'open again'],
        ['lockdown on --by-rules', 'close Firestore to everybody, without touching a document'],
        ['lockdown', 'how things stand'],
      ],
    },
    'sign-in-again': {
      description:
        'Ends every sign-in from before this moment, for everybody: rules and guards refuse older ones from their next request on, and open browsers sign out. Accounts and roles stay as they are. With --undo older sign-ins count again, in browsers that have not signed out yet.',
      examples: [
        ['sign-in-again --reason "leaked tokens"', 'everybody signs in anew'],
        ['sign-in-again --undo', 'older sign-ins count again'],
      ],
    },
    'check-database': {
      description:
        'Says how the project’s Firestore database settles two who want the same document (its concurrencyMode): whether a transaction that a client leaves open can hold up a change of access. Changes nothing. The exit code is 1 when it can.',
      examples: [['check-database --project my-app', 'once, after the database was created']],
    },
    resync: {
      description:
        'Sets the claims of everybody as their documents say: what brings a release that changes the claims to every account. The project’s functions do it, a step at a time, so Ctrl-C ends the watching and not the work. Whoever cannot be helped is set aside and listed. Where nothing is wrong nothing is written.',
      examples: [
        ['resync', `everybody, ${limits.accountsPerSecond} changes a second, with a progress bar`],
        ['resync amir@example.com', 'one person, at once and without a job'],
        ['resync --stop <job>', 'stop; --resume <job> goes on where it ended'],
      ],
    },
    reconcile: {
      description:
        'Looks at everybody for what has drifted and heals it, as the scheduled function does, but from here and without a queue. With --dry-run it only looks; the exit code is then 1 when something has drifted.',
      examples: [
        ['reconcile --dry-run', 'what has drifted'],
        ['reconcile', 'and heal it'],
      ],
    },
  };
}

const EXIT_MEANINGS: Readonly<Record<keyof typeof EXIT_CODES, string>> = {
  done: 'done, and nothing is wrong',
  attention: 'done, but something needs attention: drift found, people set aside, a role rejected',
  usage: 'the command cannot be understood; nothing was looked at',
  notFound: 'no such person, invite or job',
  refused:
    'refused: last owner, address not verified, not confirmed, could not be applied; nothing was changed',
  unreachable: 'Firebase cannot be reached: nothing runs here, no credentials, no permission',
  defect: 'a defect of this program',
  interrupted: 'ended by Ctrl-C',
};

/** What the help of the whole command line says at its end. */
export function programHelp(roles: RoleTable, paint: Paint): string {
  const { top, firstOwner } = roleNames(roles);
  const examples: readonly Example[] = [
    ['show amir@example.com', 'how a person stands, and what is wrong'],
    firstOwner,
    ['reconcile --dry-run', 'what has drifted, without touching it'],
    ['lockdown on', `an emergency: only ${top}s get in`],
  ];
  const codes = Object.entries(EXIT_MEANINGS).map(
    ([name, means]) => [String(EXIT_CODES[name as keyof typeof EXIT_CODES]), means] as const,
  );
  return [
    examplesText(examples, paint),
    paint('bold', 'Where it works:'),
    '  On the emulators that run on this machine, or on those that FIRESTORE_EMULATOR_HOST and',
    '  FIREBASE_AUTH_EMULATOR_HOST name. With --project on a real project, as whoever has signed in',
    '  with `gcloud auth application-default login`; before it changes one, it shows what it will',
    '  change and asks.',
    '',
    paint('bold', 'Exit codes:'),
    ...table(codes, '', paint),
    '',
    'What to do when: docs/operations.md',
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
