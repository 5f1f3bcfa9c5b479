import type { ClaimsVersion } from '../core/timestamp.ts';
import type { Environment } from './environment.ts';
import { isOverQuota } from './errors.ts';
import { backoff, spacing } from './timing.ts';

/** A pause without exchanges after which a new series begins. */
const QUIET_MS = 2_000;

/** An exceeded quota is worth this many failures: the next pause is eight times longer. */
const OVER_QUOTA_WEIGHT = 3;

export interface RefreshTask {
  /** Whether the token is older than it should be. */
  isBehind(): boolean;
  /** The token's version. */
  version(): ClaimsVersion;
  /** The version to reach. */
  goal(): ClaimsVersion;
  /**
   * Gets a new token and takes it into use. `urgent`: an operation waits for it. Resolves false when
   * another tab's token is awaited instead, for `waitForOtherTabMs()`.
   */
  exchange(urgent: boolean): Promise<boolean>;
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
  /** Starts, or informs a running loop that the goal has moved. */
  start(): void;
  /**
   * One attempt now, also when none seems needed; joins one in progress, and makes one of its own when
   * that was not sufficient. Never rejects.
   */
  attempt(isSufficient: () => boolean): Promise<void>;
  /** Ends a pause. */
  wake(): void;
  stop(): void;
}

/**
 * Refreshes until the token has reached the newest version, not until one refresh succeeded
 * (react-native-firebase #3634). A request that comes while an exchange is in progress joins it.
 */
export function createRefreshLoop(
  task: RefreshTask,
  { clock, random }: Pick<Environment, 'clock' | 'random'>,
): RefreshLoop {
  let stopped = false;
  let running = false;
  let exchange: Promise<void> | null = null;
  let failures = 0;
  /** The version whose claims are being waited for; null when waiting for anything else. */
  let awaited: ClaimsVersion | null = null;
  let recent = 0;
  let lastAt = Number.NEGATIVE_INFINITY;
  let endPause: (() => void) | null = null;
  /** Woken: the next attempt is not to wait out the backoff. */
  let woken = false;

  const once = (urgent: boolean): Promise<void> => {
    exchange ??= exchangeOnce(urgent).finally(() => {
      exchange = null;
    });
    return exchange;
  };

  async function exchangeOnce(urgent: boolean): Promise<void> {
    const before = task.version();
    const goal = task.goal();
    let cause: unknown;
    try {
      if (!(await task.exchange(urgent))) return;
    } catch (error) {
      // Undefined would mean that there was no error.
      cause = error ?? null;
    }
    recent = seriesLength() + 1;
    lastAt = clock.now();
    if (stopped) return;
    awaited = null;
    if (!task.isBehind()) return;
    if (task.version() > before) {
      failures = 0;
    } else {
      failures += isOverQuota(cause) ? OVER_QUOTA_WEIGHT : 1;
      if (cause === undefined) awaited = goal;
      task.report(failures, cause);
    }
  }

  const seriesLength = () => (clock.now() - lastAt > QUIET_MS ? 0 : recent);

  /** Resolves after the delay, or when woken. */
  const pause = (ms: number) =>
    new Promise<void>((resolve) => {
      const timer = clock.setTimeout(resolve, ms);
      endPause = () => {
        clock.clearTimeout(timer);
        resolve();
      };
    });

  async function run(): Promise<void> {
    running = true;
    while (!stopped && task.isBehind()) {
      const delayMs =
        failures > 0 && !woken ? backoff(failures, random) : spacing(seriesLength(), random);
      const graceMs = Math.max(task.waitForOtherTabMs(), Math.floor(random() * task.jitterMs()));
      if (graceMs > delayMs) awaited = task.goal();
      woken = false;
      if (delayMs + graceMs > 0) await pause(Math.max(delayMs, graceMs));
      endPause = null;
      // The event that woke it may have changed what there is to wait for.
      if (!woken) await once(false);
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
      if (!running) void run();
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
      // The exchange in progress may have begun before the claims were set.
      if (joined && !stopped && (task.isBehind() || !isSufficient())) await once(true);
    },
    wake,
    stop() {
      stopped = true;
      wake();
    },
  };
}
