import { lazy, Suspense } from 'react';
import type { Person } from './person.ts';
import type { AccountAction } from './person-menu.tsx';

const loadRoleDialog = () => import('./role-dialog.tsx');
const RoleDialog = lazy(loadRoleDialog);
const loadAccountDialog = () => import('./account-dialog.tsx');
const AccountDialog = lazy(loadAccountDialog);

// Preloads the dialogs.
for (const load of [loadRoleDialog, loadAccountDialog]) load().catch(() => undefined);

export type PersonDialogName = 'role' | AccountAction;

/** A dialog about a user’s access. */
export function PersonDialog({
  name,
  person,
  onClose,
}: {
  name: PersonDialogName;
  person: Person;
  onClose: () => void;
}) {
  return (
    <Suspense>
      {name === 'role' ? (
        <RoleDialog key={person.uid} person={person} onClose={onClose} />
      ) : (
        <AccountDialog key={person.uid} action={name} person={person} onClose={onClose} />
      )}
    </Suspense>
  );
}
