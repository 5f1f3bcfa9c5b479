import { useState } from 'react';
import type { Permission } from '../../../../functions/src/live-claims.config.ts';
import { useFirebase } from '../firebase-context.ts';

/**
 * Whether what is shown came with a permission that the user got just now: for `data-new`, by which it arrives with a glow.
 * Asked once, when it is first shown. Null for what needs none.
 */
export function useIsNew(permission: Permission | null): true | undefined {
  const { history } = useFirebase();
  const [isNew] = useState(() => permission !== null && history.isNew(permission));
  return isNew || undefined;
}
