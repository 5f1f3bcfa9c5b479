import { relative } from 'node:path';
import type { LiveClaimsConfig } from '../../core/index.ts';
import { AdminError, EXIT_CODES, type ExitCode } from '../admin-error.ts';
import { findAdminSdk } from '../find-admin-sdk.ts';
import { type AppFacts, inspectApp } from '../init/inspect-app.ts';
import type { CheckRequest } from '../request.ts';
import type { Answer } from '../session.ts';
import type { Paint, Terminal } from '../terminal.ts';
import { checkFiles, hasSignUpFunction } from './check-files.ts';
import { checkRules } from './check-rules.ts';
import { type Checked, FINDINGS, type Finding, joined } from './finding.ts';

/**
 * The doctor: looks at the app's rules, functions, client and indexes, and at a project where one is given. Changes
 * nothing. The exit code is 1 when there is a finding, also a warning; where a project cannot be reached it is the one
 * of that failure, and what was found in the files is said all the same.
 *
 * @param file of the configuration, where it is one: the Admin SDK may be beside it.
 * @param folder in which to look for firebase.json.
 * @throws {AdminError} `not-an-app` without a firebase.json.
 */
export async function check(
  request: CheckRequest,
  config: LiveClaimsConfig,
  terminal: Terminal,
  signal: AbortSignal,
  file: string | null,
  folder: string = process.cwd(),
): Promise<Answer> {
  const app = inspectApp(folder);
  const parts: Checked[] = [checkRules(app, config, Date.now()), checkFiles(app, config)];
  const project = await checkTarget(request, config, terminal, signal, app, file);
  parts.push(project.checked);
  const together = joined(parts);
  const all = { ...together, findings: together.findings.toSorted(bySeverity) };
  const base = relative(folder, app.root);
  return {
    exitCode:
      project.exitCode ?? (all.findings.length > 0 ? EXIT_CODES.attention : EXIT_CODES.done),
    json: {
      project: request.project,
      findings: all.findings.map((finding) => ({ ...finding, severity: FINDINGS[finding.code] })),
      notLookedAt: all.notLookedAt,
    },
    text: (paint) => textOf(all, base === '' ? '' : `${base}/`, paint),
  };
}

const LIVE = 'accounts, documents, permissions and settings of a project';

/** What is known of the project that was asked for, and the exit code where it could not be looked at. */
async function checkTarget(
  request: CheckRequest,
  config: LiveClaimsConfig,
  terminal: Terminal,
  signal: AbortSignal,
  app: AppFacts,
  file: string | null,
): Promise<{ readonly checked: Checked; readonly exitCode: ExitCode | null }> {
  const unseen = (because: string): Checked => ({
    findings: [],
    notLookedAt: [{ what: LIVE, because }],
    inOrder: [],
  });
  if (request.project === null && !request.emulators) {
    const because =
      'no project was named; `check --project my-app` looks there, `check --emulators` at what runs here';
    return { checked: unseen(because), exitCode: null };
  }
  try {
    findAdminSdk(file);
    // Loading the Admin SDK takes a second, which the files need not wait for.
    const { withProject } = await import('../carry-out.ts');
    const { checkProject } = await import('./check-project.ts');
    const checked = await withProject(request, config, terminal, signal, (session) =>
      checkProject(session, hasSignUpFunction(app)),
    );
    return { checked, exitCode: null };
  } catch (error) {
    if (!(error instanceof AdminError)) throw error;
    return { checked: unseen(`of this: ${error.message} ${error.next}`), exitCode: error.exitCode };
  }
}

const bySeverity = (a: Finding, b: Finding) =>
  FINDINGS[a.code] === FINDINGS[b.code] ? 0 : FINDINGS[a.code] === 'error' ? -1 : 1;

function textOf({ findings, notLookedAt, inOrder }: Checked, base: string, paint: Paint) {
  const errors = findings.filter(({ code }) => FINDINGS[code] === 'error').length;
  const count = (n: number, word: string) => `${n} ${word}${n === 1 ? '' : 's'}`;
  return [
    '',
    ...findings.flatMap((finding) => findingLines(finding, base, paint)),
    ...inOrder.map((line) => `${paint('green', '✔')} ${line}`),
    ...notLookedAt.map(({ what, because }) =>
      paint('dim', `· not looked at: ${what}, because ${because}`),
    ),
    '',
    findings.length === 0
      ? paint('green', 'Nothing is wrong with what was looked at.')
      : `${count(errors, 'error')}, ${count(findings.length - errors, 'warning')}. ${paint('dim', 'What each code means: docs/check.md')}`,
    '',
  ];
}

function findingLines(
  { code, file, line, column, message, next }: Finding,
  base: string,
  paint: Paint,
) {
  const mark = FINDINGS[code] === 'error' ? paint('red', '✗') : paint('yellow', '!');
  const place = [file === null ? null : `${base}${file}`, line, column].filter(
    (part) => part !== null,
  );
  return [
    `${mark} ${paint('bold', place.length === 0 ? code : place.join(':'))}  ${place.length === 0 ? '' : paint('dim', code)}`.trimEnd(),
    `  ${message}`,
    `  ${paint('cyan', '→')} ${next}`,
    '',
  ];
}
