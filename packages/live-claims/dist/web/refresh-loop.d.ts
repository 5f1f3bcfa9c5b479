import type { ClaimsVersion } from '../core/index.js';
import type { Environment } from './environment.js';
export interface RefreshTask {
    /** Whether the token is older than it should be. */
    isBehind(): boolean;
    /** The token's version. */
    version(): ClaimsVersion;
    /** The version to reach. */
    goal(): ClaimsVersion;
    /**
     * Gets a new token and takes it into use. `urgent`: an operation waits for it. Resolves `deferred`
     * when another tab's token is awaited instead, for `waitForOtherTabMs()`.
     */
    exchange(urgent: boolean): Promise<'done' | 'deferred'>;
    waitForOtherTabMs(): number;
    /** Milliseconds over which to spread the refresh: no operation waits for what the goal brings. */
    jitterMs(): number;
    /**
     * So many attempts in a row failed, or (`cause` undefined) brought no newer claims; 0 when the token is
     * as new as it should be and the loop has ended.
     */
    report(failures: number, cause?: unknown): void;
}
export interface RefreshLoop {
    /** Starts, or lets a running loop know that the goal has moved. */
    start(): void;
    /**
     * One attempt now, also when none seems needed; joins one under way, and makes one of its own when
     * that was not sufficient. Never rejects.
     */
    attempt(isSufficient: () => boolean): Promise<void>;
    /** Ends a pause. */
    wake(): void;
    stop(): void;
}
/**
 * Refreshes until the token has reached the newest version, not until one refresh succeeded
 * (react-native-firebase #3634). A request that comes while an exchange is under way joins it.
 */
export declare function createRefreshLoop(task: RefreshTask, { clock, random }: Pick<Environment, 'clock' | 'random'>): RefreshLoop;
