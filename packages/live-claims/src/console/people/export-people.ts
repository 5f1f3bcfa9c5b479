import type { DirectoryRow } from '../../core/index.ts';
import { CSV_TYPE, saveFile } from '../parts/save-file.ts';

/** Saves people as a CSV file, which an import reads again. */
export async function exportPeople(rows: readonly DirectoryRow[]): Promise<void> {
  const { personRecord, writeCsv } = await import('../../csv/index.ts');
  const records = rows.map(({ uid, name, email, role, endsAt, state }) =>
    personRecord({ uid, name, email, role, expiresAt: endsAt, disabled: state === 'disabled' }),
  );
  saveFile('people.csv', writeCsv(records), CSV_TYPE);
}
