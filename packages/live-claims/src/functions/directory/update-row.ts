import type { SyncEngine } from '../sync/sync-user.ts';
import { isSameRow, planRow } from './plan-row.ts';

/** A round is lost to another one that wrote, and rows change rarely. */
const MAX_ROUNDS = 8;

/** Thrown when a row kept moving; try again later. */
export class RowContention extends Error {
  constructor(uid: string) {
    super(
      `The row of ${uid} in the directory kept changing while it was being written; try again.`,
    );
    this.name = 'RowContention';
  }
}

/**
 * Makes the row of a person say what document, marker and account say; writes only what differs.
 *
 * Document, marker and row are read as of one moment, and the row is written only over the revision that was read. So
 * each row was computed from what stood there after the row before it was written: a late run cannot put an older one
 * back. Every change of what a row is made of is followed by a run that begins after it, also after a crash, as its event
 * comes again; the last of them finds or writes the right row. What has no revision, an absent row, can be absent once
 * more by the time it is made: a run that made one looks again.
 *
 * @returns whether it wrote; false in an app without a directory.
 * @throws {RowContention} and whatever the ports reject with; run it again then.
 */
export async function updateRow(
  { roles, directory }: Pick<SyncEngine, 'roles' | 'directory'>,
  uid: string,
): Promise<boolean> {
  if (directory === undefined) return false;
  let changed = false;
  for (let round = 1; round <= MAX_ROUNDS; round++) {
    const { row, ...found } = await directory.read(uid);
    const planned = planRow(roles, { uid, ...found, account: await directory.readAccount(uid) });
    if (isSameRow(row?.fields ?? null, planned)) return changed;
    if (!(await directory.write(uid, row, planned))) continue;
    changed = true;
    if (row !== null) return true;
  }
  throw new RowContention(uid);
}

/**
 * Brings the row along, so that a list that is read after a call's answer has its change. The change itself is applied by
 * then: a row that cannot be written is no failure of it, and the trigger of the edit or the next reconciliation writes it.
 */
export async function showRow(
  engine: Pick<SyncEngine, 'roles' | 'directory'>,
  uid: string,
): Promise<void> {
  await updateRow(engine, uid).catch(() => undefined);
}
