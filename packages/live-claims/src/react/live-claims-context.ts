import { createContext, useContext } from 'react';
import type { LiveClaims } from '../web/types.ts';

export const LiveClaimsContext = createContext<LiveClaims | null>(null);

/**
 * The client that the nearest `<LiveClaimsProvider>` was given, for `watch` and `withFreshClaims`.
 *
 * @throws {Error} when there is no provider around.
 */
export function useLiveClaimsClient(): LiveClaims {
  const client = useContext(LiveClaimsContext);
  if (client === null)
    throw new Error('Put a <LiveClaimsProvider client={…}> around this component.');
  return client;
}
