import { Button } from '@mantine/core';
import { useEffect, useRef } from 'react';
import { RoleBadge } from '../access/role-badge.tsx';
import { useLiveClaims } from '../live-claims.ts';
import { Wordmark } from '../wordmark.tsx';
import { ColourSchemeToggle } from './colour-scheme-toggle.tsx';
import classes from './locked-down.module.css';
import { useSignOut } from './use-sign-out.ts';

/** In place of the app during a lockdown, for users without the top role. Closes by itself. */
export function LockedDown() {
  const { user, role } = useLiveClaims();
  const heading = useRef<HTMLHeadingElement>(null);
  const leave = useSignOut();
  // What had the focus is gone.
  useEffect(() => heading.current?.focus(), []);

  return (
    <div className={classes.page}>
      <title>The app is locked down · live-claims</title>
      <header className={classes.top}>
        <Wordmark />
        <ColourSchemeToggle />
      </header>
      <main className={classes.main}>
        <h1 ref={heading} tabIndex={-1}>
          The app is locked down.
        </h1>
        <p>
          An owner has locked the app down. It comes back here by itself, with the text that you had
          not saved.
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
