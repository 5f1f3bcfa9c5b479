import { useSyncExternalStore } from 'react';
import type { ClaimsSnapshot } from '../web/types.ts';
import { useLiveClaimsClient } from './live-claims-context.ts';

/** The current snapshot; renders again whenever anything in it changes. */
export function useLiveClaims(): ClaimsSnapshot {
  const { subscribe, getSnapshot } = useLiveClaimsClient();
  return useSyncExternalStore(subscribe, getSnapshot, getSnapshot);
}
