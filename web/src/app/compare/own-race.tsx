import { Button } from '@mantine/core';
import { useMemo } from 'react';
import { useFirebase } from '../firebase-context.ts';
import { useLiveClaimsClient } from '../live-claims.ts';
import { Failure } from '../message.tsx';
import { useTask } from '../use-task.ts';
import classes from './compare.module.css';
import { Lanes } from './lanes.tsx';
import { isRunning } from './race.ts';
import { useRace } from './use-race.ts';

/** The race on the session of whoever looks: somebody else has to change their role. */
export function OwnRace() {
  const claims = useLiveClaimsClient();
  const { auth } = useFirebase();
  const { race, start, stop } = useRace(useMemo(() => ({ auth, claims }), [auth, claims]));
  const { run, pending, failure } = useTask();
  return (
    <>
      <p className={classes.quiet}>
        Start watching, then have somebody change your role: an admin under People, or in the
        Firebase console. Everything here is your own session in this tab. Watching ends by itself
        after three minutes.
      </p>
      <div className={classes.buttons}>
        {isRunning(race) ? (
          <Button variant="default" onClick={stop}>
            Stop watching
          </Button>
        ) : (
          <Button loading={pending} onClick={() => run(() => start())}>
            {race.phase === 'over' ? 'Watch again' : 'Start watching'}
          </Button>
        )}
      </div>
      {failure !== null && <Failure>{failure}</Failure>}
      <Lanes race={race} />
    </>
  );
}
