import { useCallback, useEffect, useEffectEvent, useState } from 'react';
import type { FoundAccount } from '../../core/index.ts';
import { useConsole, useLiveClaimsClient } from '../console-context.tsx';
import { findAccount } from './change-person.ts';

/**
 * What Firebase Auth says of an account, such as that it was disabled in the Firebase console. No event tells of that, so it
 * is asked once and whenever `again` is called.
 *
 * @param mayAsk whether the user may grant roles, as the function asks for.
 * @returns the account; null until it is known, for none, and where the function does not answer.
 */
export function useAccount(
  uid: string,
  mayAsk: boolean,
): { readonly account: FoundAccount | null; readonly again: () => void } {
  const { call } = useConsole();
  const claims = useLiveClaimsClient();
  const [account, setAccount] = useState<FoundAccount | null>(null);
  const [round, setRound] = useState(0);
  const ask = useEffectEvent(() => claims.withFreshClaims(() => findAccount(call, uid)));
  // biome-ignore lint/correctness/useExhaustiveDependencies: each round asks again.
  useEffect(() => {
    if (!mayAsk) return;
    let isOver = false;
    ask().then(
      (found) => !isOver && setAccount(found),
      // The page says what document and marker say, as without this.
      () => undefined,
    );
    return () => {
      isOver = true;
    };
  }, [uid, mayAsk, round]);
  return { account, again: useCallback(() => setRound((before) => before + 1), []) };
}
