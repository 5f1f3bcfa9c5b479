import { Button } from '@mantine/core';
import { rankOf } from '../../core/index.ts';
import { useConsole, useLiveClaims } from '../console-context.tsx';
import type { Person } from './person.ts';

/** Shows the app as this person has it, where they rank below oneself and the app can do so. */
export function ViewAsButton({ person: { uid: of, name, grantedRole } }: { person: Person }) {
  const { go, roles, uid, viewAs } = useConsole();
  const { role } = useLiveClaims();
  if (viewAs === undefined || of === uid || rankOf(roles, grantedRole) >= rankOf(roles, role)) {
    return null;
  }
  return (
    <Button
      variant="default"
      size="compact-md"
      mb="md"
      aria-label={`View as ${name}`}
      onClick={() => {
        viewAs.view({ role: grantedRole, name });
        // This page may be closed to them.
        go('/');
      }}
    >
      View as
    </Button>
  );
}
