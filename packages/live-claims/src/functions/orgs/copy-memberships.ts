import { isDeepStrictEqual } from 'node:util';
import { isOrgId, type OrgTable, type RoleTable } from '../../core/index.ts';
import type {
  EntriesChange,
  MembershipDocuments,
  Source,
  StoredMembership,
} from '../sync/ports.ts';
import { differingOrgs, entriesIn, entryIn, entryOf } from './membership-entry.ts';

/** What copies memberships into `users/{uid}`. */
export interface CopyEngine {
  readonly orgs: OrgTable;
  readonly memberships: MembershipDocuments;
  /** Called before `users/{uid}` is made for its entries; returns whether it has made it. */
  readonly beforeCreate?: (uid: string) => Promise<boolean>;
}

/** The part of a sync engine that copies; null for an app without organisations. */
export function copyEngineOf({
  roles,
  memberships,
}: {
  readonly roles: RoleTable;
  readonly memberships?: MembershipDocuments;
}): CopyEngine | null {
  const { orgs } = roles;
  return orgs === undefined || memberships === undefined ? null : { orgs, memberships };
}

/** How often a copy starts over before it leaves the rest to the event's redelivery. */
const MAX_ROUNDS = 10;

/** A membership kept moving while it was copied. To be tried again later. */
export class CopyContention extends Error {
  constructor(uid: string) {
    super(
      `What users/${uid} rests on was changed ${MAX_ROUNDS} times while it was copied; try again.`,
    );
    this.name = 'CopyContention';
  }
}

/**
 * Makes the entries of these organisations in `users/{uid}.orgs` say what the memberships say; writes nothing where
 * they do.
 *
 *     read both  →  plan  →  write, if no membership has moved since; else again
 *
 * May run any number of times, at the same time, in any order, and may die anywhere, as long as it is run once more
 * after that. An entry is never written but with the membership's revision of that moment as the precondition, so
 * an older copy cannot land on a newer one. Copies of different organisations do not stand in each other's way: each
 * writes its own entry of the map. Two last ones that go at the same moment may so leave an empty map, which says the
 * same as none.
 *
 * @param orgIds each an `isOrgId`.
 * @returns whether something was written.
 * @throws {CopyContention} and whatever the ports reject with; the caller repeats the copy later.
 */
export async function copyMemberships(
  { orgs, memberships: documents, beforeCreate }: CopyEngine,
  uid: string,
  orgIds: readonly string[],
): Promise<boolean> {
  for (let round = 1; round <= MAX_ROUNDS; round++) {
    const { memberships, source, revision } = await documents.readWithUser(uid, orgIds);
    const plan = planCopy(orgs, memberships, source.data);
    if (plan === null) return false;
    if (plan.kind === 'create' && round === 1 && (await beforeCreate?.(uid))) continue;
    if (await documents.write({ ...plan, uid, revision })) return true;
  }
  throw new CopyContention(uid);
}

/** Decides what to write, as a pure function of what was read; null for nothing. */
export function planCopy(
  orgs: Pick<OrgTable, 'fields'>,
  memberships: readonly StoredMembership[],
  user: Source['data'],
): Pick<EntriesChange, 'entries' | 'memberships' | 'kind'> | null {
  const wrong = wrongIn(orgs, memberships, user);
  if (wrong.length === 0) return null;
  const entries = Object.fromEntries(
    wrong.map((membership) => [membership.orgId, entryOf(orgs, membership.data)]),
  );
  if (user === null) return { entries, memberships: wrong, kind: 'create' };
  const left = Object.keys(entriesIn(user)).some((orgId) => !Object.hasOwn(entries, orgId));
  const isEmpty = !left && Object.values(entries).every((entry) => entry === null);
  return { entries, memberships: wrong, kind: isEmpty ? 'clear' : 'update' };
}

/** The memberships whose entry says something else. */
export function wrongIn(
  orgs: Pick<OrgTable, 'fields'>,
  memberships: readonly StoredMembership[],
  user: Source['data'],
): readonly StoredMembership[] {
  return memberships.filter(
    ({ orgId, data }) => !isDeepStrictEqual(entryOf(orgs, data), entryIn(user, orgId)),
  );
}

/**
 * Looks after the entries that an edit of `users/{uid}` has changed: they are derived, so each has to say what its
 * membership says, whatever was written by hand. Our own copies say that already and cost a read each.
 *
 * @throws what `copyMemberships` throws.
 */
export async function healEntries(
  engine: CopyEngine,
  uid: string,
  before: Source['data'],
  after: Source['data'],
): Promise<void> {
  // An entry under what is no id grants nothing.
  const differing = differingOrgs(before, after).filter(isOrgId);
  if (differing.length === 0) return;
  const found = await engine.memberships.read(uid, differing);
  const wrong = wrongIn(engine.orgs, found, after).map(({ orgId }) => orgId);
  if (wrong.length > 0) await copyMemberships(engine, uid, wrong);
}
