import { type DriftCode, isOrgId, isUid, type OrgTable } from '../../core/index.ts';
import { type CopyEngine, wrongIn } from '../orgs/copy-memberships.ts';
import { entriesIn, entryOf } from '../orgs/membership-entry.ts';
import type { Source, StoredMembership } from '../sync/ports.ts';

/**
 * The memberships that a user's document has entries for and that say something else, or do not exist. Costs a read an
 * entry. One that no entry names is not among them.
 */
export async function wrongEntries(
  { orgs, memberships }: CopyEngine,
  uid: string,
  user: Source['data'],
): Promise<readonly StoredMembership[]> {
  const orgIds = Object.keys(entriesIn(user)).filter(isOrgId);
  if (orgIds.length === 0 || !isUid(uid)) return [];
  return wrongIn(orgs, await memberships.read(uid, orgIds), user);
}

/** What is wrong with a user's document that does not say what these memberships do; each code once. */
export function membershipDrift(
  orgs: Pick<OrgTable, 'fields'>,
  wrong: readonly StoredMembership[],
): readonly DriftCode[] {
  return [...new Set(wrong.map((membership) => membershipCode(orgs, membership)))];
}

/** What is wrong with a user's document that does not say what this membership does. */
export function membershipCode(
  orgs: Pick<OrgTable, 'fields'>,
  { data }: Pick<StoredMembership, 'data'>,
): DriftCode {
  return entryOf(orgs, data) === null ? 'no-membership' : 'membership-not-copied';
}
