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
import type { SettingsChange } from './settings-dialog.tsx';

const SettingsDialog = lazy(() => import('./settings-dialog.tsx'));

/** The access settings, which hold for all users. */
export default function SettingsScreen() {
  const { firestore } = useFirebase();
  const canSee = useCan('settings.change');
  const source = useMemo(() => (canSee ? settingsDocument(firestore) : null), [firestore, canSee]);
  const found = useLiveDocument(source, readSettings);
  const { status, value: settings, error } = found;
  const [changing, setChanging] = useState<SettingsChange | null>(null);

  return (
    <Screen title="Settings" intro="These settings hold for all users and take effect at once.">
      {status === 'error' && <Failure>{sentenceFor(error)}</Failure>}
      {isClosed(found) && <Closed needs="settings.change" />}
      {status === 'loading' && settings === null && <Waiting label="Loading…" />}
      {settings !== null && (
        <>
          <section className={classes.section} aria-labelledby="lockdown-title">
            <h2 id="lockdown-title">Lockdown</h2>
            <div className={classes.content}>
              <p className={classes.state} data-on={settings.lockdown || undefined}>
                {settings.lockdown
                  ? 'Lockdown is on: only owners have access.'
                  : 'Lockdown is off.'}
              </p>
              <p className={classes.quiet}>
                During a lockdown, users other than owners see a notice instead of the app, and the
                server refuses their requests. They stay signed in, and the app comes back by
                itself.
              </p>
              {settings.lockdown ? (
                <Button onClick={() => setChanging('lockdown-off')}>Turn lockdown off</Button>
              ) : (
                <Button variant="outline" color="red" onClick={() => setChanging('lockdown')}>
                  Turn lockdown on
                </Button>
              )}
            </div>
          </section>
          <section className={classes.section} aria-labelledby="minimum-title">
            <h2 id="minimum-title">Sessions</h2>
            <div className={classes.content}>
              <p className={classes.state}>
                {settings.minimumAuthTime === null
                  ? 'All sessions are accepted.'
                  : `Sessions from before ${dayAndTime(settings.minimumAuthTime * 1000)} are refused.`}
              </p>
              <p className={classes.quiet}>
                Ends every session that started before now, in every browser, your own as well. All
                users can sign in again at once. For use when sessions may have been stolen.
              </p>
              <div className={classes.buttons}>
                <Button
                  variant="outline"
                  color="red"
                  onClick={() => setChanging('end-all-sessions')}
                >
                  Sign all users out
                </Button>
                {settings.minimumAuthTime !== null && (
                  <Button variant="subtle" color="gray" onClick={() => setChanging('no-minimum')}>
                    Accept older sessions again
                  </Button>
                )}
              </div>
            </div>
          </section>
        </>
      )}
      <Suspense>
        {changing !== null && (
          <SettingsDialog change={changing} onClose={() => setChanging(null)} />
        )}
      </Suspense>
    </Screen>
  );
}
