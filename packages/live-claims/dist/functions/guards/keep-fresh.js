import { ageOf, momentOf } from './clock.js';
/**
 * Keeps what `read` gave, for all who ask within `maxAgeMs` of the moment at which that read began.
 * A read that fails is not kept, and whoever waits for it hears why. One that takes longer than
 * `maxAgeMs` is waited for by those who asked before that, and by nobody else.
 */
export function keepFresh(read, maxAgeMs, clock) {
    let last = null;
    return () => {
        if (last !== null && ageOf(last.began, clock) <= maxAgeMs)
            return last.value;
        const mine = { began: momentOf(clock), value: read() };
        last = mine;
        mine.value.catch(() => {
            if (last === mine)
                last = null;
        });
        return mine.value;
    };
}
