import { type Clock } from './clock.js';
/**
 * Keeps what `read` gave, for all who ask within `maxAgeMs` of the moment at which that read began.
 * A read that fails is not kept, and whoever waits for it hears why. One that takes longer than
 * `maxAgeMs` is waited for by those who asked before that, and by nobody else.
 */
export declare function keepFresh<Value>(read: () => Promise<Value>, maxAgeMs: number, clock: Clock): () => Promise<Value>;
