import { editInConsole, untilMarker } from '../../test/support/admin.ts';
import { createSettledPeople } from './settled-people.ts';

/** Enough at the same time that every worker of `FEW_WORKERS` gets something to do. */
const PEOPLE = 30;

/** Comes back when the functions' workers run: changes some people who have no client. */
export async function warmWorkers(hub: string): Promise<void> {
  const uids = await createSettledPeople(hub, 'warm-', { last: PEOPLE });
  await Promise.all(uids.map((uid) => editInConsole(uid, { role: 'editor' })));
  await Promise.all(uids.map((uid) => untilMarker(uid, ({ role }) => role === 'editor')));
}
