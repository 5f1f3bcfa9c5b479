import type { Milliseconds, Seconds } from '../core/time.ts';
import type { ClaimsVersion } from '../core/timestamp.ts';
import { isDenial } from './errors.ts';

/** What is known of the token that an operation ran with. */
export interface TokenInfo {
  readonly uid: string;
  readonly version: ClaimsVersion;
  /** Whole seconds since the Unix epoch. */
  readonly issuedAt: Seconds;
}

/** When it is worth running a refused operation again. */
export interface RetryCondition {
  /** Whether a token is what is needed. */
  readonly isMet: (token: TokenInfo) => boolean;
  /** Whether the server requires a newer token by a challenge; otherwise the need is a guess. */
  readonly challenged: boolean;
}

/**
 * When it is worth running an operation again that was refused in this way; null for never. It is
 * `retryCondition` of `refusal.ts`, which the client loads with the first refusal.
 */
export type FindRetryCondition = (
  refused: unknown,
  since: TokenInfo,
  now: Milliseconds,
) => Promise<RetryCondition | null>;

/**
 * Runs the operation; when it is refused for a reason that a newer token helps against, and `refresh`
 * says that the same account now has one, runs it once more. Otherwise the first outcome is final.
 *
 * @param now in milliseconds since the Unix epoch.
 */
export async function withFreshClaims<Result>(
  operation: () => Promise<Result>,
  tokenInfo: () => TokenInfo | null,
  refresh: (since: TokenInfo, condition: RetryCondition) => Promise<boolean>,
  retryCondition: FindRetryCondition,
  now: () => number,
): Promise<Result> {
  const since = tokenInfo();
  const startedAt = now();
  const isRefreshed = async (refused: unknown) => {
    if (since === null) return false;
    // Where that cannot be loaded, a token of another version is the best guess.
    const guess = {
      challenged: false,
      isMet: ({ version }: TokenInfo) => version !== since.version,
    };
    const condition = await retryCondition(refused, since, startedAt).catch(() => guess);
    return condition !== null && (await refresh(since, condition));
  };
  try {
    const result = await operation();
    // Only a Response says that it is refused; other results are the app's own data.
    const isRefused =
      typeof Response !== 'undefined' && result instanceof Response && isDenial(result);
    if (!isRefused || !(await isRefreshed(result))) return result;
  } catch (error) {
    if (!isDenial(error) || !(await isRefreshed(error))) throw error;
  }
  return operation();
}
