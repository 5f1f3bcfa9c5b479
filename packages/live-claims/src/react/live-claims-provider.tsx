import type { ReactNode } from 'react';
import type { LiveClaims } from '../web/types.ts';
import { LiveClaimsContext } from './live-claims-context.ts';

/**
 * Gives the components inside their client. Does not close it: whoever created it does, and an app
 * keeps it for as long as the page lives.
 */
export function LiveClaimsProvider({
  client,
  children,
}: {
  client: LiveClaims;
  children: ReactNode;
}) {
  return <LiveClaimsContext.Provider value={client}>{children}</LiveClaimsContext.Provider>;
}
