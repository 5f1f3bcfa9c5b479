import { setTimeout as sleep } from 'node:timers/promises';
/** Turns that are at least a `perSecond`-th of a second apart, given in the order of asking. */
export function createPace(perSecond, clock = { now: () => performance.now(), sleep }) {
    const apart = 1000 / perSecond;
    let free = 0;
    return async () => {
        const now = clock.now();
        const turn = Math.max(now, free);
        free = turn + apart;
        if (turn > now)
            await clock.sleep(turn - now);
    };
}
