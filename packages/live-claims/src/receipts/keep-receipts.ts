import { errorCode } from '../core/error-code.ts';
import { MAX_SESSIONS } from '../core/receipts.ts';
import type { Milliseconds } from '../core/time.ts';
import type { ClaimsVersion } from '../core/timestamp.ts';
import type { LiveClaims, Unsubscribe } from '../web/types.ts';
import type { OwnReceipt, ReceiptPort, TakenMarker } from './receipt-port.ts';

/** How often a session says that it was seen, where nothing has changed. */
const SEEN_EVERY_MS: Milliseconds = 3_600_000;

/** After so long unseen a session gives up its place where all are occupied; the rules say the same. */
const LONG_UNSEEN_MS: Milliseconds = 86_400_000;

/** The longest that a sign-out is held up, and that a tab waits for another's write. */
const SIGN_OUT_MS: Milliseconds = 1_500;
const LOCK_MS: Milliseconds = 10_000;

/**
 * What keeps a session's place from one start to the next. Promises are awaited, as React Native's storage gives them.
 *
 * @example
 * import AsyncStorage from '@react-native-async-storage/async-storage';
 * const storage: ReceiptStorage = AsyncStorage;
 */
export interface ReceiptStorage {
  getItem(key: string): string | null | Promise<string | null>;
  setItem(key: string, value: string): unknown;
}

/** Everything from outside Firebase that receipts touch. What is null is done without. */
export interface ReceiptEnvironment {
  readonly device: string;
  readonly storage: ReceiptStorage;
  readonly locks: Pick<LockManager, 'request'> | null;
  readonly document: Pick<
    Document,
    'addEventListener' | 'removeEventListener' | 'visibilityState'
  > | null;
  /** Milliseconds since the Unix epoch. */
  readonly now: () => Milliseconds;
  /** A text that no other session has. */
  readonly newSession: () => string;
  /** Tells the developer what the user cannot help. */
  readonly warn: (message: string, cause: unknown) => void;
}

/** What the browser knows of its own receipt. */
interface Known {
  /** Empty until it is found. */
  readonly place: string;
  readonly session: string;
  readonly version: ClaimsVersion;
  readonly signedOut: boolean;
  /** When it wrote last, by its own clock, in milliseconds since the Unix epoch. */
  readonly at: Milliseconds;
}

interface Taken extends TakenMarker {
  readonly uid: string;
}

/** `recordReceipts` without the Firebase SDK and the page: what tests start. */
export function keepReceipts(
  port: ReceiptPort,
  claims: Pick<LiveClaims, 'subscribe' | 'getSnapshot'>,
  environment: ReceiptEnvironment,
): Unsubscribe {
  const { device, storage, locks, document, now, newSession, warn } = environment;
  let stopped = false;
  let warned = false;
  /** What this page has taken last, and of whom. */
  let taken: Taken | null = null;
  /** What the page does, one after the other. */
  let last: Promise<void> = Promise.resolve();
  /** Whose session was ended while this page had it. */
  let endedFor: string | null = null;

  const keyOf = (uid: string) => `live-claims/receipts/${port.name}/${uid}`;

  async function known(uid: string): Promise<Known | null> {
    try {
      return JSON.parse((await storage.getItem(keyOf(uid))) ?? 'null') as Known | null;
    } catch {
      return null;
    }
  }

  async function remember(uid: string, receipt: Omit<Known, 'at'>): Promise<void> {
    try {
      await storage.setItem(keyOf(uid), JSON.stringify({ ...receipt, at: now() }));
    } catch {
      // Storage that is full or closed: the next page is another session.
    }
  }

  /** Runs it after what this page does already, and while no other tab of the browser does, where that can be had. */
  function alone(uid: string, write: () => Promise<void>): Promise<void> {
    const result = last.then(() => withLock(uid, write));
    last = result.catch(() => {});
    return result;
  }

  async function withLock(uid: string, write: () => Promise<void>): Promise<void> {
    if (locks === null) return write();
    let granted = false;
    try {
      await locks.request(keyOf(uid), { signal: AbortSignal.timeout(LOCK_MS) }, () => {
        granted = true;
        return write();
      });
    } catch (error) {
      if (granted) throw error;
      await write();
    }
  }

  function look(): void {
    const { status, user, markerVersion, claimsUpdatedAt } = claims.getSnapshot();
    if (status === 'revoked' || status === 'signed-out') {
      endedFor = status === 'revoked' ? (taken?.uid ?? endedFor) : null;
      taken = null;
    }
    if (status !== 'fresh' || user === null || !markerVersion) return;
    const wasOpen = taken?.uid === user.uid;
    if (wasOpen && taken?.version === markerVersion) return;
    endedFor = null;
    taken = {
      uid: user.uid,
      version: markerVersion,
      claimsUpdatedAt: wasOpen ? claimsUpdatedAt : null,
    };
    record(taken);
  }

  function record(change: Taken): void {
    alone(change.uid, () => writeDown(change)).catch((cause) => {
      if (warned || stopped) return;
      warned = true;
      warn('Live claims: what this session has taken cannot be recorded.', cause);
    });
  }

  async function writeDown(change: Taken): Promise<void> {
    // A later one, a sign-out or another account has come meanwhile.
    if (stopped || change !== taken) return;
    const { uid, version, claimsUpdatedAt } = change;
    const before = await known(uid);
    const isSame = before?.version === version && !before.signedOut;
    if (isSame && now() - before.at < SEEN_EVERY_MS) return;
    if (isSame) {
      try {
        await port.seen(uid, before.place, false);
        return remember(uid, before);
      } catch (error) {
        if (!isRefusal(error)) throw error;
        // It has expired, or the place is another session's by now.
      }
    }
    const session = before?.session ?? newSession();
    // Another tab that does not wait for this one, as its write hangs, is the same session all the same.
    if (before === null) await remember(uid, { place: '', session, version: 0, signedOut: false });
    const receipt: OwnReceipt = { device, session, version, claimsUpdatedAt, signedOut: false };
    const place = (!isSame && before?.place) || (await findPlace(uid, session));
    if (place === null) return;
    try {
      await port.take(uid, place, receipt, false);
      return remember(uid, { place, session, version, signedOut: false });
    } catch (error) {
      if (!isRefusal(error)) throw error;
      const other = await findPlace(uid, session);
      // The marker may have moved on meanwhile: that is taken next.
      if (other === null || change !== taken) return;
      await port.take(uid, other, receipt, false);
      return remember(uid, { place: other, session, version, signedOut: false });
    }
  }

  /** The place that the session has, or a free one, or that of the session unseen for longest; null for none. */
  async function findPlace(uid: string, session: string): Promise<string | null> {
    const occupied = await port.list(uid);
    const own = occupied.find((each) => each.session === session);
    if (own) return own.place;
    const all = Array.from({ length: MAX_SESSIONS }, (_, place) => String(place));
    const free = all.filter((place) => !occupied.some((each) => each.place === place));
    // Each tab of the session chooses the same.
    if (free.length > 0) return free[numberOf(session) % free.length] ?? null;
    const left = occupied.filter(
      ({ signedOut, lastSeenAt }) => signedOut || lastSeenAt + LONG_UNSEEN_MS < now(),
    );
    left.sort((a, b) => a.lastSeenAt - b.lastSeenAt);
    return left[0]?.place ?? null;
  }

  async function signOut(uid: string): Promise<void> {
    const { reason } = claims.getSnapshot();
    const isEnded = reason === 'session-revoked' || reason === 'disabled';
    const wasOpen = endedFor === uid;
    taken = null;
    await alone(uid, () => writeSignOut(uid, isEnded, wasOpen));
  }

  /** @param isEnded whether it is the marker that ended the session. */
  async function writeSignOut(uid: string, isEnded: boolean, wasOpen: boolean): Promise<void> {
    const before = await known(uid);
    // Of several tabs one says it.
    if (stopped || !before?.place || before.signedOut) return;
    const { place, session } = before;
    await remember(uid, { ...before, signedOut: true });
    const marker = isEnded ? await port.readMarker(uid) : null;
    if (marker === null) return port.seen(uid, place, true);
    const { version, claimsUpdatedAt } = marker;
    await remember(uid, { place, session, version, signedOut: true });
    const at = wasOpen ? claimsUpdatedAt : null;
    // Only where there is one: that of an account that was deleted stays deleted.
    const receipt = { device, session, version, claimsUpdatedAt: at, signedOut: true };
    return port.take(uid, place, receipt, true);
  }

  const seeAgain = () => {
    if (document?.visibilityState === 'visible' && taken) record(taken);
  };
  const stopClaims = claims.subscribe(look);
  const stopSignOut = port.beforeSignOut((uid) => atMost(SIGN_OUT_MS, signOut(uid)));
  document?.addEventListener('visibilitychange', seeAgain);
  look();
  return () => {
    stopped = true;
    stopClaims();
    stopSignOut();
    document?.removeEventListener('visibilitychange', seeAgain);
  };
}

/** The same number for the same text. */
const numberOf = (text: string) => [...text].reduce((sum, letter) => sum + letter.charCodeAt(0), 0);

/** Refused by the rules, or there is no such document. */
const isRefusal = (error: unknown) =>
  errorCode(error) === 'permission-denied' || errorCode(error) === 'not-found';

/** Resolves with the work, or after that time without it. */
async function atMost(ms: Milliseconds, work: Promise<void>): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const over = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, ms);
  });
  try {
    await Promise.race([work, over]);
  } finally {
    clearTimeout(timer);
  }
}
