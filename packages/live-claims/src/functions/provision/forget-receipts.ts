import { MAX_SESSIONS } from '../../core/index.ts';
import type { Project } from '../project.ts';

/**
 * Deletes what the sessions of an account have recorded, where sessions do: which devices a person has is nothing to keep
 * once the account is gone. A session that is open still brings none back, as the client only updates then; Firestore's
 * TTL policy has what a hostile one writes.
 */
export async function forgetReceipts(
  { store, receipts = false }: Pick<Project, 'store' | 'receipts'>,
  uid: string,
): Promise<void> {
  if (!receipts) return;
  const { docs } = await store.clients(uid).select().limit(MAX_SESSIONS).get();
  if (docs.length === 0) return;
  const batch = store.db.batch();
  for (const { ref } of docs) batch.delete(ref);
  await batch.commit();
}
