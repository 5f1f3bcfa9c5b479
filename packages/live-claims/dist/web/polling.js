import { parseMarker, timestampAt } from '../core/index.js';
import { readRefusal } from './with-fresh-claims.js';
/** From one answer to the next question, and the most after failures. */
const EVERY_MS = 10_000;
const CAP_MS = 300_000;
/** An answer that takes longer counts as none. */
const TIMEOUT_MS = 10_000;
/** Shortest time between two questions, however often the page comes to the front. */
const SPACING_MS = 1_000;
/** Longest pause that a `Retry-After` is granted. */
const MAX_RETRY_AFTER_MS = 3_600_000;
/** Refusals of the question itself that say that the session is over. */
const SESSION_END = [
    'session-revoked',
    'sign-in-too-old',
    'disabled',
];
/**
 * Asks the server over plain HTTP, at once and then every ten seconds, for as long as the listener cannot
 * run, such as in networks that block it.
 */
export function createPolling(fetchMe, uid, listener, { clock, random }) {
    let running = false;
    let timer;
    let known = null;
    let failures = 0;
    /** Set while an answer is awaited. */
    let asking = null;
    /** The server, or good manners, want no question before. */
    let notBefore = Number.NEGATIVE_INFINITY;
    const askIn = (ms) => {
        clock.clearTimeout(timer);
        timer = clock.setTimeout(() => void ask(), ms);
    };
    async function ask() {
        const own = new AbortController();
        asking = own;
        clock.clearTimeout(timer);
        timer = clock.setTimeout(() => settle(own, null, null, 0), TIMEOUT_MS);
        let access = null;
        let end;
        let pauseMs = 0;
        listener.asks();
        try {
            const response = await fetchMe(known?.etag ?? null, own.signal);
            const { headers } = response;
            pauseMs = retryAfterMs(headers.get('retry-after'), clock.now());
            if (response.status === 304) {
                // The listener may have brought something else since: the answer of then holds again.
                access = known?.access ?? null;
            }
            else if (response.ok) {
                access = readMe(await response.json(), uid);
                if (asking === own && access)
                    known = { etag: headers.get('etag'), access };
            }
            else {
                end = (await readRefusal(response))?.reason;
            }
        }
        catch {
            // No answer: no network, no token, or nothing that can be read.
        }
        settle(own, access, SESSION_END.includes(end ?? '') ? end : null, pauseMs);
    }
    /** @param pauseMs that the server asks for. */
    function settle(own, access, end, pauseMs) {
        if (asking !== own)
            return;
        asking = null;
        own.abort();
        failures = access ? 0 : failures + 1;
        const jitter = access ? 1 : 0.5 + random() / 2;
        notBefore = clock.now() + Math.max(SPACING_MS, pauseMs);
        askIn(Math.max(Math.min(CAP_MS, EVERY_MS * 2 ** failures) * jitter, pauseMs));
        if (access)
            listener.answered(access);
        else if (end)
            listener.ended(end);
        else
            listener.failed();
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
            if (running && asking === null && clock.now() >= notBefore)
                void ask();
        },
    };
}
/** The pause in a `Retry-After` (RFC 9110, section 10.2.3) in milliseconds, at most an hour; 0 for none. */
function retryAfterMs(header, now) {
    if (header === null)
        return 0;
    const seconds = Number(header);
    const ms = Number.isFinite(seconds) ? seconds * 1000 : Date.parse(header) - now;
    return Math.min(Math.max(ms || 0, 0), MAX_RETRY_AFTER_MS);
}
/**
 * The part that a client needs of the answer of `GET /api/users/me`; null when it cannot be read, or is
 * about another account. Read by hand: a library of schemas would weigh more than all of this.
 */
function readMe(data, uid) {
    const me = data;
    const { lockdown, minimumAuthTime } = me.settings;
    const marker = readMarker(me.marker);
    const isReadable = me.uid === uid &&
        marker !== undefined &&
        typeof lockdown === 'boolean' &&
        (minimumAuthTime === null || Number.isSafeInteger(minimumAuthTime));
    if (!isReadable)
        return null;
    return { marker, settings: { lockdown, minimumAuthTime: minimumAuthTime } };
}
/** The marker, whose timestamps JSON has made plain; undefined when it cannot be read. */
function readMarker(data) {
    if (data === null)
        return null;
    const { claimsUpdatedAt, sessionsRevokedAt } = data;
    const marker = {
        ...data,
        claimsUpdatedAt: revived(claimsUpdatedAt),
        sessionsRevokedAt: revived(sessionsRevokedAt),
    };
    return parseMarker(marker) ?? undefined;
}
function revived(value) {
    const { seconds, nanoseconds } = (value ?? {});
    return seconds === undefined ? value : timestampAt(seconds, nanoseconds);
}
