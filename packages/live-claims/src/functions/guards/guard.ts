import type { Firestore } from 'firebase-admin/firestore';
import {
  type AccessSettings,
  CHECKS,
  type Check,
  DEFAULT_NAMES,
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
  type Caller,
  callerOf,
  checkAccess,
  type MarkerFacts,
  type Requirement,
  roleInEffect,
} from './check-access.ts';

/**
 * Decides whether a caller may go on; null when they may. Asks the documents first, and looks at the
 * time after that: no grant outlives its end while a read takes its time.
 *
 * @throws whatever reading throws: a caller that cannot be checked is not let through.
 */
export type Guard<Permission extends string = string> = (
  requirement: Requirement<Permission>,
  caller: Caller,
) => Promise<RefusalDetails | null>;

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
 * const refusal = await guard(requires('posts.publish', { check: 'document' }), caller);
 */
export function createGuard<Permission extends string>(
  roles: RoleTable<string, Permission>,
  readDocuments: ReadDocuments,
  options: GuardOptions = {},
): Guard<Permission> {
  const decide = createDecision(roles, readDocuments, options);
  return async (requirement, caller) => (await decide(requirement, caller)).refusal;
}

/** What a guard decides, and by which role. */
export interface Decision {
  /** Null when the caller may go on. */
  readonly refusal: RefusalDetails | null;
  /** The caller's role by what the check consults; null for none. */
  readonly role: string | null;
}

/**
 * The same as `createGuard`, for what also shows the role: a page.
 *
 * @throws whatever reading throws.
 * @example
 * const { refusal, role } = await createDecision(roles, readAtOnce(db))(requirement, caller);
 */
export function createDecision<Permission extends string>(
  roles: RoleTable<string, Permission>,
  readDocuments: ReadDocuments,
  { lockdownChecks = CHECKS, names = DEFAULT_NAMES, clock = systemClock }: GuardOptions = {},
): (requirement: Requirement<Permission>, caller: Caller) => Promise<Decision> {
  const facts = createFactsReader(readDocuments, names, lockdownChecks, clock);
  return async (requirement, caller) => {
    const known = await facts.read(caller.uid, requirement.check);
    const now = clock.wall();
    const refusal = checkAccess(roles, requirement, caller, known, now);
    const role = roleInEffect(roles, requirement.check, caller, known, now);
    const mayBeStale = requirement.check === 'token' && refusal?.reason === 'not-allowed';
    return { refusal: mayBeStale ? await challengeIfStale(facts, caller, refusal) : refusal, role };
  };
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
   * `SETTINGS_MAX_AGE_MS`. In a lockdown one more, for whether the caller is of the top role, unless
   * `users/{uid}` was read anyway.
   */
  read(uid: string, check: Check): Promise<AccessFacts>;
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
  const userIn = (fields: Fields): Fields => fields && readFields(namesOfFields, fields);
  const settingsIn = (fields: Fields | undefined): AccessSettings =>
    readAccessSettings(fields, clock.wall());
  const recentSettings = memoizeFor(SETTINGS_MAX_AGE_MS, () => readOne(paths.settings), clock);
  const readWithSettings = async (check: Check, path: string) => {
    if (!lockdownChecks.includes(check)) {
      return { settings: OPEN_ACCESS, fields: await readOne(path) };
    }
    const [settings, fields = null] = await readDocuments([paths.settings, path]);
    return { settings: settingsIn(settings), fields };
  };

  const readFor: Record<Check, (uid: string) => Promise<AccessFacts>> = {
    async token() {
      const isAsked = lockdownChecks.includes('token');
      return { settings: isAsked ? settingsIn(await recentSettings()) : OPEN_ACCESS };
    },
    async marker(uid) {
      const { settings, fields } = await readWithSettings('marker', paths.marker(uid));
      return { settings, marker: markerIn(fields) };
    },
    async document(uid) {
      const { settings, fields } = await readWithSettings('document', paths.user(uid));
      return { settings, user: userIn(fields) };
    },
  };

  return {
    async read(uid, check) {
      const facts = await readFor[check](uid);
      const known = !facts.settings.lockdown || facts.user !== undefined;
      return known ? facts : { ...facts, user: userIn(await readOne(paths.user(uid))) };
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
