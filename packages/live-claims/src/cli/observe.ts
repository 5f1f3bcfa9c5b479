import { accountOf } from '../functions/firebase/auth-accounts.ts';
import type { Observation } from '../functions/sync/ports.ts';
import type { FoundPerson } from './find-person.ts';
import type { OpenProject } from './open-project.ts';

/** What a decision about a person needs, for somebody whose account is at hand. */
export async function observe(
  { engine }: OpenProject,
  { uid, account }: FoundPerson,
): Promise<Observation> {
  const found = await engine.documents.read(uid);
  return { ...found, account: account && accountOf(account) };
}
