import type { FirestoreError } from 'firebase/firestore';
import type { Environment } from './environment.ts';
import { isDenial } from './errors.ts';
import type { ListenOptions, WatchedSnapshot } from './firebase-port.ts';
import type { ClaimsStatus, Unsubscribe, WatchObserver } from './types.ts';

/** Delay before a denial under a current token is put to the test once more. */
const SECOND_ATTEMPT_MS = 2_000;

export type Listen<Snapshot> = (
  options: ListenOptions,
  next: (snapshot: Snapshot) => void,
  failed: (cause: FirestoreError) => void,
) => Unsubscribe;

export interface Watch {
  /** This account is signed in now; null for none. */
  account(uid: string | null): void;
  /** The snapshot's status may have changed. */
  statusChanged(): void;
  /** Conditions have improved, in particular when the token in use is another one: a dead listener tries again. */
  retry(isNewToken: boolean): void;
  /** Ends it without a call of the observer. */
  stop(): void;
}

/**
 * Keeps one listener alive for as long as access lasts. The SDK itself carries a living listener
 * over a token change; a denied one is dead for good and is replaced here with every new token.
 *
 * After a denial the cache may still hold what the user must no longer see, and Firestore would
 * show that first. So the replacement listens unseen until the server has answered (`probe`), and
 * only then the observer is attached, to the same target and hence without another query.
 */
export function startWatch<Snapshot extends WatchedSnapshot>(
  listen: Listen<Snapshot>,
  observer: WatchObserver<Snapshot>,
  status: () => ClaimsStatus,
  ended: () => void,
  { clock }: Pick<Environment, 'clock'>,
): Watch {
  let owner: string | null = null;
  /** Null while there is no listener: before the first, and after it died, until another is worth trying. */
  let unsubscribe: Unsubscribe | null = null;
  let started = false;
  let over = false;
  /** The listener was denied, but perhaps only because the token was old. */
  let undecided = false;
  let told = false;
  let timer: unknown;
  let secondAttemptDue = true;

  function attach(probe: boolean): void {
    started = true;
    undecided = false;
    clock.clearTimeout(timer);
    unsubscribe = listen(
      { includeMetadataChanges: probe },
      (snapshot) => {
        if (!probe) {
          told = false;
          observer.next(snapshot);
        } else if (!snapshot.metadata.fromCache) {
          const endProbe = unsubscribe;
          attach(false);
          endProbe?.();
        }
      },
      died,
    );
  }

  function died(cause: FirestoreError): void {
    unsubscribe = null;
    if (isDenial(cause)) {
      undecided = true;
      decide();
    } else {
      observer.error?.(cause);
    }
  }

  /** A denial is final once no newer token is expected. */
  function decide(): void {
    const current = status();
    if (!undecided || current === 'loading' || current === 'refreshing') return;
    undecided = false;
    tellDenied();
    // The listen stream may belong to another tab (multi-tab persistence) or an old token's denial
    // may have come late: ask again once per token, a little later.
    if (secondAttemptDue) {
      secondAttemptDue = false;
      timer = clock.setTimeout(retry, SECOND_ATTEMPT_MS);
    }
  }

  function tellDenied(): void {
    if (told) return;
    told = true;
    observer.denied?.();
  }

  function retry(): void {
    if (started && !unsubscribe && !over) attach(true);
  }

  function stop(): void {
    over = true;
    clock.clearTimeout(timer);
    unsubscribe?.();
    unsubscribe = null;
    ended();
  }

  return {
    account(uid) {
      if (over) return;
      if (owner !== null && uid !== owner) {
        stop();
        tellDenied();
        return;
      }
      owner = uid;
      // What was denied without a sign-in is tried again with the account's first token.
      if (!started) attach(false);
    },
    statusChanged: decide,
    retry(isNewToken) {
      secondAttemptDue ||= isNewToken;
      retry();
    },
    stop,
  };
}
