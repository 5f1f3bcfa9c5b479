import { Button } from '@mantine/core';
import { useEffect, useRef } from 'react';
import { RoleBadge } from '../access/role-badge.tsx';
import { useLiveClaims } from '../live-claims.ts';
import { Wordmark } from '../wordmark.tsx';
import { ColourSchemeToggle } from './colour-scheme-toggle.tsx';
import classes from './locked-down.module.css';
import { useSignOut } from './use-sign-out.ts';

/** In place of the app while it is locked down to everybody but the top role. Goes by itself. */
export function LockedDown() {
  const { user, role } = useLiveClaims();
  const heading = useRef<HTMLHeadingElement>(null);
  const leave = useSignOut();
  // What had the focus is gone.
  useEffect(() => heading.current?.focus(), []);

  return (
    <div className={classes.page}>
      <title>Closed for the moment · live-claims</title>
      <header className={classes.top}>
        <Wordmark />
        <ColourSchemeToggle />
      </header>
      <main className={classes.main}>
        <h1 ref={heading} tabIndex={-1}>
          Closed for the moment.
        </h1>
        <p>
          An owner has closed the app for a while. There is nothing to do for you: it opens here by
          itself, and what you had written and not saved is still there.
        </p>
        <p className={classes.who}>
          You stay signed in as <strong>{user?.displayName ?? user?.email ?? user?.uid}</strong>
          <RoleBadge role={role} />
        </p>
        <Button variant="default" onClick={leave}>
          Sign out
        </Button>
      </main>
    </div>
  );
}
