import type { ClaimSources } from '../core/additional-claims.ts';
import { decodeClaims } from '../core/claims.ts';
import { isSameJson } from '../core/json.ts';
import type { OrgTable, Roles } from '../core/roles.ts';
import { timestampAt } from '../core/timestamp.ts';
import { additionalClaims } from '../web/additional-claims.ts';
import type {
  FirebasePort,
  SeenDocument,
  SignedInUser,
  TokenClaims,
} from '../web/firebase-port.ts';
import { startLiveClaims } from '../web/live-claims.ts';
import { retryCondition } from '../web/refusal.ts';
import type { LiveClaims, Unsubscribe } from '../web/types.ts';
import { firebaseError } from './fake-backend.ts';
import { FakeClock, soon } from './fake-clock.ts';
import { FakeChannels, FakeLocks, FakePage } from './fake-tabs.ts';

/** Claims of an ID token; `iat` is the time of the step when it is left out. */
interface ScriptedToken {
  readonly role?: unknown;
  readonly cv?: unknown;
  readonly rx?: unknown;
  readonly auth_time: number;
  readonly iat?: number;
  /** Those beside the role. */
  readonly [claim: string]: unknown;
}

interface ScriptedError {
  readonly error: string;
}

const isError = (answer: ScriptedToken | ScriptedError): answer is ScriptedError =>
  'error' in answer;

/** What a document holds; null for no document. `{ "timestamp": 5 }` is a Firestore timestamp, in seconds. */
type ScriptedDocument = Readonly<Record<string, unknown>> | null;

/** What an operation is answered with: it succeeds, or is refused with a code, and perhaps with details. */
interface ScriptedAnswer {
  readonly error?: string;
  readonly details?: unknown;
}

/** One step of a case: one input, a time to wait, or what is expected now. */
export interface Step {
  /** The instance that it is about; the first one when left out. */
  readonly instance?: number;
  readonly signIn?: { readonly uid: string; readonly token: ScriptedToken };
  readonly token?: ScriptedToken;
  readonly signOut?: true;
  readonly refreshes?: readonly (ScriptedToken | ScriptedError)[];
  readonly marker?: ScriptedDocument;
  readonly settings?: ScriptedDocument;
  readonly from?: 'server' | 'cache';
  readonly markerError?: string;
  readonly online?: boolean;
  readonly operation?: readonly ScriptedAnswer[];
  readonly wait?: number;
  readonly expect?: Readonly<Record<string, unknown>>;
}

export interface ConformanceCase {
  readonly name: string;
  readonly invariants: readonly number[];
  /** How many clients share one stored session, as a browser's tabs do; one when left out. */
  readonly instances?: number;
  /** Whether the app has the organisations and own claims of the file. */
  readonly additional?: true;
  readonly steps: readonly Step[];
}

export interface Conformance {
  readonly roles: Roles;
  readonly orgs: OrgTable;
  readonly claims: ClaimSources;
  readonly startsAt: number;
  readonly refreshTakes: number;
  readonly markerDefaults: Readonly<Record<string, unknown>>;
  readonly cases: readonly ConformanceCase[];
}

interface Listener {
  readonly path: string;
  readonly next: (seen: SeenDocument) => void;
  readonly failed: (cause: unknown) => void;
}

/** What all instances share: the token endpoint. */
class Endpoint {
  refreshes = 0;
  answers: (ScriptedToken | ScriptedError)[] = [];

  /** The next answer; the last one stays. */
  take(): ScriptedToken | ScriptedError | undefined {
    return this.answers.length > 1 ? this.answers.shift() : this.answers[0];
  }
}

/** The Firebase SDK of one instance, which does nothing but what the steps say. */
class ScriptedSdk implements FirebasePort {
  readonly name = 'conformance';
  readonly #endpoint: Endpoint;
  readonly #clock: FakeClock;
  readonly #refreshTakes: number;
  readonly #observers = new Set<(user: SignedInUser | null) => void>();
  readonly #listeners = new Set<Listener>();
  #user: { readonly uid: string; readonly token: TokenClaims } | null = null;

  constructor(endpoint: Endpoint, clock: FakeClock, refreshTakes: number) {
    this.#endpoint = endpoint;
    this.#clock = clock;
    this.#refreshTakes = refreshTakes;
  }

  use(uid: string, { auth_time: authTime, iat, ...claims }: ScriptedToken): void {
    const issuedAt = iat ?? Math.floor(this.#clock.now() / 1000);
    const token = {
      access: decodeClaims(claims),
      claims: { ...claims },
      authTime,
      issuedAt,
      email: null,
      emailVerified: false,
    };
    this.#user = { uid, token };
    this.#changed();
  }

  give(collection: string, seen: SeenDocument): void {
    for (const { path, next } of [...this.#listeners]) if (path.startsWith(collection)) next(seen);
  }

  fail(collection: string, code: string): void {
    for (const listener of [...this.#listeners]) {
      if (!listener.path.startsWith(collection)) continue;
      this.#listeners.delete(listener);
      listener.failed(firebaseError(code));
    }
  }

  onIdTokenChanged(observer: (user: SignedInUser | null) => void): Unsubscribe {
    this.#observers.add(observer);
    void soon().then(() => this.#observers.has(observer) && observer(this.#handle()));
    return () => void this.#observers.delete(observer);
  }

  currentUid = (): string | null => this.#user?.uid ?? null;

  async signOut(): Promise<void> {
    this.#user = null;
    this.#changed();
  }

  listenToDocument(path: string, next: Listener['next'], failed: Listener['failed']): Unsubscribe {
    const listener = { path, next, failed };
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  listen(): never {
    throw new Error('No case has a watch.');
  }

  #changed(): void {
    for (const observer of [...this.#observers]) observer(this.#handle());
  }

  #handle(): SignedInUser | null {
    const user = this.#user;
    if (user === null) return null;
    const { uid } = user;
    return {
      profile: { uid, email: null, displayName: null, photoURL: null },
      readToken: async () => (this.#user?.uid === uid ? this.#user : user).token,
      exchangeToken: async () => {
        this.#endpoint.refreshes += 1;
        await new Promise((done) =>
          this.#clock.setTimeout(() => done(undefined), this.#refreshTakes),
        );
        const answer = this.#endpoint.take();
        if (answer && isError(answer)) throw firebaseError(answer.error);
        if (answer && this.#user?.uid === uid) this.use(uid, answer);
      },
    };
  }
}

/** Gives the case to a client of ours; what differs from what it expects, one line each. */
export async function runCase(all: Conformance, one: ConformanceCase): Promise<string[]> {
  const clock = new FakeClock(all.startsAt * 1000);
  const endpoint = new Endpoint();
  const [locks, channels] = [new FakeLocks(), new FakeChannels()];
  const counts = { syncs: 0, runs: 0, outcome: 'none' };
  const instances = Array.from({ length: one.instances ?? 1 }, () => {
    const sdk = new ScriptedSdk(endpoint, clock, all.refreshTakes);
    const page = new FakePage();
    const client = startLiveClaims(
      sdk,
      {
        clock,
        random: () => 0.5,
        warn: () => {},
        locks,
        openChannel: channels.openChannel,
        window: page,
        document: page,
      },
      {
        roles: all.roles,
        additional: one.additional && additionalClaims(all),
        retryCondition,
        requestSync: async () => {
          counts.syncs += 1;
        },
      },
    );
    return { sdk, page, client };
  });
  await clock.advance(0);
  const differences: string[] = [];
  for (const [index, step] of one.steps.entries()) {
    const { sdk, page, client } = instances[step.instance ?? 0] as (typeof instances)[number];
    if (step.expect) {
      const found = seen(client, sdk, { ...counts, refreshes: endpoint.refreshes });
      for (const [fact, wanted] of Object.entries(step.expect)) {
        if (isSameJson(found[fact], wanted)) continue;
        const [is, not] = [found[fact], wanted].map((value) => JSON.stringify(value));
        differences.push(`step ${index + 1}: ${fact} is ${is}, not ${not}`);
      }
    }
    const fromCache = step.from === 'cache';
    if (step.refreshes) endpoint.answers = [...step.refreshes];
    if (step.signIn) sdk.use(step.signIn.uid, step.signIn.token);
    if (step.token) sdk.use(sdk.currentUid() ?? '', step.token);
    if (step.signOut) await sdk.signOut();
    if (step.marker !== undefined) {
      const data = step.marker && { ...all.markerDefaults, ...step.marker };
      sdk.give('userClaims/', { data: documentOf(data), fromCache });
    }
    if (step.settings !== undefined) {
      sdk.give('settings/', { data: documentOf(step.settings), fromCache });
    }
    if (step.markerError) sdk.fail('userClaims/', step.markerError);
    if (step.online !== undefined) page.setOnline(step.online);
    if (step.operation) operate(client, [...step.operation], counts);
    await clock.advance(step.wait ?? 0);
  }
  for (const { client } of instances) client.close();
  return differences;
}

/** Firestore's data of a scripted document; undefined for none. */
function documentOf(scripted: ScriptedDocument): unknown {
  if (scripted === null) return undefined;
  const fields = Object.entries(scripted).map(([name, value]) => {
    const { timestamp } = (value ?? {}) as { timestamp?: unknown };
    return [name, typeof timestamp === 'number' ? timestampAt(timestamp) : value];
  });
  return Object.fromEntries(fields);
}

function operate(
  client: LiveClaims,
  answers: ScriptedAnswer[],
  counts: { runs: number; outcome: string },
): void {
  counts.runs = 0;
  counts.outcome = 'running';
  client
    .withFreshClaims(async () => {
      counts.runs += 1;
      const { error, details } = answers.shift() ?? {};
      if (error) throw Object.assign(firebaseError(error), { details });
    })
    .then(
      () => {
        counts.outcome = 'done';
      },
      () => {
        counts.outcome = 'refused';
      },
    );
}

/** Everything that a case may expect. */
function seen(
  client: LiveClaims,
  sdk: ScriptedSdk,
  counts: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  const { status, user, role, permissions, orgs, custom, lockedDown, reason, error, problem } =
    client.getSnapshot();
  return {
    status,
    uid: user?.uid ?? null,
    role,
    permissions,
    orgs: Object.fromEntries(
      Object.entries(orgs).map(([id, access]) => [
        id,
        { role: access?.role, permissions: access?.permissions },
      ]),
    ),
    custom,
    lockedDown,
    reason,
    error: error?.code ?? null,
    problem: problem?.code ?? null,
    signedIn: sdk.currentUid() !== null,
    ...counts,
  };
}
