import { readFile, writeFile } from 'node:fs/promises';
import type { BulkEditResult } from '../core/index.ts';
import { type ChangesInFile, guessMapping, readChanges } from '../csv/read-changes.ts';
import { readCsv } from '../csv/read-csv.ts';
import { type CsvRecord, resultRecord, writeCsv } from '../csv/write-csv.ts';
import { AdminError, EXIT_CODES } from './admin-error.ts';
import { bulkByOperator } from './bulk.ts';
import { bulkAnswer } from './bulk-answer.ts';
import { readSkippedOf } from './jobs.ts';
import type { ImportRequest } from './request.ts';
import type { Answer, Session } from './session.ts';
import { targetJson } from './target.ts';

/**
 * Changes users as a CSV file says. A file with problems changes nobody: all of them are listed, with their lines.
 * Users who cannot be changed, such as unknown addresses, are listed as well, and the others are changed.
 *
 * @throws {AdminError} `usage` for a file that cannot be read or written, and what `bulkByOperator` throws.
 */
export async function importUsers(session: Session, request: ImportRequest): Promise<Answer> {
  const { file, mapping, reason, dryRun, perSecond, yes, result } = request;
  const csv = readCsv(await textOf(file));
  const wanted = { ...guessMapping(csv.columns), ...mapping };
  const inFile = readChanges(session.project.engine.roles, csv, wanted);
  if (inFile.problems.length > 0) return faultyFile(session, request, inFile);
  if (inFile.changes.length === 0) {
    throw new AdminError('usage', `There is no user in ${file}.`, { next: 'See `import --help`.' });
  }
  const order = { dryRun, perSecond, yes, title: `the import of ${file}` };
  const done = await bulkByOperator(session, { changes: inFile.changes, reason }, order);
  if (result !== null) {
    const records = await resultOf(session, done.preview, done.jobId, inFile.lines);
    await written(result, writeCsv(records));
  }
  return bulkAnswer(session, done, { dryRun, lines: inFile.lines, json: { file, result } });
}

async function textOf(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw new AdminError('usage', `${file} cannot be read: ${(error as Error).message}`, {
      next: 'Name a CSV file. See `import --help`.',
    });
  }
}

/** Writes a file. @throws {AdminError} `usage`. */
export async function written(file: string, text: string): Promise<void> {
  try {
    await writeFile(file, text);
  } catch (error) {
    throw new AdminError('usage', `${file} cannot be written: ${(error as Error).message}`, {
      next: 'Name a file in a folder that exists.',
    });
  }
}

function faultyFile(
  { target }: Session,
  { file, dryRun }: ImportRequest,
  { problems, changes }: ChangesInFile,
): Answer {
  return {
    exitCode: EXIT_CODES.attention,
    json: { ...targetJson(target), file, dryRun, readable: changes.length, fileProblems: problems },
    text: (paint) => [
      '',
      `${paint('red', '✗')} ${file} has ${problems.length === 1 ? 'a problem' : `${problems.length} problems`}. Nothing was changed.`,
      '',
      ...problems.map(
        ({ line, column, message }) =>
          `    line ${line}${column === null ? '' : `, ${column}`}: ${message}`,
      ),
      '',
      `  ${paint('cyan', '→')} Mend the file, or name its columns with --map <field>=<column>.`,
      '',
    ],
  };
}

/** What became of each line: what the job skipped is no change. */
async function resultOf(
  { project }: Session,
  preview: BulkEditResult,
  jobId: string | null,
  lines: readonly number[],
): Promise<readonly CsvRecord[]> {
  const skipped = jobId === null ? [] : await readSkippedOf(project.store, jobId);
  const byUid = new Map(skipped.map((user) => [user.uid, user]));
  return preview.lines.map((each) => {
    const record = resultRecord(each, lines[each.index] ?? null);
    const later = each.verdict === 'changes' ? byUid.get(each.uid ?? '') : undefined;
    if (later !== undefined) return { ...record, verdict: later.code, message: later.message };
    return jobId !== null && each.verdict === 'changes'
      ? { ...record, verdict: 'changed' }
      : record;
  });
}
