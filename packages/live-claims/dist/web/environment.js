/**
 * The page's own. Outside a page there are no other tabs, so locks and channels, which Node has too,
 * stay unused: an open channel would keep a Node process alive.
 */
export function pageEnvironment() {
    const page = typeof window === 'undefined' || typeof document === 'undefined' ? null : window;
    return {
        clock: {
            now: () => Date.now(),
            setTimeout: (callback, ms) => setTimeout(callback, ms),
            clearTimeout: (handle) => clearTimeout(handle),
        },
        random: Math.random,
        warn: (message, cause) => console.warn(message, cause),
        // Absent in insecure contexts and in browsers before 2022.
        locks: page?.navigator.locks ?? null,
        openChannel: page && typeof BroadcastChannel !== 'undefined' ? (name) => new BroadcastChannel(name) : null,
        window: page,
        document: page?.document ?? null,
    };
}
