import { type AccessRefusal, type Me, parseMe } from '../core/index.ts';
import type { Environment } from './environment.ts';
import { readRefusal } from './refusal.ts';
import type { RevokedReason } from './types.ts';

/** How long the listener may be without the server's word before that is fetched, in milliseconds. */
const GRACE_MS = 5_000;

/** From one answer to the next question, and the most after failures. */
const EVERY_MS = 10_000;
const CAP_MS = 300_000;

/** An answer that takes longer counts as none. */
const ANSWER_MS = 10_000;

/** Shortest time between two questions, however often the page comes to the front. */
const SPACING_MS = 1_000;

/**
 * Fetches `GET /api/users/me` with the account's ID token and, when given, `If-None-Match`. Rejects
 * when it cannot be reached. The signal aborts what nobody waits for any more.
 */
export type FetchMe = (etag: string | null, signal: AbortSignal) => Promise<Response>;

/** Refusals of the question itself that say that the session is over. */
const SESSION_ENDED: Partial<Record<AccessRefusal, RevokedReason>> = {
  'session-revoked': 'signed-out-everywhere',
  'sign-in-too-old': 'sign-in-too-old',
  disabled: 'disabled',
};

/** Hears of every question, and then one thing of what came of it. */
export interface MeListener {
  asks(): void;
  /** Also with an unchanged answer. */
  answered(me: Me): void;
  /** The server refuses the token that the question came with: the session is over. */
  ended(reason: RevokedReason): void;
  failed(): void;
}

export interface MeFallback {
  /** Whether the listener is without the server's word. */
  need(is: boolean): void;
  /** Conditions have improved: asks at once, unless the server wants to be left alone. */
  wake(): void;
}

/** Puts a fallback beside an account's listener. */
export type OpenMeFallback = (
  uid: string,
  told: MeListener,
  environment: Pick<Environment, 'clock' | 'random'>,
) => MeFallback;

/**
 * Asks the server over plain HTTP for as long as the listener cannot run, such as in networks that
 * block it: after five seconds without the server's word, then every ten seconds until the listener
 * speaks again. While it works nothing is fetched, and what was under way is dropped.
 */
export function meFallback(fetchMe: FetchMe): OpenMeFallback {
  return (uid, told, environment) => openMeFallback(fetchMe, uid, told, environment);
}

function openMeFallback(
  fetchMe: FetchMe,
  uid: string,
  told: MeListener,
  { clock, random }: Pick<Environment, 'clock' | 'random'>,
): MeFallback {
  let needed = false;
  let timer: unknown;
  let known: { readonly etag: string | null; readonly me: Me } | null = null;
  let failures = 0;
  /** Set while an answer is awaited. */
  let asking: AbortController | null = null;
  /** Whether the listener still has its time to come back. */
  let grace = false;
  /** The server, or good manners, want no question before. */
  let notBefore = Number.NEGATIVE_INFINITY;

  const askIn = (ms: number) => {
    clock.clearTimeout(timer);
    timer = clock.setTimeout(() => void ask(), ms);
  };

  async function ask(): Promise<void> {
    const mine = new AbortController();
    asking = mine;
    grace = false;
    clock.clearTimeout(timer);
    timer = clock.setTimeout(() => settle(mine, null, null, 0), ANSWER_MS);
    let me: Me | null = null;
    let end: RevokedReason | null = null;
    let pause = 0;
    told.asks();
    try {
      const response = await fetchMe(known?.etag ?? null, mine.signal);
      pause = retryAfter(response.headers.get('retry-after'), clock.now());
      if (response.status === 304) {
        // The listener may have brought something else since: the answer of then holds again.
        me = known?.me ?? null;
      } else if (response.ok) {
        me = parseMe(await response.json());
        if (asking === mine && me?.uid === uid) known = { etag: response.headers.get('etag'), me };
      } else {
        const refusal = await readRefusal(response);
        end = (refusal && SESSION_ENDED[refusal.reason]) ?? null;
      }
    } catch {
      // No answer: no network, no token, or nothing that can be read.
    }
    settle(mine, me?.uid === uid ? me : null, end, pause);
  }

  /** @param pause that the server asks for, in milliseconds. */
  function settle(
    mine: AbortController,
    me: Me | null,
    end: RevokedReason | null,
    pause: number,
  ): void {
    if (asking !== mine) return;
    asking = null;
    mine.abort();
    failures = me === null ? failures + 1 : 0;
    const wait = Math.min(CAP_MS, EVERY_MS * 2 ** failures) * (me === null ? jitter() : 1);
    notBefore = clock.now() + Math.max(SPACING_MS, pause);
    askIn(Math.max(wait, pause));
    if (me !== null) told.answered(me);
    else if (end !== null) told.ended(end);
    else told.failed();
  }

  const jitter = () => 0.5 + random() / 2;

  return {
    need(is) {
      if (is === needed) return;
      needed = grace = is;
      clock.clearTimeout(timer);
      asking?.abort();
      asking = null;
      failures = 0;
      if (is) askIn(Math.max(GRACE_MS, notBefore - clock.now()));
    },
    wake() {
      const free = needed && !grace && asking === null;
      if (free && clock.now() >= notBefore) void ask();
    },
  };
}

/** The pause in a `Retry-After` (RFC 9110, section 10.2.3) in milliseconds, at most an hour; 0 for none. */
function retryAfter(header: string | null, now: number): number {
  if (header === null) return 0;
  const seconds = Number(header);
  const millis = Number.isFinite(seconds) ? seconds * 1000 : Date.parse(header) - now;
  return Math.min(Math.max(millis || 0, 0), 3_600_000);
}
