import { type HeardMarker, parseHeardMarker } from '../core/heard-marker.ts';
import type { Roles } from '../core/roles.ts';
import type { ClientParts } from '../web/create-live-claims.ts';
import type {
  FirebasePort,
  SeenDocument,
  SignedInUser,
  TokenClaims,
} from '../web/firebase-port.ts';
import type { DevtoolsHook, Unsubscribe } from '../web/types.ts';
import type { ClientEvent, RefreshReason } from './events.ts';
import {
  describeSimulation,
  isReal,
  REAL,
  type Simulation,
  simulateMarker,
  simulateSettings,
  simulateToken,
} from './simulation.ts';

/** How many events are kept. */
const KEPT = 500;

/** For so long after another tab has told of a token, one that comes is taken for that, in milliseconds. */
const OTHER_TAB_MS = 5_000;

/**
 * What a client has heard last.
 *
 * @example const { token, marker } = devtools.known();
 */
export interface Known {
  readonly roles: Roles | null;
  /** The token in use, as it is simulated. */
  readonly token: TokenClaims | null;
  /** The marker that was heard last, as it is simulated. */
  readonly marker: HeardMarker | null;
  /** The fields of `settings/access`, as they are simulated. */
  readonly settings: unknown;
}

/**
 * What `createDevtools` takes.
 *
 * @example const options: DevtoolsOptions = { onEvent: console.debug };
 */
export interface DevtoolsOptions {
  /** Called with each event, when it happens. @default none */
  readonly onEvent?: ((event: ClientEvent) => void) | undefined;
}

/**
 * What stands between a client and Firebase: it sees every event, and can simulate.
 *
 * @example const devtools: Devtools = createDevtools();
 */
export interface Devtools extends DevtoolsHook {
  /** The last 500 events, oldest first: the same array until there is another. */
  events(): readonly ClientEvent[];
  known(): Known;
  simulation(): Simulation;
  /** Simulates this beside what is simulated already. */
  simulate(change: Partial<Simulation>): void;
  /** Calls the listener after each event. */
  subscribe(listener: () => void): Unsubscribe;
}

/**
 * Watches a client from the inside, for a log or for `<LiveClaimsDevtools>`. For one client; create it before that.
 *
 * @example
 * const devtools = import.meta.env.DEV ? createDevtools() : undefined;
 * const claims = createLiveClaims({ auth, firestore, config, devtools });
 */
export function createDevtools({ onEvent }: DevtoolsOptions = {}): Devtools {
  const listeners = new Set<() => void>();
  /** Each has the client hear again what it heard last. */
  const replays = new Set<() => void>();
  let events: readonly ClientEvent[] = [];
  let simulation = REAL;
  let known: Known = { roles: null, token: null, marker: null, settings: undefined };

  function tell(event: Untimed<ClientEvent>): void {
    const timed = { ...event, at: Date.now() } as ClientEvent;
    events = [...events.slice(1 - KEPT), timed];
    onEvent?.(timed);
    for (const listener of [...listeners]) listener();
  }

  function wrapParts({ port, retryCondition, roles }: ClientParts): ClientParts {
    known = { ...known, roles };
    const heardTabs = listenToTabs(port.name);
    let frozen: TokenClaims | null = null;
    let watches = 0;
    const told = new Map<string, { readonly text: string; readonly fromCache: boolean }>();

    /** Whether this tab fetches a token, or has one that is not read yet. */
    let exchange: 'none' | 'running' | 'done' = 'none';

    function wrapUser(user: SignedInUser): SignedInUser {
      return {
        profile: user.profile,
        async readToken() {
          const real = await user.readToken();
          if (!simulation.staleToken) frozen = null;
          else frozen ??= known.token ?? real;
          const token = simulateToken(frozen ?? real, roles, simulation);
          const { version, role } = token.access;
          const isNew =
            known.token?.issuedAt !== token.issuedAt || known.token.access.version !== version;
          known = { ...known, token };
          const elsewhere = heardTabs.has(version) ? 'other-tab' : 'sdk';
          const by = exchange === 'none' ? elsewhere : 'this-tab';
          if (exchange === 'done') exchange = 'none';
          if (isNew) tell({ type: 'token', by, version, role });
          return token;
        },
        async exchangeToken() {
          const why = refreshReason(known);
          const begun = performance.now();
          const ended = (error: string | null) =>
            tell({ type: 'refresh', why, ms: performance.now() - begun, error });
          exchange = 'running';
          try {
            const result = await user.exchangeToken();
            exchange = 'done';
            ended(null);
            return result;
          } catch (error) {
            exchange = 'none';
            ended(codeOf(error));
            throw error;
          }
        },
      };
    }

    const wrapped: FirebasePort = {
      name: port.name,
      currentUid: () => port.currentUid(),
      signOut: () => port.signOut(),
      onIdTokenChanged(listener) {
        let last: SignedInUser | null | undefined;
        const replay = () => {
          if (last) listener(last);
        };
        replays.add(replay);
        const stop = port.onIdTokenChanged((user) => {
          const uid = user?.profile.uid;
          if (uid !== last?.profile.uid) {
            frozen = null;
            told.clear();
            known = { ...known, token: null, marker: null, settings: undefined };
            heardTabs.follow(uid ?? null);
            tell(uid === undefined ? { type: 'signed-out' } : { type: 'signed-in', uid });
          }
          last = user && wrapUser(user);
          listener(last);
        });
        return () => {
          replays.delete(replay);
          heardTabs.follow(null);
          stop();
        };
      },
      listenToDocument(path, next, failed) {
        const what = path.endsWith('/access') ? 'settings' : 'marker';
        const hear = what === 'marker' ? hearMarker : hearSettings;
        return replayed(hear, next, (seen) =>
          port.listenToDocument(path, seen, (cause) => {
            tell({ type: 'listener-lost', what, why: codeOf(cause) });
            failed(cause);
          }),
        );
      },
      listen(source, options, next, failed) {
        watches += 1;
        const watch = watches;
        tell({ type: 'watch-opened', watch, source: nameOf(source) });
        const stop = port.listen(source, options, next, (cause) => {
          tell({ type: 'watch-closed', watch, why: codeOf(cause) });
          failed(cause);
        });
        return () => {
          stop();
          tell({ type: 'watch-closed', watch, why: 'stopped' });
        };
      },
    };

    /** Documents come again with every restart of the streams: only what is new of them is told, or confirmed by the server. */
    function tellNews(event: Heard): void {
      const { fromCache, ...content } = event;
      const said = told.get(event.type);
      const text = JSON.stringify(content);
      if (said?.text === text && (fromCache || !said.fromCache)) return;
      told.set(event.type, { text, fromCache });
      tell(event);
    }

    function hearMarker(seen: SeenDocument): SeenDocument {
      const simulated = simulateMarker(seen, roles, simulation);
      const marker = parseHeardMarker(simulated.data);
      const { version = null, role = null } = marker ?? {};
      known = { ...known, marker };
      tellNews({ type: 'marker', fromCache: seen.fromCache, version, role });
      return simulated;
    }

    function hearSettings(seen: SeenDocument): SeenDocument {
      const simulated = simulateSettings(seen, simulation);
      const lockdown = (simulated.data as { lockdown?: unknown } | undefined)?.lockdown === true;
      known = { ...known, settings: simulated.data };
      tellNews({ type: 'settings', fromCache: seen.fromCache, lockdown });
      return simulated;
    }

    /** A listener whose last snapshot comes again when the simulation changes. */
    function replayed(
      hear: (seen: SeenDocument) => SeenDocument,
      next: (seen: SeenDocument) => void,
      open: (next: (seen: SeenDocument) => void) => Unsubscribe,
    ): Unsubscribe {
      let last: SeenDocument | null = null;
      let timer: ReturnType<typeof setTimeout> | undefined;
      const give = () => {
        if (last) next(hear(last));
      };
      const replay = () => {
        clearTimeout(timer);
        const delay = hear === hearMarker ? simulation.markerDelayMs : 0;
        if (delay === 0) give();
        else if (Number.isFinite(delay)) timer = setTimeout(give, delay);
      };
      replays.add(replay);
      const stop = open((seen) => {
        last = seen;
        replay();
      });
      return () => {
        replays.delete(replay);
        clearTimeout(timer);
        stop();
      };
    }

    return {
      port: wrapped,
      roles,
      retryCondition: async (refused, since, now) => {
        const condition = await retryCondition(refused, since, now);
        tell({ type: 'refused', why: codeOf(refused), retry: condition !== null });
        return condition;
      },
    };
  }

  return {
    wrap: (parts) => wrapParts(parts as ClientParts),
    events: () => events,
    known: () => known,
    simulation: () => simulation,
    simulate(change) {
      const next = { ...simulation, ...change };
      simulation = isReal(next) ? REAL : next;
      tell({ type: 'simulated', what: describeSimulation(simulation) });
      for (const replay of [...replays]) replay();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
  };
}

/** Without the time, which is that of the moment. */
type Untimed<Event> = Event extends unknown ? Omit<Event, 'at'> : never;

type Heard = Extract<Untimed<ClientEvent>, { readonly type: 'marker' | 'settings' }>;

function refreshReason({ token, marker }: Known): RefreshReason {
  if (marker && marker.version > (token?.access.version ?? 0)) return 'marker-newer';
  const differs =
    marker !== null &&
    (marker.role !== token?.access.role || marker.expiresAt !== token?.access.expiresAt);
  return differs ? 'marker-differs' : 'refused';
}

/** Versions of the tokens that other tabs have lately told of. */
function listenToTabs(name: string) {
  const heard = new Map<number, number>();
  let channel: BroadcastChannel | null = null;
  return {
    has: (version: number) => Date.now() - (heard.get(version) ?? 0) < OTHER_TAB_MS,
    follow(uid: string | null): void {
      channel?.close();
      heard.clear();
      channel = null;
      if (uid === null || typeof document === 'undefined') return;
      channel = new BroadcastChannel(`live-claims/${name}/${uid}`);
      channel.onmessage = ({ data }) => heard.set(data as number, Date.now());
    },
  };
}

/** Firebase's error code, an HTTP status, or the error's name. */
function codeOf(error: unknown): string {
  const { code, name, status } = (error ?? {}) as {
    code?: unknown;
    name?: unknown;
    status?: unknown;
  };
  if (typeof code === 'string') return code;
  return typeof status === 'number' ? `HTTP ${status}` : String(name ?? error);
}

/** What a watch listens to, as far as the SDK says it. */
function nameOf(source: unknown): string {
  const { path, type, _query } = (source ?? {}) as {
    path?: unknown;
    type?: unknown;
    _query?: { path?: { toString(): string }; collectionGroup?: string | null };
  };
  if (typeof path === 'string') return path;
  const group = _query?.collectionGroup;
  if (typeof group === 'string') return `all collections ${group}`;
  return _query?.path ? `query of ${_query.path.toString()}` : String(type ?? 'a query');
}
