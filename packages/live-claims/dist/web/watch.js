import { isDenial } from './errors.js';
/** Delay before a denial under a current token is put to the test once more. */
const SECOND_ATTEMPT_MS = 2_000;
/**
 * Keeps one listener alive for as long as access lasts. The SDK itself carries a living listener
 * over a token change; a denied one is dead for good and is replaced here with every new token.
 *
 * After a denial the cache may still hold what the user must no longer see, and Firestore would
 * show that first. So the replacement listens unseen until the server has answered (`probe`), and
 * only then the observer is attached, to the same target and hence without another query.
 */
export function startWatch(listen, observer, status, ended, { clock }) {
    let owner = null;
    let unsubscribe = null;
    let started = false;
    let over = false;
    /** The listener died; something has to change before another is worth trying. */
    let dead = false;
    /** It was denied, but perhaps only because the token was old. */
    let undecided = false;
    let told = false;
    let timer;
    let secondAttemptDue = true;
    function attach(probe) {
        started = true;
        dead = undecided = false;
        clock.clearTimeout(timer);
        unsubscribe = open(probe, (snapshot) => {
            if (!probe) {
                told = false;
                observer.next(snapshot);
            }
            else if (!snapshot.metadata.fromCache) {
                const endProbe = unsubscribe;
                attach(false);
                endProbe?.();
            }
        });
    }
    /** Opens a listener whose late events are dropped once it was ended or has died. */
    function open(probe, next) {
        let live = true;
        const failed = (cause) => {
            if (!live)
                return;
            live = false;
            if (!over)
                died(cause);
        };
        let stop = null;
        try {
            stop = listen({ includeMetadataChanges: probe }, (snapshot) => {
                if (live && !over)
                    next(snapshot);
            }, failed);
        }
        catch (cause) {
            failed(cause);
        }
        return () => {
            live = false;
            stop?.();
        };
    }
    function died(cause) {
        unsubscribe = null;
        dead = true;
        if (isDenial(cause)) {
            undecided = true;
            decide();
        }
        else {
            observer.error?.(cause);
        }
    }
    /** A denial counts once no newer token is to be expected. */
    function decide() {
        const current = status();
        if (!undecided || current === 'loading' || current === 'refreshing')
            return;
        undecided = false;
        tellDenied();
        // The listen stream may belong to another tab (multi-tab persistence) or an old token's denial
        // may have come late: ask again once per token, a little later.
        if (secondAttemptDue) {
            secondAttemptDue = false;
            timer = clock.setTimeout(retry, SECOND_ATTEMPT_MS);
        }
    }
    function tellDenied() {
        if (told)
            return;
        told = true;
        observer.denied?.();
    }
    function retry() {
        if (dead && !over)
            attach(true);
    }
    function stop() {
        over = true;
        clock.clearTimeout(timer);
        unsubscribe?.();
        unsubscribe = null;
        ended();
    }
    return {
        account(uid) {
            if (over)
                return;
            if (owner !== null && uid !== owner) {
                stop();
                tellDenied();
                return;
            }
            owner = uid;
            // What was denied without a sign-in is tried again with the account's first token.
            if (!started)
                attach(false);
        },
        statusChanged: decide,
        retry(isNewToken) {
            secondAttemptDue ||= isNewToken;
            retry();
        },
        stop,
    };
}
