import type { Auth } from 'firebase/auth';
import type { Firestore } from 'firebase/firestore';
import type { LiveClaims, Unsubscribe } from '../web/types.ts';
import { deviceName, plainDevice } from './device-name.ts';
import { keepReceipts, type ReceiptStorage } from './keep-receipts.ts';
import { receiptPort } from './receipt-port.ts';

/**
 * What `recordReceipts` takes.
 *
 * @example const options: ReceiptOptions = { claims, auth, firestore, config };
 */
export interface ReceiptOptions {
  /** The client of the app, made by `createLiveClaims`. */
  readonly claims: Pick<LiveClaims, 'subscribe' | 'getSnapshot'>;
  /** The same as the client's. */
  readonly auth: Auth;
  /** The same as the client's. */
  readonly firestore: Firestore;
  /** The config value that functions, rules and command line read too; here only these parts of it. */
  readonly config: {
    /** Nothing is recorded unless it is true. @default false */
    readonly receipts?: boolean | undefined;
    /** The names of the collections that are written. */
    readonly collections?:
      | {
          /** @default 'userClaims' */
          readonly markers?: string | undefined;
          /** @default 'clients' */
          readonly clients?: string | undefined;
        }
      | undefined;
  };
  /**
   * What admins read about this device: 64 characters at most, of which none is invisible.
   *
   * @default browser and system by the user agent, such as “Firefox on Windows”
   */
  readonly device?: string | undefined;
  /**
   * Where the session is remembered, such as React Native's `AsyncStorage`. Without one each start of the page is another
   * session.
   *
   * @default `localStorage`, which the tabs of a browser share
   */
  readonly storage?: ReceiptStorage | undefined;
}

/**
 * Records, for the admin console, which change of access this browser has taken: one small write for each change, for all of
 * its tabs together. Beside that one where the page is opened or looked at again, at most once an hour, and one at a
 * sign-out, which waits for it at most 1.5 seconds. A browser's first record reads those of the person, 20 at most.
 *
 * Never throws, and never rejects in the background: what is refused or fails is left out, and told to the developer once.
 *
 * @returns ends it.
 *
 * @example
 * const claims = createLiveClaims({ auth, firestore, functions, config });
 * // Loaded by itself: pages do not wait for it.
 * const { recordReceipts } = await import('live-claims/receipts');
 * recordReceipts({ claims, auth, firestore, config });
 */
export function recordReceipts({
  claims,
  auth,
  firestore,
  config,
  device,
  storage,
}: ReceiptOptions): Unsubscribe {
  if (config.receipts !== true) return () => {};
  const page = typeof document === 'undefined' ? null : document;
  return keepReceipts(receiptPort(auth, firestore, config.collections), claims, {
    device: plainDevice(device ?? deviceName(globalThis.navigator?.userAgent ?? '')),
    storage: storage ?? pageStorage(),
    // Node has locks too, and no tabs.
    locks: page === null ? null : (navigator.locks ?? null),
    document: page,
    now: Date.now,
    newSession,
    warn: (message, cause) => console.warn(message, cause),
  });
}

/** `localStorage`, or memory where it is closed. */
function pageStorage(): ReceiptStorage {
  try {
    // Its mere mention throws in some browsers.
    if (globalThis.localStorage) return globalThis.localStorage;
  } catch {}
  const values = new Map<string, string>();
  return {
    getItem: (key) => values.get(key) ?? null,
    setItem: (key, value) => values.set(key, value),
  };
}

/** 32 hexadecimal digits. `randomUUID` is missing in insecure contexts. */
function newSession(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
