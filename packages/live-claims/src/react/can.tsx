import type { ReactNode } from 'react';
import { useCan } from './use-can.ts';

/** Shows its children to whoever holds the permission, and `fallback` to everybody else. */
export function Can({
  permission,
  fallback = null,
  children,
}: {
  permission: string;
  fallback?: ReactNode;
  children: ReactNode;
}) {
  return useCan(permission) ? children : fallback;
}
