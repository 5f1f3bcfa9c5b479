import { Button } from '@mantine/core';
import { useSyncExternalStore } from 'react';
import type { ViewAs } from '../web/index.ts';
import { isolated } from './parts/names.ts';
import { withArticle } from './parts/role-words.ts';
import { WithNames } from './parts/with-names.tsx';
import classes from './settings/settings.module.css';

/**
 * Says that the app is shown as another role has it, and ends that; nothing while it is not. Needs no `<ConsoleProvider>`.
 *
 * @example <ViewAsBar viewAs={viewAs} />
 */
export function ViewAsBar({ viewAs }: { readonly viewAs: ViewAs }) {
  const viewed = useSyncExternalStore(viewAs.subscribe, viewAs.viewed, () => null);
  if (viewed === null) return null;
  const { name, role } = viewed;
  const who = name === undefined ? 'a user' : isolated(name);
  const as = role === null ? 'with no role' : `as ${withArticle(role)}`;
  return (
    <section className={classes.viewBar} aria-label="View as">
      <p role="status">
        <strong>
          <WithNames>{`You see the app as ${who} does, ${as}.`}</WithNames>
        </strong>{' '}
        What you do is still done by you.
      </p>
      <Button size="compact-sm" variant="default" onClick={() => viewAs.view(null)}>
        End view
      </Button>
    </section>
  );
}
