import { useCallback, useEffect, useEffectEvent, useState } from 'react';
import type { FoundAccount } from '../../core/index.ts';
import { useConsole, useLiveClaimsClient } from '../console-context.tsx';
import { findAccount } from './change-person.ts';

/**
 * What Firebase Auth says of an account, such as its claims, or that it was disabled in the Firebase console. No event tells
 * of that, so it is asked for each version of the marker, and whenever `again` is called.
 *
 * @param mayAsk whether the user may grant roles, as the function asks for.
 * @param version of the marker that is shown; null for none.
 * @returns the account, and whether it was asked for with this version; null until it is known, for none, and where the
 *   function does not answer.
 */
export function useAccount(
  uid: string,
  mayAsk: boolean,
  version: number | null,
): {
  readonly account: FoundAccount | null;
  readonly isOfNow: boolean;
  readonly again: () => void;
} {
  const { call } = useConsole();
  const claims = useLiveClaimsClient();
  const [answer, setAnswer] = useState<{
    readonly account: FoundAccount | null;
    readonly version: number | null;
  }>({ account: null, version });
  const [round, setRound] = useState(0);
  const ask = useEffectEvent(() => claims.withFreshClaims(() => findAccount(call, uid)));
  // biome-ignore lint/correctness/useExhaustiveDependencies: each round asks again.
  useEffect(() => {
    if (!mayAsk) return;
    let isOver = false;
    ask().then(
      (account) => !isOver && setAnswer({ account, version }),
      // The page says what document and marker say, as without this.
      () => undefined,
    );
    return () => {
      isOver = true;
    };
  }, [uid, mayAsk, version, round]);
  return {
    account: answer.account,
    isOfNow: answer.version === version,
    again: useCallback(() => setRound((before) => before + 1), []),
  };
}
