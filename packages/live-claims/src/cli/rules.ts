import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { LiveClaimsConfig } from '../core/index.ts';
import { positionAt } from '../rules/parse-rules.ts';
import { firstRules, placeMarkers } from '../rules/place-block.ts';
import { RulesProblem } from '../rules/rules-problem.ts';
import { differences, writeRules } from '../rules/write-rules.ts';
import { AdminError, EXIT_CODES } from './admin-error.ts';
import { type FirebaseProject, findFirebaseProject } from './firebase-project.ts';
import { yesOrNo } from './operator.ts';
import type { RulesRequest } from './request.ts';
import type { Answer } from './session.ts';
import { type Paint, painter, type Terminal, writeLines } from './terminal.ts';

/** Lines of a diff that are shown before a question; `--dry-run` shows all. */
const SHOWN_LINES = 40;

/**
 * Writes live-claims' part of the app's Firestore rules, or with `check` only says whether it is up to date.
 *
 * @param folder in which to look for firebase.json.
 * @throws {AdminError} `no-rules`, `rules-unreadable`, `not-confirmed`; nothing has been written then.
 */
export async function writeAppRules(
  request: RulesRequest,
  config: LiveClaimsConfig,
  terminal: Terminal,
  signal: AbortSignal,
  folder: string = process.cwd(),
): Promise<Answer> {
  const file = rulesFileOf(findFirebaseProject(folder), config.database);
  const shownFile = path.relative(folder, file);
  const exists = existsSync(file);
  const before = exists ? readFileSync(file, 'utf8') : '';
  const after = updatedRules(
    exists ? before : firstRules(config.collections.users),
    config,
    shownFile,
  );
  const answer = (
    written: boolean,
    exitCode: Answer['exitCode'],
    text: Answer['text'],
  ): Answer => ({
    exitCode,
    json: { file: shownFile, upToDate: before === after, written, diff: diff(before, after) },
    text,
  });

  if (before === after) {
    return answer(false, EXIT_CODES.done, (paint) => [
      `${paint('green', '✔')} ${shownFile} is up to date with the configuration.`,
    ]);
  }
  const all = request.dryRun || request.check;
  if (!request.json) {
    writeLines(terminal.err, diffLines(shownFile, before, after, all, painter(terminal.err)));
  }
  if (request.check) {
    return answer(false, EXIT_CODES.attention, (paint) => [
      `${paint('red', '✗')} ${shownFile} is not up to date with the configuration.`,
      `  ${paint('cyan', '→')} Run \`npx live-claims rules\`, and commit what it writes.`,
    ]);
  }
  if (request.dryRun) {
    return answer(false, EXIT_CODES.done, () => ['Nothing was written: this was a dry run.']);
  }
  if (!request.yes) {
    await yesOrNo(terminal, signal, `Write ${shownFile}?`, 'Nothing was written.');
  }
  writeFileSync(file, after);
  return answer(true, EXIT_CODES.done, (paint) => [
    `${paint('green', '✔')} ${shownFile} is ${exists ? 'written' : 'created'}.`,
    `  ${paint('cyan', '→')} \`npx live-claims check\` says whether your own rules let users change their access.`,
    '    Then deploy it: `firebase deploy --only firestore:rules`.',
  ]);
}

/**
 * The file with the rules of this database, by firebase.json.
 *
 * @throws {AdminError} `no-rules` where it names none, with what to write there.
 */
function rulesFileOf({ root, firestore, hasFile }: FirebaseProject, database: string): string {
  if (!hasFile) {
    throw new AdminError('no-rules', `There is no firebase.json in ${root} or above it.`, {
      next: 'Run this in the folder of your Firebase project. A new one is made by `firebase init`.',
    });
  }
  const entry = firestore.find((each) => each.database === database);
  if (typeof entry?.rules === 'string') return path.join(root, entry.rules);
  const isDefault = database === '(default)';
  const wanted = { ...(!isDefault && { database }), rules: 'firestore.rules' };
  throw new AdminError(
    'no-rules',
    `firebase.json names no rules for the Firestore database ${database}.`,
    {
      next:
        firestore.length === 0
          ? `Add there: "firestore": ${JSON.stringify(wanted)}`
          : `Add to "firestore" there, which is a list where there are several databases: ${JSON.stringify(wanted)}`,
    },
  );
}

/**
 * The rules with the block of this configuration; line ends stay as they are.
 *
 * @param file its name, for what is said about it.
 * @throws {AdminError} `rules-unreadable`
 */
export function updatedRules(source: string, config: LiveClaimsConfig, file: string): string {
  const windows = source.includes('\r\n');
  const text = windows ? source.replaceAll('\r\n', '\n') : source;
  let marked = text;
  try {
    marked = placeMarkers(text, config.collections.users);
    const written = writeRules(marked, config);
    return windows ? written.replaceAll('\n', '\r\n') : written;
  } catch (error) {
    throw rulesError(error, file, marked);
  }
}

/** What is wrong with rules, as `firestore.rules:12:5`, and what to do. */
function rulesError(error: unknown, file: string, source: string): AdminError {
  const at = error instanceof RulesProblem ? error.at : null;
  const { line, column } = positionAt(source, at ?? 0);
  const message = error instanceof Error ? error.message : String(error);
  const place = at === null ? file : `${file}:${line}:${column}`;
  return new AdminError('rules-unreadable', `${place}: ${message}`, {
    next: error instanceof RulesProblem ? error.next : `Correct it in ${file}, and run this again.`,
    cause: error,
  });
}

const diff = (before: string, after: string) =>
  differences(before.replaceAll('\r\n', '\n'), after.replaceAll('\r\n', '\n'));

function diffLines(file: string, before: string, after: string, all: boolean, paint: Paint) {
  const lines = diff(before, after);
  const shown = all ? lines : lines.slice(0, SHOWN_LINES);
  const more = lines.length - shown.length;
  const first = firstDifference(before, after);
  return [
    '',
    paint('bold', before === '' ? `${file} (new)` : `${file}, from line ${first}`),
    ...shown.map((line) => paint(line.startsWith('+') ? 'green' : 'red', line)),
    ...(more > 0 ? [paint('dim', `  and ${more} more lines; \`--dry-run\` shows them all`)] : []),
    '',
  ];
}

function firstDifference(before: string, after: string): number {
  const [old, fresh] = [before.split('\n'), after.split('\n')];
  return old.findIndex((line, index) => line !== fresh[index]) + 1 || old.length;
}
