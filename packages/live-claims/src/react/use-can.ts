import { useSyncExternalStore } from 'react';
import { useLiveClaimsClient } from './live-claims-context.ts';

/**
 * Whether the signed-in person holds the permission now. Each check asks for itself, so that no two
 * share an answer (reactfire #514), and renders again only when its own answer changes (#493).
 * Decides what to show; the rules decide what happens.
 */
export function useCan(permission: string): boolean {
  const { subscribe, getSnapshot } = useLiveClaimsClient();
  const can = () => getSnapshot().permissions.includes(permission);
  return useSyncExternalStore(subscribe, can, can);
}
