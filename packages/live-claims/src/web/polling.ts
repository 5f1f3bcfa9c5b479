import { parseHeardMarker } from '../core/heard-marker.ts';
import type { Milliseconds } from '../core/time.ts';
import { timestampAt } from '../core/timestamp.ts';
import type { PolledAccess } from './claims-state.ts';
import type { Environment } from './environment.ts';
import type { RevokedReason } from './errors.ts';
import { readRefusal } from './refusal.ts';

/** From one answer to the next question, and the most after failures. */
const EVERY_MS = 10_000;
const CAP_MS = 300_000;

/** The timeout of a request. */
const TIMEOUT_MS = 10_000;

/** Shortest time between two questions, however often the page comes to the front. */
const SPACING_MS = 1_000;

/** Longest pause that a `Retry-After` is granted. */
const MAX_RETRY_AFTER_MS = 3_600_000;

/** Refusals of the question itself that say that the session is over. */
const SESSION_END: readonly string[] = [
  'session-revoked',
  'sign-in-too-old',
  'disabled',
] satisfies RevokedReason[];

/**
 * Fetches `GET /api/users/me` with the account's ID token and, when given, `If-None-Match`. Rejects
 * when it cannot be reached. The signal aborts a fetch whose answer is no longer awaited.
 */
export type FetchMe = (etag: string | null, signal: AbortSignal) => Promise<Response>;

/**
 * Fetches from a path of the same origin, or a URL.
 *
 * @param getIdToken of the signed-in account; undefined without one.
 */
export function fetchMeAt(url: string, getIdToken: () => Promise<string> | undefined): FetchMe {
  return async (etag, signal) => {
    const headers = {
      Authorization: `Bearer ${await getIdToken()}`,
      ...(etag !== null && { 'If-None-Match': etag }),
    };
    return fetch(url, { headers, signal, cache: 'no-store' });
  };
}

/** Hears of every question, and then one thing of what came of it. */
export interface PollingListener {
  asks(): void;
  /** Also with an unchanged answer. */
  answered(access: PolledAccess): void;
  /** The server refuses the token that the question came with: the session is over. */
  ended(reason: RevokedReason): void;
  failed(): void;
}

/** The polling of one account. */
export interface Polling {
  start(): void;
  /** Drops a request in progress. `start` begins again, with the last answer. */
  stop(): void;
  /** Conditions have improved: polls at once, unless the server asked for a pause. */
  wake(): void;
}

/** Prepares the polling of an account; no request is sent before its `start()`. */
export type OpenPolling = (
  uid: string,
  listener: PollingListener,
  environment: Pick<Environment, 'clock' | 'random'>,
) => Polling | Promise<Polling>;

/**
 * Asks the server over plain HTTP, at once and then every ten seconds, for as long as the listener cannot
 * run, such as in networks that block it.
 */
export function createPolling(
  fetchMe: FetchMe,
  uid: string,
  listener: PollingListener,
  { clock, random }: Pick<Environment, 'clock' | 'random'>,
): Polling {
  let running = false;
  let timer: unknown;
  let known: { readonly etag: string | null; readonly access: PolledAccess } | null = null;
  let failures = 0;
  /** Set while an answer is awaited. */
  let asking: AbortController | null = null;
  /** The server, or good manners, want no question before. */
  let notBefore = Number.NEGATIVE_INFINITY;

  const askIn = (ms: number) => {
    clock.clearTimeout(timer);
    timer = clock.setTimeout(() => void ask(), ms);
  };

  async function ask(): Promise<void> {
    const own = new AbortController();
    asking = own;
    clock.clearTimeout(timer);
    timer = clock.setTimeout(() => settle(own, null, null, 0), TIMEOUT_MS);
    let access: PolledAccess | null = null;
    let end: string | undefined;
    let pauseMs = 0;
    listener.asks();
    try {
      const response = await fetchMe(known?.etag ?? null, own.signal);
      const { headers } = response;
      pauseMs = retryAfterMs(headers.get('retry-after'), clock.now());
      if (response.status === 304) {
        // The listener may have brought something else since: the answer of then holds again.
        access = known?.access ?? null;
      } else if (response.ok) {
        access = readMe(await response.json(), uid);
        if (asking === own && access) known = { etag: headers.get('etag'), access };
      } else {
        end = (await readRefusal(response))?.reason;
      }
    } catch {
      // No answer: no network, no token, or nothing that can be read.
    }
    settle(own, access, SESSION_END.includes(end ?? '') ? (end as RevokedReason) : null, pauseMs);
  }

  /** @param pauseMs that the server asks for. */
  function settle(
    own: AbortController,
    access: PolledAccess | null,
    end: RevokedReason | null,
    pauseMs: number,
  ): void {
    if (asking !== own) return;
    asking = null;
    own.abort();
    failures = access ? 0 : failures + 1;
    const jitter = access ? 1 : 0.5 + random() / 2;
    notBefore = clock.now() + Math.max(SPACING_MS, pauseMs);
    askIn(Math.max(Math.min(CAP_MS, EVERY_MS * 2 ** failures) * jitter, pauseMs));
    if (access) listener.answered(access);
    else if (end) listener.ended(end);
    else listener.failed();
  }

  return {
    start() {
      running = true;
      askIn(Math.max(0, notBefore - clock.now()));
    },
    stop() {
      running = false;
      clock.clearTimeout(timer);
      asking?.abort();
      asking = null;
      failures = 0;
    },
    wake() {
      if (running && asking === null && clock.now() >= notBefore) void ask();
    },
  };
}

/** The pause in a `Retry-After` (RFC 9110, section 10.2.3) in milliseconds, at most an hour; 0 for none. */
function retryAfterMs(header: string | null, now: Milliseconds): number {
  if (header === null) return 0;
  const seconds = Number(header);
  const ms = Number.isFinite(seconds) ? seconds * 1000 : Date.parse(header) - now;
  return Math.min(Math.max(ms || 0, 0), MAX_RETRY_AFTER_MS);
}

/**
 * The two documents in the answer of `GET /api/users/me`; null when it cannot be read, or is about another
 * account. Read by hand: a library of schemas would weigh more than all of this.
 */
function readMe(data: unknown, uid: string): PolledAccess | null {
  const me = data as { uid: unknown; marker: unknown; settings: Record<string, unknown> };
  const { lockdown, minimumAuthTime } = me.settings;
  const marker = revivedMarker(me.marker);
  const isReadable =
    me.uid === uid &&
    (marker === undefined || parseHeardMarker(marker) !== null) &&
    typeof lockdown === 'boolean' &&
    (minimumAuthTime === null || Number.isSafeInteger(minimumAuthTime));
  if (!isReadable) return null;
  const minimum = minimumAuthTime === null ? null : timestampAt(minimumAuthTime as number);
  return { marker, settings: { lockdown, minimumAuthTime: minimum } };
}

/** The marker with its timestamps, which JSON has made plain; undefined for none. */
function revivedMarker(data: unknown): object | undefined {
  if (data === null) return undefined;
  const { claimsUpdatedAt, sessionsRevokedAt } = data as Record<string, unknown>;
  return {
    ...(data as object),
    claimsUpdatedAt: revived(claimsUpdatedAt),
    sessionsRevokedAt: revived(sessionsRevokedAt),
  };
}

function revived(value: unknown): unknown {
  const { seconds, nanoseconds } = (value ?? {}) as { seconds?: number; nanoseconds?: number };
  return seconds === undefined ? value : timestampAt(seconds, nanoseconds);
}
