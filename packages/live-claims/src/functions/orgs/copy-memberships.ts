import { isDeepStrictEqual } from 'node:util';
import {
  isOrgId,
  isSameJson,
  membershipIn,
  type OrgTable,
  orgIdsIn,
  type RoleTable,
  readMemberships,
} from '../../core/index.ts';
import type {
  EntriesChange,
  MembershipDocuments,
  Source,
  StoredMarker,
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

/** Entries as the memberships have just been seen to say them, by organisation; null for none. */
export type ProvenEntries = Readonly<Record<string, unknown>>;

/** What a copy came to. */
export interface Copied {
  /** Whether `users/{uid}` has another revision for it. */
  readonly written: boolean;
  readonly proven: ProvenEntries;
}

/** Of a copy with nothing to do. */
export const NOTHING_COPIED: Copied = { written: false, proven: {} };

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
 * @throws {CopyContention} and whatever the ports reject with; the caller repeats the copy later.
 */
export async function copyMemberships(
  { orgs, memberships: documents, beforeCreate }: CopyEngine,
  uid: string,
  orgIds: readonly string[],
): Promise<Copied> {
  for (let round = 1; round <= MAX_ROUNDS; round++) {
    const { memberships, source, revision } = await documents.readWithUser(uid, orgIds);
    const plan = planCopy(orgs, memberships, source.data);
    const proven = provenBy(orgs, memberships);
    if (plan === null) return { written: false, proven };
    if (plan.kind === 'create' && round === 1 && (await beforeCreate?.(uid))) continue;
    if (await documents.write({ ...plan, uid, revision })) return { written: true, proven };
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

/** What these memberships say, as entries. */
const provenBy = (
  orgs: Pick<OrgTable, 'fields'>,
  memberships: readonly StoredMembership[],
): ProvenEntries =>
  Object.fromEntries(memberships.map(({ orgId, data }) => [orgId, entryOf(orgs, data)]));

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
): Promise<ProvenEntries> {
  // An entry under what is no id grants nothing.
  const differing = differingOrgs(before, after).filter(isOrgId);
  return (await copyWhereWrong(engine, uid, differing, after)).proven;
}

/**
 * Copies the memberships whose entries say something else in `user`. Costs a read each, and nothing more where all
 * are right.
 *
 * @throws what `copyMemberships` throws.
 */
export async function copyWhereWrong(
  engine: CopyEngine,
  uid: string,
  orgIds: readonly string[],
  user: Source['data'],
): Promise<Copied> {
  if (orgIds.length === 0) return NOTHING_COPIED;
  const found = await engine.memberships.read(uid, orgIds);
  const proven = provenBy(engine.orgs, found);
  const wrong = wrongIn(engine.orgs, found, user).map(({ orgId }) => orgId);
  if (wrong.length === 0) return { written: false, proven };
  const copied = await copyMemberships(engine, uid, wrong);
  return { written: true, proven: { ...proven, ...copied.proven } };
}

/**
 * The organisations of which the user's document grants something else than the marker has published, and of which
 * nothing proves that their entry is a copy: an edit of the map by hand has an event, but whoever syncs before it is
 * followed must not believe the map either.
 */
export function unprovenOrgs(
  orgs: OrgTable,
  user: Source['data'],
  marker: Pick<StoredMarker, 'additionalClaims' | 'moreOrgs'> | null,
  proven: ProvenEntries,
): readonly string[] {
  const { memberships: granted } = readMemberships(orgs, user?.orgs);
  const { additionalClaims = {}, moreOrgs = {} } = marker ?? {};
  const published = (orgId: string) =>
    membershipIn(orgs, additionalClaims, orgId) ?? membershipIn(orgs, moreOrgs, orgId);
  const ids = new Set([
    ...Object.keys(granted),
    ...[...orgIdsIn(additionalClaims), ...orgIdsIn(moreOrgs)].filter(isOrgId),
  ]);
  return [...ids].filter(
    (orgId) =>
      !isSameJson(granted[orgId] ?? null, published(orgId)) &&
      !(Object.hasOwn(proven, orgId) && isDeepStrictEqual(proven[orgId], entryIn(user, orgId))),
  );
}
