import { relative } from 'node:path';
import type { LiveClaimsConfig } from '../../core/index.ts';
import { EXIT_CODES } from '../admin-error.ts';
import { inspectApp } from '../init/inspect-app.ts';
import type { CheckRequest } from '../request.ts';
import type { Answer } from '../session.ts';
import type { Paint } from '../terminal.ts';
import { checkFiles } from './check-files.ts';
import { checkRules } from './check-rules.ts';
import { type Checked, FINDINGS, type Finding } from './finding.ts';

/**
 * The doctor: looks at the app's rules, functions, client and indexes, and at a project where one is given. Changes
 * nothing. The exit code is 1 when there is a finding, also a warning.
 *
 * @param checkProject looks at the project; null where none was asked for.
 * @param folder in which to look for firebase.json.
 * @throws {AdminError} `not-an-app` without a firebase.json.
 */
export async function check(
  request: CheckRequest,
  config: LiveClaimsConfig,
  checkProject: (() => Promise<Checked>) | null,
  folder: string = process.cwd(),
): Promise<Answer> {
  const app = inspectApp(folder);
  const parts: Checked[] = [checkRules(app, config, Date.now()), checkFiles(app, config)];
  if (checkProject === null) {
    const because =
      'no project was named; `check --project my-app` looks there, `check --emulators` at what runs here';
    const what = 'accounts, documents, permissions and settings of a project';
    parts.push({ findings: [], notLookedAt: [{ what, because }], inOrder: [] });
  } else {
    parts.push(await checkProject());
  }
  const all: Checked = {
    findings: parts.flatMap(({ findings }) => findings).sort(bySeverity),
    notLookedAt: parts.flatMap(({ notLookedAt }) => notLookedAt),
    inOrder: parts.flatMap(({ inOrder }) => inOrder),
  };
  const base = relative(folder, app.root);
  return {
    exitCode: all.findings.length > 0 ? EXIT_CODES.attention : EXIT_CODES.done,
    json: {
      project: request.project,
      findings: all.findings.map((finding) => ({ ...finding, severity: FINDINGS[finding.code] })),
      notLookedAt: all.notLookedAt,
    },
    text: (paint) => textOf(all, base === '' ? '' : `${base}/`, paint),
  };
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
