import { askEvery5Seconds, askEveryMinute, askOnNavigation } from './asking-me.ts';
import { cachedInMemory, cachedInRedis } from './cached.ts';
import { docsMarker, extension } from './listening.ts';
import { lookUpInRules } from './look-up-in-rules.ts';
import { oursByCallable, oursByDocument, oursByToken, oursByTrigger } from './ours.ts';
import { refetchWhenRefused } from './refetch-when-refused.ts';
import { refreshEvery5Seconds, refreshEveryMinute, waitForExpiry } from './refreshing.ts';
import { shortCookies } from './short-cookies.ts';
import { signInAgain } from './sign-in-again.ts';
import type { Strategy } from './strategy.ts';
import { versionPerRequest } from './version-per-request.ts';

/** Every approach: those that wait, those that ask, those that check each time, those that are told. */
export const STRATEGIES: readonly Strategy[] = [
  waitForExpiry,
  refreshEveryMinute,
  refreshEvery5Seconds,
  shortCookies,
  refetchWhenRefused,
  signInAgain,
  askOnNavigation,
  askEveryMinute,
  askEvery5Seconds,
  cachedInMemory,
  cachedInRedis,
  versionPerRequest,
  lookUpInRules,
  docsMarker,
  extension,
  oursByToken,
  oursByTrigger,
  oursByDocument,
  oursByCallable,
];
