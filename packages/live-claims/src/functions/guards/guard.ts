import type { Firestore } from 'firebase-admin/firestore';
import {
  CHECKS,
  type Check,
  DEFAULT_NAMES,
  isOrgId,
  type Names,
  OPEN_ACCESS,
  parseMarker,
  pathsOf,
  type RefusalDetails,
  type RoleTable,
  readAccessSettings,
  readFields,
} from '../../core/index.ts';
import {
  type AccessFacts,
  type AnyRequirement,
  type Caller,
  callerOf,
  checkAccess,
  customInEffect,
  type MarkerFacts,
  memberRoleInEffect,
  membershipDecides,
  roleInEffect,
} from './check-access.ts';

/**
 * Decides whether a caller may go on. Asks the documents first, and looks at the
 * time after that: no grant outlives its end while a read takes its time.
 *
 * @param asked what a requirement's `in` is called with.
 * @throws whatever reading throws, or `in`: a caller that cannot be checked is not let through.
 */
export type Guard<Permission extends string = string, OrgPermission extends string = string> = (
  requirement: AnyRequirement<Permission, OrgPermission>,
  caller: Caller,
  asked?: unknown,
) => Promise<Decision>;

/** What a guard decides, and what it found by what the check consults. */
export interface Decision {
  /** Null when the caller may go on. */
  readonly refusal: RefusalDetails | null;
  /** The caller's role in the app; null for none. */
  readonly role: string | null;
  /** The organisation that was asked for, and the caller's role there; null where none was, or with no role. */
  readonly org: OrgRole | null;
  /** The claims of the app's own, by its names for them. */
  readonly custom: Readonly<Record<string, unknown>>;
}

/**
 * An organisation, and a role in it.
 *
 * @example const { id, role }: OrgRole = caller.org;
 */
export interface OrgRole {
  readonly id: string;
  readonly role: string;
}

/**
 * A caller that a guard has let through.
 *
 * @example const { uid, org, custom }: GuardedCaller = caller;
 */
export interface GuardedCaller<Custom = Readonly<Record<string, unknown>>> extends Caller {
  /** The organisation of the requirement's `in`, and the caller's role there by what the check consults. @default null */
  readonly org: OrgRole | null;
  /**
   * The claims of the app's own that the caller has, by its names for them: with the check `document` those of now,
   * whatever the token says.
   */
  readonly custom: Custom;
}

/** Fields of a document; null when there is none. */
export type Fields = Readonly<Record<string, unknown>> | null;

/** Reads these documents as they are at one moment, in one round trip, in the order of the paths. */
export type ReadDocuments = (paths: readonly string[]) => Promise<readonly Fields[]>;

/**
 * How old the access settings may be for a check of the token alone, in milliseconds before it began. A
 * lockdown is felt there this late at most; the other checks read the settings each time.
 */
export const SETTINGS_MAX_AGE_MS = 5000;

/** What a guard can be told. */
export interface GuardOptions {
  /**
   * The checks that ask `settings/access` for a lockdown and the oldest sign-in that counts. The others
   * save that read: `token` then reads nothing for a caller that it lets through, and the marker for one that
   * lacks the permission.
   *
   * @default all of them: a guard, unlike rules, remembers the settings for its cheapest check
   */
  readonly lockdownChecks?: readonly Check[] | undefined;
  /** The app's names of collections and fields: its configuration has them. @default DEFAULT_NAMES */
  readonly names?: Names;
  /** @default the system's clocks */
  readonly clock?: Clock;
}

/**
 * A guard by the documents of one project.
 *
 * @example
 * const guard = createGuard(roles, readAtOnce(db));
 * const { refusal } = await guard(requires('posts.publish', { check: 'document' }), caller);
 */
export function createGuard<
  Permission extends string = string,
  OrgPermission extends string = string,
>(
  roles: RoleTable<string, Permission>,
  readDocuments: ReadDocuments,
  { lockdownChecks = CHECKS, names = DEFAULT_NAMES, clock = systemClock }: GuardOptions = {},
): Guard<Permission, OrgPermission> {
  const facts = createFactsReader(readDocuments, names, lockdownChecks, clock);
  return async (requirement, caller, asked) => {
    const { check } = requirement;
    const id = await orgIdIn(requirement, asked);
    if (id !== null && !isOrgId(id)) return NOT_ALLOWED;
    const known = await facts.read(caller, check, id);
    const now = clock.wall();
    const refusal = checkAccess(roles, requirement, caller, known, now);
    const memberRole = memberRoleInEffect(roles, check, caller, known, now);
    const mayBeStale = check === 'token' && refusal?.reason === 'not-allowed';
    return {
      refusal: mayBeStale ? await challengeIfStale(facts, caller, refusal) : refusal,
      role: roleInEffect(roles, check, caller, known, now),
      org: id !== null && memberRole !== null ? { id, role: memberRole } : null,
      custom: customInEffect(roles, check, caller, known),
    };
  };
}

const NOT_ALLOWED: Decision = {
  refusal: { reason: 'not-allowed' },
  role: null,
  org: null,
  custom: {},
};

/** The organisation that a requirement is about; null for none, and anything for what says so. */
async function orgIdIn({ in: org }: AnyRequirement, asked: unknown): Promise<unknown> {
  if (org === undefined) return null;
  const id = typeof org === 'function' ? await org(asked as never) : org;
  return id ?? '';
}

/** A caller whose newer token may say something else is asked for that one. */
async function challengeIfStale(
  facts: FactsReader,
  { uid, access }: Caller,
  refusal: RefusalDetails,
): Promise<RefusalDetails> {
  const version = (await facts.readMarker(uid))?.version ?? 0;
  return access.version < version ? { reason: 'token-stale', version } : refusal;
}

/**
 * `ReadDocuments` on a database: `getAll` reads them all at one time (BatchGetDocuments).
 *
 * @example createGuard(roles, readAtOnce(getFirestore()));
 */
export function readAtOnce(db: Firestore): ReadDocuments {
  return async (paths) => {
    const snapshots = await db.getAll(...paths.map((path) => db.doc(path)));
    return snapshots.map((snapshot) => snapshot.data() ?? null);
  };
}

/** Reads what a check needs to know. */
interface FactsReader {
  /**
   * One round trip; none for the check of the token, whose settings come from memory for
   * `SETTINGS_MAX_AGE_MS`, unless the membership decides. In a lockdown one more, for whether the caller is of the
   * top role, unless `users/{uid}` was read anyway.
   *
   * @param orgId null for what is asked of the app.
   */
  read(caller: Caller, check: Check, orgId: string | null): Promise<AccessFacts>;
  /** The marker by itself; null when there is none that can be read. */
  readMarker(uid: string): Promise<MarkerFacts | null>;
}

function createFactsReader(
  readDocuments: ReadDocuments,
  { collections, fields: namesOfFields }: Names,
  lockdownChecks: readonly Check[],
  clock: Clock,
): FactsReader {
  const paths = pathsOf(collections);
  const readOne = async (path: string): Promise<Fields> => (await readDocuments([path]))[0] ?? null;
  /** The documents of these paths, by what they are called here. */
  const readNamed = async <Name extends string>(
    named: Readonly<Record<Name, string | undefined>>,
  ): Promise<Readonly<Partial<Record<Name, Fields>>>> => {
    const entries = Object.entries<string | undefined>(named).filter(([, path]) => path);
    const asked = entries.map(([, path]) => path as string);
    const documents = asked.length === 0 ? [] : await readDocuments(asked);
    return Object.fromEntries(
      entries.map(([name], index) => [name, documents[index] ?? null]),
    ) as Partial<Record<Name, Fields>>;
  };
  const fieldsIn = (fields: Fields): Fields => fields && readFields(namesOfFields, fields);
  const recentSettings = memoizeFor(SETTINGS_MAX_AGE_MS, () => readOne(paths.settings), clock);

  return {
    async read(caller, check, orgId) {
      const { uid } = caller;
      const byMembership = orgId !== null && membershipDecides(check, caller, orgId);
      // As in the rules: what the membership decides asks for a lockdown as the check of the document does.
      const asksSettings =
        lockdownChecks.includes(check) || (byMembership && lockdownChecks.includes('document'));
      const remembered =
        asksSettings && check === 'token' ? { settings: await recentSettings() } : {};
      const read = await readNamed({
        settings: asksSettings && check !== 'token' ? paths.settings : undefined,
        marker: check === 'marker' ? paths.marker(uid) : undefined,
        user: check === 'document' || byMembership ? paths.user(uid) : undefined,
        member: byMembership ? paths.member(orgId, uid) : undefined,
      });
      const { settings, marker, user, member } = { ...read, ...remembered };
      const facts: AccessFacts = {
        settings: asksSettings ? readAccessSettings(settings, clock.wall()) : OPEN_ACCESS,
        ...(marker !== undefined && { marker: markerIn(marker) }),
        ...(user !== undefined && { user: fieldsIn(user) }),
        ...(orgId !== null && {
          org: { id: orgId, ...(member !== undefined && { member: fieldsIn(member) }) },
        }),
      };
      const known = !facts.settings.lockdown || facts.user !== undefined;
      return known ? facts : { ...facts, user: fieldsIn(await readOne(paths.user(uid))) };
    },
    async readMarker(uid) {
      return markerIn(await readOne(paths.marker(uid)));
    },
  };
}

/** As `parseMarker` reads it, but for an end that is not there: not the same as one that is null. */
function markerIn(fields: Fields): MarkerFacts | null {
  const marker = parseMarker(fields);
  if (marker === null || fields?.expiresAt !== undefined) return marker;
  return { ...marker, expiresAt: undefined };
}

/** The caller that a request comes from, or why it is refused. */
export type AuthorizationResult =
  | { readonly caller: Caller }
  | { readonly refusal: RefusalDetails };

/**
 * The account that a verified ID token or session cookie stands for, if it can be one of this project.
 *
 * @example const who = identityOf(await auth.verifyIdToken(token));
 */
export function identityOf(token: Parameters<typeof callerOf>[0]): AuthorizationResult {
  const caller = callerOf(token);
  return caller === null ? { refusal: { reason: 'signed-out' } } : { caller };
}

/** Two clocks in milliseconds: one that is never set, and the time of day. */
export interface Clock {
  /** Only ever grows. Some machines stop it while they sleep. */
  readonly monotonic: () => number;
  /** Since the Unix epoch. Jumps when it is set. */
  readonly wall: () => number;
}

export const systemClock: Clock = {
  monotonic: () => performance.now(),
  wall: () => Date.now(),
};

/**
 * Remembers what `read` gave, for all callers within `maxAgeMs` of the moment at which that read began. A
 * read that fails is not remembered, and those who wait for it get its error. One that takes longer than
 * `maxAgeMs` is waited for only by those who asked before that.
 *
 * @example const settings = memoizeFor(5000, () => db.doc('settings/access').get());
 */
export function memoizeFor<Value>(
  maxAgeMs: number,
  read: () => Promise<Value>,
  clock: Clock = systemClock,
): () => Promise<Value> {
  let last: { readonly began: Moment; readonly value: Promise<Value> } | null = null;
  return () => {
    if (last !== null && ageOf(last.began, clock) <= maxAgeMs) return last.value;
    const mine = { began: momentOf(clock), value: read() };
    last = mine;
    mine.value.catch(() => {
      if (last === mine) last = null;
    });
    return mine.value;
  };
}

/** A moment on both clocks. */
interface Moment {
  readonly monotonic: number;
  readonly wall: number;
}

function momentOf({ monotonic, wall }: Clock): Moment {
  return { monotonic: monotonic(), wall: wall() };
}

/**
 * At least how many milliseconds have passed since then, if either clock tells the truth: the larger
 * of what the two say, and a time of day that went back counts like one that went forward.
 */
function ageOf(then: Moment, clock: Clock): number {
  return Math.max(clock.monotonic() - then.monotonic, Math.abs(clock.wall() - then.wall));
}
