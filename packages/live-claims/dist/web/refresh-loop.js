import { isOverQuota } from './errors.js';
import { backoff, spacing } from './timing.js';
/** A pause without exchanges after which a new series begins. */
const QUIET_MS = 2_000;
/** Failures that being over quota counts for: the next pause is eight times longer. */
const OVER_QUOTA_WEIGHT = 3;
/**
 * Refreshes until the token has reached the newest version, not until one refresh succeeded
 * (react-native-firebase #3634). A request that comes while an exchange is under way joins it.
 */
export function createRefreshLoop(task, { clock, random }) {
    let stopped = false;
    let running = false;
    let exchange = null;
    let failures = 0;
    /** The version whose claims are being waited for; null when waiting for anything else. */
    let awaited = null;
    let recent = 0;
    let lastAt = Number.NEGATIVE_INFINITY;
    let endPause = null;
    /** Woken: the next attempt is not to wait out the backoff. */
    let woken = false;
    const once = (urgent) => {
        exchange ??= exchangeOnce(urgent).finally(() => {
            exchange = null;
        });
        return exchange;
    };
    async function exchangeOnce(urgent) {
        const before = task.version();
        const goal = task.goal();
        let cause;
        try {
            if ((await task.exchange(urgent)) === 'deferred')
                return;
        }
        catch (error) {
            cause = error ?? new Error('refused without a reason');
        }
        recent = seriesLength() + 1;
        lastAt = clock.now();
        if (stopped)
            return;
        awaited = null;
        if (!task.isBehind())
            return;
        if (task.version() > before) {
            failures = 0;
        }
        else {
            failures += isOverQuota(cause) ? OVER_QUOTA_WEIGHT : 1;
            if (cause === undefined)
                awaited = goal;
            task.report(failures, cause);
        }
    }
    const seriesLength = () => (clock.now() - lastAt > QUIET_MS ? 0 : recent);
    /** Resolves after the delay, or when woken. */
    const pause = (ms) => new Promise((resolve) => {
        const timer = clock.setTimeout(resolve, ms);
        endPause = () => {
            clock.clearTimeout(timer);
            resolve();
        };
    });
    async function run() {
        running = true;
        while (!stopped && task.isBehind()) {
            const delayMs = failures > 0 && !woken ? backoff(failures, random) : spacing(seriesLength(), random);
            const graceMs = Math.max(task.waitForOtherTabMs(), Math.floor(random() * task.jitterMs()));
            if (graceMs > delayMs)
                awaited = task.goal();
            woken = false;
            if (delayMs + graceMs > 0)
                await pause(Math.max(delayMs, graceMs));
            endPause = null;
            // The event that woke it may have changed what there is to wait for.
            if (!woken)
                await once(false);
        }
        running = false;
        if (!stopped) {
            failures = 0;
            task.report(0);
        }
    }
    const wake = () => {
        woken = running;
        endPause?.();
    };
    return {
        start() {
            if (!running)
                void run();
            else if (awaited !== null && task.goal() !== awaited) {
                // New claims to fetch; waiting on for the old ones would be pointless. After an error it
                // would not: a burst of edits must not defeat the backoff.
                awaited = null;
                failures = 0;
                wake();
            }
        },
        async attempt(isSufficient) {
            const joined = exchange !== null;
            await once(true);
            // What was under way may have begun before the claims were set.
            if (joined && !stopped && (task.isBehind() || !isSufficient()))
                await once(true);
        },
        wake,
        stop() {
            stopped = true;
            wake();
        },
    };
}
