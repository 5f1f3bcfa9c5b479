import type { UserRecord } from 'firebase-admin/auth';
import { errorCode } from '../core/error-code.ts';
import {
  type Additional,
  type DriftCode,
  decodeClaims,
  MAX_SESSIONS,
  type Marker,
  type Milliseconds,
  parseMarker,
  parseReceipt,
  parseSetUserRole,
  type Receipt,
  type RoleTable,
  versionAt,
} from '../core/index.ts';
import { accountOf } from '../functions/firebase/auth-accounts.ts';
import { markerOf, sourceOf } from '../functions/firebase/firestore-documents.ts';
import type { Store } from '../functions/firebase/store.ts';
import { copyEngineOf, wrongIn } from '../functions/orgs/copy-memberships.ts';
import { organisationsOf } from '../functions/orgs/organisations-of.ts';
import { describeDrift, driftOf } from '../functions/reconcile/drift.ts';
import { membershipCode } from '../functions/reconcile/membership-drift.ts';
import { planSync, readSource } from '../functions/sync/plan-sync.ts';
import type { Observation } from '../functions/sync/ports.ts';
import { AdminError } from './admin-error.ts';
import type { PersonName } from './request.ts';
import type { OpenProject } from './session.ts';

export interface FoundPerson {
  readonly uid: string;
  /** null when there is no such account; only by account id can one be found that has none. */
  readonly account: UserRecord | null;
}

/** Whether the name is an e-mail address: account ids with an "@" have to be said to be ids. */
export function isEmail({ text, byUid }: PersonName): boolean {
  return !byUid && text.includes('@');
}

/**
 * Finds a person's account.
 *
 * @throws {AdminError} `no-such-person` for an e-mail address without an account, `usage` for what
 *   can be neither address nor id.
 */
export async function findPerson(project: OpenProject, name: PersonName): Promise<FoundPerson> {
  if (isEmail(name)) return findByEmail(project, name.text);
  const uid = parseUid(project, name.text);
  return { uid, account: await accountOr(null, project.auth.getUser(uid)) };
}

async function findByEmail(project: OpenProject, email: string): Promise<FoundPerson> {
  const account = await accountWith(project, email);
  if (account !== null) return { uid: account.uid, account };
  const left = await documentsWith(project, email);
  if (left.length > 0) {
    throw new AdminError('no-such-person', `There is no account with the address ${email}.`, {
      next: `${left.map((uid) => project.store.paths.user(uid)).join(' and ')} still ${left.length === 1 ? 'has' : 'have'} it: use that account id.`,
    });
  }
  throw new AdminError('no-such-person', `There is no account with the address ${email}.`, {
    next: 'The user has to sign up first, with exactly this address. If you know the account id they will have, `grant <id> <role> --prepare` writes the role in advance.',
  });
}

/** The account with this address; null for none. */
export function accountWith({ auth }: OpenProject, email: string): Promise<UserRecord | null> {
  return accountOr(null, auth.getUserByEmail(email));
}

async function documentsWith({ store }: OpenProject, email: string): Promise<readonly string[]> {
  const { docs } = await store.users.where(store.names.fields.email, '==', email).limit(5).get();
  return docs.map(({ id }) => id);
}

/** An id that stays inside its collection, by the rule of `setUserRole`. */
function parseUid({ engine }: OpenProject, text: string): string {
  try {
    return parseSetUserRole(engine.roles, { uid: text, role: null }).uid;
  } catch {
    throw new AdminError('usage', `"${text}" is neither an e-mail address nor an account id.`, {
      next: 'Account ids are in the Firebase console under Authentication, and in the app under People.',
    });
  }
}

async function accountOr<T>(missing: T, reading: Promise<UserRecord>): Promise<UserRecord | T> {
  try {
    return await reading;
  } catch (error) {
    const code = errorCode(error);
    if (code === 'auth/user-not-found') return missing;
    if (code === 'auth/invalid-email' || code === 'auth/invalid-uid') {
      throw new AdminError('usage', (error as Error).message, {
        next: 'Check the spelling; an account id with an "@" needs --uid.',
      });
    }
    throw error;
  }
}

/** Everything that stands there about a person. */
export interface PersonView {
  readonly uid: string;
  readonly roles: RoleTable;
  readonly account: UserRecord | null;
  /** The fields of `users/{uid}` under the default names; null when there is no such document. */
  readonly document: Readonly<Record<string, unknown>> | null;
  /** What it says for the claims beside the role. */
  readonly additional: Additional;
  /** The same as it is stored. */
  readonly stored: Readonly<Record<string, unknown>> | null;
  /** Paths of the two documents. */
  readonly paths: { readonly document: string; readonly marker: string };
  /** What stands in the marker; null when there is no such document. */
  readonly marker: Readonly<Record<string, unknown>> | null;
  /** The same, read; null also when it cannot be read. */
  readonly parsedMarker: Marker | null;
  readonly codes: readonly DriftCode[];
  readonly drift: readonly DriftInWords[];
  /** Whether memberships that were never copied could not be looked for, for want of an index. */
  readonly isIndexMissing: boolean;
  /** What the sessions have recorded; null in an app in which they do not. */
  readonly receipts: readonly Receipt[] | null;
}

/**
 * Reads document and marker in one go, and says where they and the account disagree. Costs a read more for each session
 * that is recorded, 20 at most.
 *
 * @param now in milliseconds since the Unix epoch.
 */
export async function lookAtPerson(
  project: OpenProject,
  { uid, account }: FoundPerson,
  now: Milliseconds,
): Promise<PersonView> {
  const { store, engine } = project;
  const [user, marker] = await store.db.getAll(store.user(uid), store.marker(uid));
  if (user === undefined || marker === undefined) throw new Error('getAll left out a document.');
  const seen: Observation = {
    source: sourceOf(store, user),
    marker: markerOf(marker),
    account: account && accountOf(account),
    now: versionAt(user.readTime),
  };
  const { roles } = engine;
  const wrong = await wrongOrgsOf(project, uid, seen);
  const codes = [...driftOf(roles, seen, now), ...wrong.orgsByCode.keys()];
  return {
    uid,
    roles,
    account,
    document: seen.source.data,
    additional: readSource(roles, seen.source, seen.marker?.additionalClaims).additional,
    stored: user.data() ?? null,
    paths: { document: user.ref.path, marker: marker.ref.path },
    marker: marker.data() ?? null,
    parsedMarker: parseMarker(marker.data()),
    codes,
    drift: explainDrift(roles, uid, seen, codes, wrong.orgsByCode),
    isIndexMissing: wrong.isIndexMissing,
    receipts: project.config.receipts ? await receiptsOf(store, uid) : null,
  };
}

async function receiptsOf(store: Store, uid: string): Promise<Receipt[]> {
  const { docs } = await store.clients(uid).limit(MAX_SESSIONS).get();
  return docs.flatMap((each) => parseReceipt(each.id, each.data()) ?? []);
}

/** What of a user's memberships is not as their document says. */
export interface WrongOrgs {
  readonly wrongOrgs: readonly string[];
  /** What is wrong, and in which of them. */
  readonly orgsByCode: ReadonlyMap<DriftCode, readonly string[]>;
  readonly isIndexMissing: boolean;
}

/**
 * The organisations of which a user's document says something else than the memberships, those among them that it does
 * not name. Costs two reads an organisation, and one where there is none; nothing in an app without organisations.
 */
export async function wrongOrgsOf(
  { store, engine }: OpenProject,
  uid: string,
  { source: { data } }: Observation,
): Promise<WrongOrgs> {
  const copying = copyEngineOf(engine);
  if (copying === null) return { wrongOrgs: [], orgsByCode: new Map(), isIndexMissing: false };
  const { orgIds, isIndexed } = await organisationsOf(store, uid, data);
  const found = orgIds.length === 0 ? [] : await copying.memberships.read(uid, orgIds);
  const wrong = wrongIn(copying.orgs, found, data);
  const byCode = Map.groupBy(wrong, (membership) => membershipCode(copying.orgs, membership));
  return {
    wrongOrgs: wrong.map(({ orgId }) => orgId),
    orgsByCode: new Map([...byCode].map(([code, all]) => [code, all.map(({ orgId }) => orgId)])),
    isIndexMissing: !isIndexed,
  };
}

/** What is said where memberships that were never copied could not be looked for. */
export const INDEX_MISSING = {
  what: 'Memberships that the document does not name were not looked for: the index of their collection group is missing.',
  next: '`npx live-claims init` adds it to firestore.indexes.json; deploy it. `reconcile --now` goes through all memberships without it.',
} as const;

/** What a decision about a user needs, for a user whose account is known. */
export async function observe(
  { engine }: OpenProject,
  { uid, account }: FoundPerson,
): Promise<Observation> {
  const found = await engine.documents.read(uid);
  return { ...found, account: account && accountOf(account) };
}

/** One thing that is wrong, in words. */
export interface DriftInWords {
  readonly code: DriftCode;
  /** What is wrong, with the values at hand. */
  readonly what: string;
  /** What to do about it. */
  readonly next: string;
}

/**
 * Words for what `driftOf` has found about a person, with what stands there.
 *
 * @param orgsByCode the organisations that a code is about.
 */
export function explainDrift(
  roles: RoleTable,
  uid: string,
  seen: Observation,
  codes: readonly DriftCode[],
  orgsByCode: WrongOrgs['orgsByCode'] = new Map(),
): readonly DriftInWords[] {
  return codes.map((code) => ({
    code,
    what: [describeDrift(code), detailOf(roles, seen, code) ?? inOrgs(orgsByCode.get(code))]
      .filter(Boolean)
      .join(' '),
    next: REMEDIES[code](uid),
  }));
}

/** As many as a line names. */
const MOST_NAMED = 8;

function inOrgs(orgIds: readonly string[] = []): string | null {
  if (orgIds.length === 0) return null;
  const rest = orgIds.length - MOST_NAMED;
  const others = rest > 0 ? ` and ${rest} others` : '';
  return `It is about ${orgIds.slice(0, MOST_NAMED).join(', ')}${others}.`;
}

const repair = (uid: string) => `\`reconcile ${uid}\` puts it right.`;

const REMEDIES: Readonly<Record<DriftCode, (uid: string) => string>> = {
  'claims-differ': repair,
  'claims-shape': repair,
  'disabled-differs': repair,
  'sessions-open': repair,
  'marker-missing': repair,
  'marker-behind': repair,
  'expired-grant': repair,
  'row-behind': repair,
  'no-document': (uid) =>
    `\`grant ${uid} <role>\` if the user should have one; \`reconcile ${uid}\` removes it from the claims.`,
  'no-account': (uid) =>
    `Nothing, if the user has yet to sign up. If the account was deleted: \`revoke ${uid}\`.`,
  'no-membership': repair,
  'membership-not-copied': repair,
  'not-listed': (uid) =>
    `\`grant ${uid} <role>\` creates its document; so does its first visit, and the nightly reconciliation.`,
  unreadable: (uid) =>
    `\`grant ${uid} <role>\` or \`revoke ${uid}\`, or correct the field in its document.`,
  'claims-refused': () => 'Remove some of the account’s other claims, then save the role again.',
};

function detailOf(roles: RoleTable, seen: Observation, code: DriftCode): string | null {
  const { source, marker, account } = seen;
  const claims = decodeClaims(account?.claims);
  const { grant, problem, additional } = readSource(roles, source, marker?.additionalClaims);
  switch (code) {
    case 'no-document':
      return `The role is ${roleText(claims.role)}.`;
    case 'claims-differ':
      return claims.role === (grant?.role ?? null)
        ? `They say the same role, under version ${claims.version}; the marker is at ${marker?.version ?? 'none'}.`
        : `They say ${roleText(claims.role)}, the document says ${roleText(grant?.role ?? null)}.`;
    case 'marker-behind': {
      const due = planSync(roles, seen).marker;
      if (marker === null || due === null) return null;
      if (marker.disabledInAuth !== due.disabledInAuth) {
        return due.disabledInAuth
          ? 'The account was disabled in Firebase Auth itself, which it does not say yet.'
          : 'It says that Firebase Auth disables the account, which is no longer so.';
      }
      if (marker.role !== due.role) {
        return `It says ${roleText(marker.role)}, and should say ${roleText(due.role)}.`;
      }
      if (marker.version !== due.version) {
        return `It is at version ${marker.version}, and should be at ${due.version}.`;
      }
      return marker.status === due.status
        ? null
        : `It says ${marker.status}, and should say ${due.status}.`;
    }
    case 'unreadable':
      return (problem ?? additional.problem)?.message ?? null;
    case 'claims-refused':
      return marker?.problem?.message ?? null;
    case 'claims-shape':
    case 'disabled-differs':
    case 'sessions-open':
    case 'marker-missing':
    case 'no-account':
    case 'no-membership':
    case 'membership-not-copied':
    case 'not-listed':
    case 'expired-grant':
    case 'row-behind':
      return null;
  }
}

const roleText = (role: string | null) => (role === null ? 'no role' : `"${role}"`);

/**
 * Refuses to give a role by an unverified address: any person can sign up with it, and
 * have the account.
 *
 * @param account the account that has the address; null for none.
 * @throws {AdminError} `unverified-address`.
 */
export function refuseUnverified(email: string, account: UserRecord | null): void {
  if (account === null || account.emailVerified) return;
  throw new AdminError(
    'unverified-address',
    `The account with the address ${email} has not verified it: any person may have signed up with it.`,
    {
      next: `Let the person verify the address in the app, then try again.\nIf you know that the account (id ${account.uid}) is theirs: add --unverified.`,
    },
  );
}
