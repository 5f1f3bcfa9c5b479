import { type CustomClaims, decodeClaims, timestampAt } from 'live-claims/core';
import type {
  EntriesChange,
  Publication,
  StoredMarker,
} from '../../packages/live-claims/src/functions/sync/ports.ts';
import {
  NEW_ACCOUNT,
  type Records,
} from '../../packages/live-claims/src/testing/memory-backend.ts';
import type { Answer } from './process.ts';
import { type Shown, SIGNED_IN_AT } from './programs.ts';
import type { Act, Fields, Scenario } from './scenario.ts';
import type { State } from './state.ts';

/*
 * What must hold, written down without the code under the check. `null` stands
 * for "nothing wrong".
 */

const ROLES = ['viewer', 'editor', 'admin', 'owner'];

/** What a document grants. */
interface Meaning {
  readonly role: string | null;
  readonly end: number | null;
  readonly disabled: boolean;
  /** Whether all of it can be read; if not, it grants nothing. */
  readonly readable: boolean;
}

function meaningOf(fields: Fields): Meaning {
  const none = { role: null, end: null, disabled: false, readable: true };
  if (fields === null) return none;
  const { role = null, roleExpiresAt = null, disabled = false, sessionsRevokedAt = null } = fields;
  const sessions = sessionsRevokedAt === null || typeof sessionsRevokedAt === 'object';
  if (disabled !== false) {
    return { ...none, disabled: true, readable: sessions && disabled === true };
  }
  if (!sessions) return { ...none, readable: false };
  if (role === null) return none;
  if (typeof role !== 'string' || !ROLES.includes(role)) return { ...none, readable: false };
  const end = roleExpiresAt === null ? null : (roleExpiresAt as { seconds?: number }).seconds;
  return end === undefined ? { ...none, readable: false } : { ...none, role, end };
}

/** What stands for each role of a membership in the claims. */
const CODES: Readonly<Record<string, string>> = { viewer: 'v', editor: 'e', owner: 'o' };

/** What of a membership `users/{uid}` has to say; null for nothing. */
function entryOf(fields: Fields): Fields {
  const said = ['role', 'roleExpiresAt', 'disabled'].flatMap((name) =>
    fields?.[name] == null ? [] : [[name, fields[name]]],
  );
  return fields?.role == null ? null : Object.fromEntries(said);
}

/** What a membership says, by its organisation. */
export const saidBy = (orgId: string, fields: Fields) => JSON.stringify([orgId, entryOf(fields)]);

/** The entries of a document, by organisation. */
export const entriesOf = (data: Fields) => (data?.orgs ?? {}) as Readonly<Record<string, Fields>>;

/** The document with the entries of these memberships. */
export function withEntries(data: Fields, members: Readonly<Record<string, Fields>>): Fields {
  const entries = Object.entries(members).flatMap(([orgId, fields]) =>
    entryOf(fields) === null ? [] : [[orgId, entryOf(fields)]],
  );
  return entries.length === 0 ? data : { ...data, orgs: Object.fromEntries(entries) };
}

/** The claim `o` for these entries, as sorted pairs; an unreadable or disabled one has none. */
function codesOf(entries: Readonly<Record<string, Fields>>): readonly (readonly string[])[] {
  return Object.entries(entries)
    .flatMap(([orgId, fields]) => {
      const { role, disabled = false } = fields ?? {};
      const code = disabled === false ? CODES[role as string] : undefined;
      return code === undefined ? [] : [[orgId, code]];
    })
    .sort();
}

/** Whether a membership, or its entry, has a role that is none. */
function isUnreadable(fields: Fields): boolean {
  const { role = null, disabled = false } = fields ?? {};
  return role !== null && disabled === false && CODES[role as string] === undefined;
}

/** The pairs in the claim `o`, sorted. */
const pairsIn = (o: unknown) => Object.entries((o ?? {}) as object).sort();

/** What the claims have to say for a document; nothing where it disables the account. */
const codesIn = (data: Fields) => (meaningOf(data).disabled ? [] : codesOf(entriesOf(data)));

/** What the memberships grant. */
const grantedIn = ({ memberships = {} }: Records) =>
  codesOf(Object.fromEntries(Object.entries(memberships).map(([id, { data }]) => [id, data])));

const isSame = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);

/** Of entries that are written into the document: each has to say what its membership says at that moment. */
export function wrongCopy({ records }: State, { entries, kind }: EntriesChange): string | null {
  const copied = Object.entries(entriesOf(records.user?.data ?? null));
  const lost = copied.find(([orgId, entry]) =>
    isSame(entry, entryOf(records.memberships?.[orgId]?.data ?? null)),
  );
  if (kind === 'clear' && lost !== undefined) {
    return `The field goes, and with it what the membership in ${lost[0]} says.`;
  }
  for (const [orgId, entry] of Object.entries(entries)) {
    const said = entryOf(records.memberships?.[orgId]?.data ?? null);
    if (!isSame(said, entry)) {
      return `The entry of ${orgId} becomes ${JSON.stringify(entry)}, and its membership says ${JSON.stringify(said)}.`;
    }
  }
  return null;
}

/** Of claims that the sync is about to set: nothing of organisations that no membership has ever said. */
export function wrongForgery({ everSaid }: State, { o }: CustomClaims): string | null {
  const said = everSaid.flatMap((one) => {
    const [orgId, entry] = JSON.parse(one) as [string, Fields];
    return codesOf({ [orgId]: entry });
  });
  const forged = pairsIn(o).find((pair) => !said.some((one) => isSame(one, pair)));
  return forged === undefined ? null : `The claims say ${forged}, which no membership ever did.`;
}

/** The second in which the document ends the sessions; null when it does not. */
function endOfSessions(fields: Fields): number | null {
  const end = fields?.sessionsRevokedAt as { seconds: number } | null | undefined;
  return end?.seconds ?? null;
}

/** The claims that are not ours, as JSON. */
export function foreignClaims(claims: CustomClaims): string {
  const { role, cv, rx, o, ox, om, ...foreign } = claims;
  return JSON.stringify(Object.entries(foreign).sort());
}

/** The role that claims or a marker of this version may name: a version tells what it was computed from. */
function roleAt({ history }: State, version: number): string | null {
  return meaningOf(history.findLast((one) => one.version <= version)?.data ?? null).role;
}

/** Of claims that the sync is about to set. */
export function wrongClaims(
  state: State,
  claims: CustomClaims,
  { foreign, saw }: { readonly foreign: string; readonly saw: number },
): string | null {
  const { role, version } = decodeClaims(claims);
  if (version < saw && saw <= state.records.now)
    return `Claims of version ${version} over newer ones of ${saw} that it has seen.`;
  const before = foreignClaims(state.records.account?.claims ?? {});
  if (before === foreign && foreignClaims(claims) !== before) {
    return `Foreign claims were ${before} and became ${foreignClaims(claims)}.`;
  }
  const at = state.history.findLast((one) => one.version <= version)?.data ?? null;
  if (!state.restored && !isSame(pairsIn(claims.o), codesIn(at))) {
    return `Claims of version ${version} say ${JSON.stringify(claims.o)} of organisations, which the document did not then.`;
  }
  if (state.restored || roleAt(state, version) === role) return null;
  return `Claims of version ${version} name the role ${role}, which the document did not grant then.`;
}

/** Of a marker that the sync is about to write. */
export function wrongMarker(
  state: State,
  { after }: Publication,
  knowsOfNoAccount: boolean,
): string | null {
  const { marker, account } = state.records;
  const isBelievable = marker !== null && !marker.damaged && marker.version <= state.records.now;
  if (isBelievable && after.version < marker.version) {
    return `The marker's version goes back from ${marker.version} to ${after.version}.`;
  }
  const ended = after.sessionsRevokedAt;
  if (!marker?.damaged && (marker?.sessionsRevokedAt ?? 0) > (ended ?? 0)) {
    return `The end of the sessions goes back from ${marker?.sessionsRevokedAt} to ${ended}.`;
  }
  if (account !== null && !state.disturbed && (ended ?? 0) > account.sessionsValidSince) {
    return 'The marker says that the sessions are over before they are.';
  }
  const isClosed = after.role === null && (after.status !== 'applied' || after.disabledInAuth);
  if (!isClosed && !state.restored && roleAt(state, after.version) !== after.role) {
    return `A marker of version ${after.version} names the role ${after.role}, which the document did not grant then.`;
  }
  if (knowsOfNoAccount && after.status === 'applied' && after.role !== null) {
    return `The marker says that ${after.role} is applied to an account that is known to be gone.`;
  }
  const ahead = after.version > state.highest && after.status !== 'pending';
  if (ahead && account !== null && !state.disturbed && !knowsOfNoAccount) {
    return `The marker says version ${after.version} before any claims do.`;
  }
  return null;
}

/** Of a change of the account's lock by the sync. */
export function wrongLock(state: State, disabled: boolean): string | null {
  const byDocument = state.history.some(({ data }) => meaningOf(data).disabled);
  return state.lockedByHand && !disabled && !byDocument
    ? 'It enables an account that an operator has disabled.'
    : null;
}

/** Of a callable that answers that it is done, where its change is the only one ever made. */
export function wrongAnswer({ records, history, done, disturbed, orphans }: State): string | null {
  if (done.reduce((sum, acts) => sum + acts, 0) > 1) return null;
  if (history.length !== 2 || history[1]?.data?.changeId === undefined) return null;
  const meaning = meaningOf(records.user?.data ?? null);
  if (records.account === null || disturbed || orphans.length > 0) return null;
  const { role } = decodeClaims(records.account.claims);
  return role === meaning.role ? null : `The callable answers, and the claims still say ${role}.`;
}

/** Of everything, once all events have been handled. */
export function wrongAtRest(state: State, scenario: Scenario): string | null {
  const { user, account, marker } = state.records;
  const meaning = meaningOf(user?.data ?? null);
  if (account === null) return wrongWithoutAccount(meaning, marker);
  const ended = endOfSessions(user?.data ?? null) ?? 0;
  if (account.sessionsValidSince < ended || (marker?.sessionsRevokedAt ?? 0) < ended) {
    return 'The document ends the sessions, and they go on.';
  }
  const claims = decodeClaims(account.claims);
  const published = marker?.version ?? 0;
  if (published > state.records.now + 300_000_000) {
    return `The marker rests at a version of the future, ${published}: no edit is ever newer.`;
  }
  if (claims.version < published) {
    return `The marker says version ${published}, the claims ${claims.version}: clients wait for ever.`;
  }
  const { role, end, disabled, readable } = meaning;
  const granted = grantedIn(state.records);
  if (!isSame(codesOf(entriesOf(user?.data ?? null)), granted)) {
    return `The memberships grant ${JSON.stringify(granted)}, the document ${JSON.stringify(user?.data?.orgs)}.`;
  }
  const isWrong = Object.values(state.records.memberships ?? {}).some(({ data }) =>
    isUnreadable(data),
  );
  if (isWrong && !disabled && (marker?.problem ?? null) === null) {
    return 'Nothing says that a membership cannot be read.';
  }
  const due = disabled ? [] : granted;
  if (!isSame(pairsIn(account.claims.o), due)) {
    return `The memberships grant ${JSON.stringify(granted)}, the claims ${JSON.stringify(account.claims.o)}.`;
  }
  const member = state.carried.find(({ o }) =>
    pairsIn(o).some((pair) => !due.some((one) => isSame(one, pair))),
  );
  if (member !== undefined && state.lost === scenario.lost && !state.restored) {
    return `A token of version ${member.version} says ${JSON.stringify(member.o)}, and the marker rests at ${published}.`;
  }
  // One without a role passes nowhere, whatever its version.
  const passes = state.carried.find(
    ({ role: said, expiresAt }) => said !== null && (said !== role || expiresAt !== end),
  );
  // Of an edit that no process followed, or that a backup took back, only the role that the marker names
  // tells the token apart.
  const isFollowed = state.lost === scenario.lost && !state.restored;
  if (passes !== undefined && published > 0 && isFollowed) {
    return `A token of version ${passes.version} says ${passes.role}, and the marker rests at ${published}.`;
  }
  if (!disabled && account.disabled) {
    if (!state.lockedUnseen && !state.lockedByHand) return 'The account is still disabled.';
    // Closed, and the marker says so.
    const closed = marker === null || (marker.disabledInAuth && marker.role === null);
    return closed
      ? null
      : `The account is disabled, and the marker says ${JSON.stringify(marker)}.`;
  }
  if (claims.role !== role || claims.expiresAt !== end) {
    return `The document grants ${role} until ${end}, the claims ${claims.role} until ${claims.expiresAt}.`;
  }
  if (disabled && !account.disabled) return 'The account is not disabled.';
  if (!readable && (marker?.status !== 'rejected' || marker.problem === null)) {
    return 'Nothing says that the edit cannot be read.';
  }
  if (marker === null) {
    const never = role === null && !disabled && account.claims.cv === undefined && ended === 0;
    return never ? null : 'There is no marker.';
  }
  const says = marker.role === role && marker.expiresAt === end && marker.disabled === disabled;
  if (marker.status !== (readable ? 'applied' : 'rejected') || marker.disabledInAuth || !says) {
    return `The marker does not say that ${role} is applied: ${JSON.stringify(marker)}.`;
  }
  return wrongCost(state, scenario);
}

function wrongWithoutAccount(meaning: Meaning, marker: StoredMarker | null): string | null {
  const { role, disabled, readable } = meaning;
  if (!readable) {
    return marker?.status === 'rejected' && marker.role === null
      ? null
      : 'Nothing says that the edit cannot be read.';
  }
  if (marker === null) return role === null && !disabled ? null : 'There is no marker.';
  if (marker.status === 'applied' && marker.role === role && marker.disabled === disabled)
    return null;
  const waits =
    marker.status === 'pending' &&
    marker.role === null &&
    marker.problem?.code === 'no-such-account';
  return waits && (role !== null || disabled)
    ? null
    : `There is no account, and the marker says ${JSON.stringify(marker)}.`;
}

/**
 * Where nothing goes wrong and handlers come one after another, with no client's own sync beside them, an edit costs one write of each; one
 * more where a delete, whose event names no version, was overtaken by another edit.
 */
function wrongCost(state: State, scenario: Scenario): string | null {
  const { history, writes, disturbed, helped } = state;
  const { handlers, crashes, faults, acts } = scenario;
  const calls = acts
    .flat()
    .some((act) => 'call' in act || 'enable' in act || 'job' in act || 'signUp' in act);
  if (handlers > 1 || crashes + faults > 0 || calls || disturbed || helped) return null;
  const [start, ...edits] = history;
  let ended = endOfSessions(start?.data ?? null);
  /** What the marker has to say, and of it what the claims do. */
  const wordsOf = (data: Fields) => {
    const said = Object.entries(entriesOf(data)).filter(([, entry]) => isUnreadable(entry));
    return JSON.stringify([meaningOf(data), meaningOf(data).readable || data, codesIn(data), said]);
  };
  const grantOf = (data: Fields) => {
    const { role, end, disabled } = meaningOf(data);
    return JSON.stringify([role, end, disabled, codesIn(data)]);
  };
  let said = wordsOf(start?.data ?? null);
  /** What the claims say; null when they were never set. */
  let granted = start?.data && meaningOf(start.data).readable ? grantOf(start.data) : null;
  let claims = 0;
  let markers = 0;
  for (const { data } of edits) {
    const end = endOfSessions(data) ?? ended;
    if (wordsOf(data) === said && end === ended) continue;
    ended = end;
    said = wordsOf(data);
    markers += 1;
    if (grantOf(data) === granted) continue;
    granted = grantOf(data);
    claims += 1;
  }
  const overtaken = edits.slice(0, -1).filter(({ data }) => data === null).length;
  if (writes.claims <= claims + overtaken && writes.markers <= markers + overtaken) return null;
  return `${writes.claims} claims writes and ${writes.markers} marker writes for ${claims} changes.`;
}

/** Whether a client may stop here. */
export function isContent({ status, role, version }: Shown, state: State): boolean {
  const { account, marker } = state.records;
  // A signed-in client learns of these at its next refresh, if the marker does not tell.
  const gone = account === null || account.disabled;
  const wasDisabled = state.history.some(({ data }) => meaningOf(data).disabled);
  const wasSignedOut = state.history.some(({ data }) => endOfSessions(data) !== null);
  if (status === 'revoked') return gone || wasDisabled || wasSignedOut || state.disturbed;
  if ((marker?.sessionsRevokedAt ?? SIGNED_IN_AT) > SIGNED_IN_AT) return false;
  if (marker?.disabled === true) return false;
  if (gone) return true;
  if (status !== 'fresh' || version < (marker?.version ?? 0)) return false;
  return role === decodeClaims(account.claims).role || !marker?.version;
}

/** Of a client that asks for a new token. */
export function wrongExchange({ version, marker, awaited, differs }: Shown): string | null {
  return version < awaited || differs
    ? null
    : `A client of version ${version} refreshes, though the marker says no more than ${marker}.`;
}

/** The token endpoint's answer. */
export function mint({ account }: Records): Answer {
  if (account === null || account.sessionsValidSince > SIGNED_IN_AT)
    return { error: { code: 'auth/user-token-expired' } };
  if (account.disabled) return { error: { code: 'auth/user-disabled' } };
  return { value: account.claims };
}

/** The marker as a client's listener reads it. */
export function markerDocument(marker: StoredMarker | null): unknown {
  if (marker === null) return null;
  const { revision, sessionsRevokedAt: ended, damaged, ...fields } = marker;
  if (damaged) return { version: 'unreadable' };
  const seconds = Math.floor((revision as number) / 1e6);
  const claimsUpdatedAt = timestampAt(seconds, ((revision as number) % 1e6) * 1000);
  const sessionsRevokedAt = ended === null ? null : timestampAt(ended);
  return { ...fields, claimsUpdatedAt, sessionsRevokedAt };
}

/** The marker after a change by hand. */
export function withMarker(
  records: Records,
  change: Extract<Act, { marker: unknown }>['marker'],
): Records {
  if (records.marker === null || change === 'deleted') return { ...records, marker: null };
  const now = records.now + 1_000;
  const unreadable = { version: 0, role: null, expiresAt: null, status: 'pending' } as const;
  const changed = change === 'unreadable' ? { ...unreadable, damaged: true } : change;
  return { ...records, now, marker: { ...records.marker, ...changed, revision: now } };
}

/** A person whose access has been applied, with no trace of how. */
export function settledRecords(records: Records, account: boolean): Records {
  const meaning = meaningOf(records.user?.data ?? null);
  if (records.user === null || !meaning.readable || !account) {
    return { ...records, account: account ? { ...NEW_ACCOUNT, claims: { plan: 'pro' } } : null };
  }
  const { version } = records.user;
  const { role, end, disabled } = meaning;
  const o = Object.fromEntries(codesIn(records.user.data));
  const additionalClaims = Object.keys(o).length === 0 ? undefined : { o };
  const own = {
    ...(role !== null && { role }),
    cv: version,
    ...(end !== null && { rx: end }),
    ...additionalClaims,
  };
  const ended = endOfSessions(records.user.data);
  const now = records.now + 1_000;
  return {
    ...records,
    now,
    account: {
      ...NEW_ACCOUNT,
      claims: { plan: 'pro', ...own },
      disabled,
      sessionsValidSince: ended ?? 0,
    },
    marker: {
      version,
      role,
      expiresAt: end,
      status: 'applied',
      problem: null,
      disabled,
      disabledInAuth: false,
      email: null,
      emailVerified: false,
      loweredVersion: 0,
      damaged: false,
      sessionsRevokedAt: ended,
      ...(additionalClaims && { additionalClaims }),
      revision: now,
    },
  };
}
