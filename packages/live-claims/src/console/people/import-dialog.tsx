import { Button, NativeSelect } from '@mantine/core';
import { type FormEvent, useId, useState } from 'react';
import { type BulkEditResult, CALLABLES, parseBulkEditResult } from '../../core/index.ts';
import {
  type ColumnMapping,
  type CsvFile,
  guessMapping,
  readChanges,
  readCsv,
  resultRecord,
  writeCsv,
} from '../../csv/index.ts';
import { useConsole, useLiveClaimsClient } from '../console-context.tsx';
import { Dialog, DialogButtons } from '../parts/dialog.tsx';
import { Failure, StillWaiting } from '../parts/message.tsx';
import { ReasonInput, reasonIn } from '../parts/reason-input.tsx';
import { CSV_TYPE, saveFile } from '../parts/save-file.ts';
import { useTask } from '../parts/use-task.ts';
import classes from './bulk.module.css';

const FIELDS: readonly { readonly field: keyof ColumnMapping; readonly label: string }[] = [
  { field: 'uid', label: 'Account id' },
  { field: 'email', label: 'E-mail address' },
  { field: 'role', label: 'Role' },
  { field: 'expiresAt', label: 'End of the role' },
  { field: 'disabled', label: 'Disabled' },
];

/** How many lines with a problem are shown; all are in the result file. */
const SHOWN = 100;

/** Changes of many people from a CSV file: which column says what, what would become of each line, and then the job. */
export default function ImportDialog({
  onClose,
  onStarted,
}: {
  onClose: () => void;
  onStarted: (jobId: string) => void;
}) {
  const claims = useLiveClaimsClient();
  const { call, notify, roles } = useConsole();
  const { run, pending, isSlow, failure } = useTask();
  const fileId = useId();
  const [file, setFile] = useState<CsvFile | null>(null);
  const [mapping, setMapping] = useState<ColumnMapping>({});
  const [reason, setReason] = useState<string | null>(null);
  const [preview, setPreview] = useState<BulkEditResult | null>(null);
  const { changes, lines, problems } = file === null ? NOTHING : readChanges(roles, file, mapping);

  const ask = async (dryRun: boolean, why: string | null) =>
    parseBulkEditResult(
      await claims.withFreshClaims(() =>
        call(CALLABLES.bulkEdit, { changes, dryRun, reason: why }),
      ),
    );

  function choose(chosen: File | undefined): void {
    setPreview(null);
    if (chosen === undefined) return;
    run(async () => {
      const read = readCsv(await chosen.text());
      setFile(read);
      setMapping(guessMapping(read.columns));
    });
  }

  function look(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault();
    const why = reasonIn(new FormData(event.currentTarget));
    setReason(why);
    run(async () => setPreview(await ask(true, why)));
  }

  function start(): void {
    run(async () => {
      const { jobId } = await ask(false, reason);
      if (jobId === null) notify({ text: 'Nothing had to be changed.' });
      else onStarted(jobId);
    }, onClose);
  }

  const unreadable = new Set(problems.map(({ line }) => line)).size;
  const closing = (
    <Button variant="default" onClick={onClose} disabled={pending && !isSlow}>
      {isSlow ? 'Close' : 'Cancel'}
    </Button>
  );
  const wrong = (preview?.lines ?? [])
    .filter(({ message }) => message !== null)
    .map(({ index, message }) => ({
      line: lines[index] ?? 0,
      column: null,
      message: message ?? '',
    }));
  const all = [...problems, ...wrong].toSorted((one, other) => one.line - other.line);
  return (
    <Dialog title="Import from CSV" onClose={onClose} closable={!pending || isSlow}>
      <form onSubmit={look} noValidate>
        <div className={classes.file}>
          <label htmlFor={fileId}>CSV file, with the names of the columns in its first line</label>
          <input
            id={fileId}
            type="file"
            accept=".csv,.tsv,text/csv,text/tab-separated-values"
            data-autofocus
            onChange={(event) => choose(event.currentTarget.files?.[0])}
          />
        </div>
        {file !== null && (
          <>
            <div className={classes.columns}>
              {FIELDS.map(({ field, label }) => (
                <NativeSelect
                  key={field}
                  label={label}
                  value={mapping[field] ?? ''}
                  onChange={(event) => {
                    setPreview(null);
                    setMapping({ ...mapping, [field]: event.currentTarget.value || undefined });
                  }}
                  data={[
                    { value: '', label: 'Not in the file' },
                    ...file.columns
                      .filter((column) => column !== '')
                      .map((column) => ({ value: column, label: column })),
                  ]}
                />
              ))}
            </div>
            <p role="status">
              <strong>
                {preview === null
                  ? `${linesText(changes.length)} can be read, ${unreadable} cannot.`
                  : `${preview.changes} change, ${preview.alreadySo} already so, ${preview.problems + unreadable} cannot be changed.`}
              </strong>
            </p>
            {all.length > 0 && (
              <ul className={classes.lines} aria-label="Problems">
                {all.slice(0, SHOWN).map(({ line, column, message }, index) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: a line may have several.
                  <li key={index}>
                    Line {line}
                    {column !== null && `, ${column}`}: <bdi>{message}</bdi>
                  </li>
                ))}
              </ul>
            )}
            {preview === null && <ReasonInput />}
          </>
        )}
        {failure !== null && <Failure>{failure}</Failure>}
        {isSlow && <StillWaiting />}
        <DialogButtons>
          {closing}
          {preview === null ? (
            <Button type="submit" loading={pending} disabled={changes.length === 0}>
              Preview
            </Button>
          ) : (
            <>
              <Button
                variant="default"
                onClick={() => {
                  const records = preview.lines.map((each) =>
                    resultRecord(each, lines[each.index] ?? null),
                  );
                  saveFile('import-result.csv', writeCsv(records), CSV_TYPE);
                }}
              >
                Save preview
              </Button>
              <Button onClick={start} loading={pending} disabled={preview.changes === 0}>
                Change {preview.changes.toLocaleString('en-GB')}
              </Button>
            </>
          )}
        </DialogButtons>
      </form>
    </Dialog>
  );
}

const linesText = (count: number) => (count === 1 ? '1 line' : `${count} lines`);

const NOTHING = { changes: [], lines: [], problems: [] } as const;
