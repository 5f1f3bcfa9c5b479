import { styleText } from 'node:util';
import type { DemoPerson } from './demo-people.ts';

export interface StartFacts {
  readonly webUrl: string;
  /** null when the Emulator UI is not there. */
  readonly uiUrl: string | null;
  /** As one opens it from the repository's root. */
  readonly logFile: string;
  /** The demo people that are there: none with the data of another project. */
  readonly people: readonly DemoPerson[];
  readonly password: string;
  /** The folder that keeps the data; null when it is gone after this run. */
  readonly exportTo: string | null;
}

/** What a newcomer needs to know once everything runs, as text for a terminal. */
export function startSummary(
  facts: StartFacts,
  stream: NodeJS.WritableStream = process.stdout,
): string {
  const paint = (style: Parameters<typeof styleText>[0], text: string) =>
    styleText(style, text, { stream });
  const link = (url: string) => paint(['cyan', 'underline'], url);
  const dim = (text: string) => paint('dim', text);
  const label = (text: string) => text.padEnd(14);
  const width = Math.max(0, ...facts.people.map(({ email }) => email.length));
  const has = (uid: string) => facts.people.some((person) => person.uid === uid);
  return [
    '',
    `  ${paint(['bold', 'green'], 'live-claims is running')}`,
    '',
    `  ${label('Open')}${link(facts.webUrl)}`,
    ...(facts.uiUrl ? [`  ${label('Emulator UI')}${link(facts.uiUrl)}`] : []),
    `  ${label('Log')}${facts.logFile}`,
    '',
    ...(facts.people.length === 0
      ? [
          '  These data have none of the demo users. Sign in as one of their users, made owner by',
          '    npm run admin -- grant <e-mail address or account id> owner',
          '',
        ]
      : [
          `  ${paint('bold', 'Sign in as')}   ${dim(`password of all: ${facts.password}`)}`,
          ...facts.people.map(({ email, role }) => `    ${email.padEnd(width)}  ${dim(role)}`),
          '',
        ]),
    ...(has('amir') && has('victor')
      ? [
          `  ${paint('bold', 'Try this first')}`,
          `    1. Open ${facts.webUrl}/side-by-side: Amir on the left, Victor on the right.`,
          '    2. As Amir, make Victor an editor. Victor may write at once: no reload, no new sign-in.',
          '    3. Take it away again, and watch it go.',
          '',
        ]
      : []),
    facts.exportTo === null
      ? dim('  Ctrl-C stops everything and forgets the data; `npm start -- --data .data` keeps it.')
      : dim(`  Ctrl-C stops everything and saves the data to ${facts.exportTo}.`),
    '',
  ].join('\n');
}
