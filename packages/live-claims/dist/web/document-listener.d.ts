import type { Environment } from './environment.js';
import type { SeenDocument } from './firebase-port.js';
import type { Unsubscribe } from './types.js';
export interface DocumentListener {
    /** Ends a pause before the next attempt. */
    wake(): void;
    stop(): void;
}
/**
 * Listens to a document, and listens anew whenever that ends: a listener that Firestore has denied is
 * dead for good, and right after an account switch a denial means little.
 *
 * @param listen Attaches once.
 * @param lost Called after every end, with the number of ends since the server last answered.
 */
export declare function keepListening(listen: (next: (seen: SeenDocument) => void, failed: (cause: unknown) => void) => Unsubscribe, next: (seen: SeenDocument) => void, lost: (times: number, cause: unknown) => void, { clock, random }: Pick<Environment, 'clock' | 'random'>): DocumentListener;
