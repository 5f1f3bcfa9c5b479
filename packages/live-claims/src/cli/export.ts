import { FieldPath, type QuerySnapshot } from 'firebase-admin/firestore';
import { isUid, parseUserProfile } from '../core/index.ts';
import {
  auditRecord,
  type CsvRecord,
  type ExportedPerson,
  personRecord,
  writeCsv,
} from '../csv/write-csv.ts';
import { accessIn } from '../functions/edit/plan-edit.ts';
import { type AuditPage, readAuditPage } from '../functions/firebase/read-audit.ts';
import type { Store } from '../functions/firebase/store.ts';
import { EXIT_CODES } from './admin-error.ts';
import { written } from './import.ts';
import { entryJson } from './log.ts';
import { waitForReading } from './operator.ts';
import { figure } from './progress.ts';
import type { ExportRequest } from './request.ts';
import type { Answer, Session } from './session.ts';
import { targetJson } from './target.ts';

/** How many documents are read at a time. */
const PER_PAGE = 500;

/**
 * Writes all users, or the audit log, as CSV or JSON, to a file or to stdout. Changes nothing in the project.
 *
 * @throws {AdminError} `usage` for a file that cannot be written.
 */
export async function exportData(session: Session, request: ExportRequest): Promise<Answer> {
  const { what, format, out } = request;
  const { target, signal, project, terminal } = session;
  const { records, objects } =
    what === 'people'
      ? await peopleOf(project.store, request, signal)
      : await auditIn(project.store, request, signal);
  const text = format === 'csv' ? writeCsv(records) : `${JSON.stringify(objects, null, 2)}\n`;
  if (out !== null) await written(out, text);
  // A file gets the bytes; on a terminal nothing of others may be obeyed.
  const bytes = out === null && !request.json && !terminal.out.isTTY;
  if (bytes) terminal.out.write(text);
  const count = objects.length;
  return {
    exitCode: EXIT_CODES.done,
    json: {
      ...targetJson(target),
      what,
      count,
      ...(out === null ? { [what]: objects } : { file: out }),
    },
    text: (paint) =>
      out === null
        ? bytes
          ? []
          : text
              .replace(/^\uFEFF/, '')
              .trimEnd()
              .split(/\r?\n/)
        : [
            '',
            `${paint('green', '✔')} ${figure(count)} ${what === 'people' ? 'users' : 'entries'} written to ${out}.`,
            '',
          ],
  };
}

interface Exported {
  readonly records: readonly CsvRecord[];
  readonly objects: readonly object[];
}

async function peopleOf(
  store: Store,
  { role }: ExportRequest,
  signal: AbortSignal,
): Promise<Exported> {
  const all = role === null ? store.users : store.users.where(store.names.fields.role, '==', role);
  const ordered = all.orderBy(FieldPath.documentId()).limit(PER_PAGE);
  const people: ExportedPerson[] = [];
  for (let last: string | null = null; ; ) {
    const page: QuerySnapshot = await waitForReading(
      (last === null ? ordered : ordered.startAfter(last)).get(),
      signal,
    );
    for (const document of page.docs) {
      if (!isUid(document.id)) continue;
      const data = store.dataOf(document);
      const { displayName: name, email } = parseUserProfile(data);
      people.push({ uid: document.id, name, email, ...accessIn(data) });
    }
    last = page.docs.at(-1)?.id ?? null;
    if (last === null || page.size < PER_PAGE) {
      const records = people.map(personRecord);
      return {
        records,
        objects: people.map(({ expiresAt, ...rest }, at) => ({
          ...rest,
          expiresAt: records[at]?.expiresAt ?? null,
        })),
      };
    }
  }
}

async function auditIn(
  store: Store,
  { from }: ExportRequest,
  signal: AbortSignal,
): Promise<Exported> {
  const entries: AuditPage['entries'][number][] = [];
  const filter = { from: from ?? undefined };
  for (let cursor: string | null = null; ; ) {
    const page: AuditPage = await waitForReading(
      readAuditPage(store, filter, { limit: PER_PAGE, cursor }),
      signal,
    );
    entries.push(...page.entries);
    cursor = page.next;
    if (cursor === null) {
      return { records: entries.map(auditRecord), objects: entries.map(entryJson) };
    }
  }
}
