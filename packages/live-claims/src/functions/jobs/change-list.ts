import type { Transaction } from 'firebase-admin/firestore';
import { parseBulkChanges, type SetUserRoleRequest } from '../../core/index.ts';
import type { Store } from '../firebase/store.ts';

/** Changes in one document, far below its limit of 1 MiB. */
const CHANGES_PER_DOCUMENT = 500;

/** Stores the changes of a job in the commit that creates it. */
export function addChanges(
  store: Store,
  transaction: Transaction,
  jobId: string,
  changes: readonly SetUserRoleRequest[],
): void {
  for (let first = 0; first < changes.length; first += CHANGES_PER_DOCUMENT) {
    const some = changes
      .slice(first, first + CHANGES_PER_DOCUMENT)
      .map(({ uid, role, expiresAt = null, expected }) => ({
        ...{ uid, role, expiresAt },
        ...(expected && { expected }),
      }));
    transaction.create(documentWith(store, jobId, first), { changes: some });
  }
}

/**
 * Up to `limit` of a job's changes from the `first`-th on; fewer where a document ends, null where there is
 * none, or none that can be read.
 */
export async function readChanges(
  store: Store,
  jobId: string,
  first: number,
  limit: number,
): Promise<readonly SetUserRoleRequest[] | null> {
  const document = await documentWith(store, jobId, first).get();
  const offset = first % CHANGES_PER_DOCUMENT;
  return parseBulkChanges(document.data())?.slice(offset, offset + limit) ?? null;
}

function documentWith({ db, paths }: Store, jobId: string, first: number) {
  return db.doc(paths.changes(jobId, Math.floor(first / CHANGES_PER_DOCUMENT)));
}
