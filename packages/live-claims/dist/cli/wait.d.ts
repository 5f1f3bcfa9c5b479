/**
 * Waits for work that changes nothing, so that it may be left at any moment.
 *
 * @throws {AdminError} `interrupted` as soon as the operator asks for the end, `unreachable` after a
 *   minute.
 */
export declare function waitForReading<T>(work: Promise<T>, stop: AbortSignal): Promise<T>;
/**
 * Waits for work that changes something: a request to end waits with it, and the operator learns
 * what came of it.
 *
 * @throws {AdminError} `unreachable` after a minute.
 */
export declare function waitForWriting<T>(work: Promise<T>): Promise<T>;
