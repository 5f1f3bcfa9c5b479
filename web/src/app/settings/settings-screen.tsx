import { Button } from '@mantine/core';
import { lazy, Suspense, useMemo, useState } from 'react';
import { sentenceFor } from '../error-sentences.ts';
import { useFirebase } from '../firebase-context.ts';
import { useCan, useLiveDocument } from '../live-claims.ts';
import { Closed, isClosed } from '../live-list.tsx';
import { Failure } from '../message.tsx';
import { dayAndTime } from '../moments.ts';
import { Screen } from '../shell/screen.tsx';
import { Waiting } from '../waiting.tsx';
import classes from './settings.module.css';
import { readSettings, settingsDocument } from './settings-data.ts';
import type { Switch } from './switch-dialog.tsx';

const SwitchDialog = lazy(() => import('./switch-dialog.tsx'));

/** The switches that hold for everyone. */
export default function SettingsScreen() {
  const { firestore } = useFirebase();
  const canSee = useCan('settings.read');
  const source = useMemo(() => (canSee ? settingsDocument(firestore) : null), [firestore, canSee]);
  const found = useLiveDocument(source, readSettings);
  const { status, value: settings, error } = found;
  const [turning, setTurning] = useState<Switch | null>(null);

  return (
    <Screen
      title="Settings"
      intro="Switches that hold for everybody, from the moment they are turned."
    >
      {status === 'error' && <Failure>{sentenceFor(error)}</Failure>}
      {isClosed(found) && <Closed needs="settings.read" />}
      {status === 'loading' && settings === null && <Waiting label="Loading…" />}
      {settings !== null && (
        <>
          <section className={classes.section} aria-labelledby="lockdown-title">
            <h2 id="lockdown-title">Lockdown</h2>
            <div className={classes.content}>
              <p className={classes.state} data-on={settings.lockdown || undefined}>
                {settings.lockdown ? 'Only owners get in.' : 'Everybody gets in.'}
              </p>
              <p className={classes.quiet}>
                In a lockdown everybody but the owners sees a calm page instead of the app, and the
                server refuses what they ask. Nobody is signed out; all comes back by itself.
              </p>
              {settings.lockdown ? (
                <Button onClick={() => setTurning('open')}>Open for everybody</Button>
              ) : (
                <Button variant="outline" color="red" onClick={() => setTurning('lockdown')}>
                  Lock down
                </Button>
              )}
            </div>
          </section>
          <section className={classes.section} aria-labelledby="minimum-title">
            <h2 id="minimum-title">Sign-ins</h2>
            <div className={classes.content}>
              <p className={classes.state}>
                {settings.minimumAuthTime === null
                  ? 'Every sign-in counts.'
                  : `Sign-ins from before ${dayAndTime(settings.minimumAuthTime * 1000)} are out.`}
              </p>
              <p className={classes.quiet}>
                Signs everybody out who signed in before now, in every browser, you as well. They
                can sign in again at once. For when you cannot tell who else holds a session.
              </p>
              <div className={classes.buttons}>
                <Button variant="outline" color="red" onClick={() => setTurning('everybody-out')}>
                  Sign everybody out
                </Button>
                {settings.minimumAuthTime !== null && (
                  <Button variant="subtle" color="gray" onClick={() => setTurning('no-minimum')}>
                    Let older sign-ins count again
                  </Button>
                )}
              </div>
            </div>
          </section>
        </>
      )}
      <Suspense>
        {turning !== null && <SwitchDialog turn={turning} onClose={() => setTurning(null)} />}
      </Suspense>
    </Screen>
  );
}
