import { Button } from '@mantine/core';
import { lazy, Suspense, useState } from 'react';
import classes from './my-access.module.css';

const EndMySessions = lazy(() => import('./end-my-sessions.tsx'));

/** Ends every session of the signed-in person, this one as well. */
export function Sessions() {
  const [asking, setAsking] = useState(false);
  return (
    <>
      <p className={classes.quiet}>
        Lost a phone, or signed in somewhere and forgot? This signs you out in every browser at
        once.
      </p>
      <Button variant="default" onClick={() => setAsking(true)}>
        Sign out everywhere
      </Button>
      <Suspense>{asking && <EndMySessions onClose={() => setAsking(false)} />}</Suspense>
    </>
  );
}
