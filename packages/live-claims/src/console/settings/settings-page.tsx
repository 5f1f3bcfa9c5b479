import { Button } from '@mantine/core';
import { doc } from 'firebase/firestore';
import { lazy, Suspense, useMemo, useState } from 'react';
import { topRole } from '../../core/index.ts';
import { Screen, useConsole, useLiveDocument } from '../console-context.tsx';
import { sentenceFor } from '../parts/error-sentences.ts';
import { Closed, isClosed } from '../parts/live-list.tsx';
import { Failure } from '../parts/message.tsx';
import { dayAndTime } from '../parts/moments.ts';
import { Waiting } from '../parts/waiting.tsx';
import { LockdownOrigin } from './lockdown-banner.tsx';
import classes from './settings.module.css';
import { readSettings } from './settings-data.ts';
import type { SettingsChange } from './settings-dialog.tsx';
import { useMayChangeSettings } from './use-may-change-settings.ts';

const SettingsDialog = lazy(() => import('./settings-dialog.tsx'));

/**
 * The access settings, which hold for all users: a lockdown, and the oldest session that is accepted. For users with the
 * permission of `can.changeSettings`, and for the top role.
 *
 * @example <Route path="/admin/settings" component={SettingsPage} />
 */
export function SettingsPage() {
  const { config, firestore, paths, roles } = useConsole();
  const top = topRole(roles);
  const canSee = useMayChangeSettings();
  const source = useMemo(
    () => (canSee ? doc(firestore, paths.settings) : null),
    [firestore, paths, canSee],
  );
  const found = useLiveDocument(source, readSettings);
  const { status, value: settings, error } = found;
  const [changing, setChanging] = useState<SettingsChange | null>(null);

  return (
    <Screen title="Settings" intro="These settings hold for all users and take effect at once.">
      {status === 'error' && <Failure>{sentenceFor(error, roles)}</Failure>}
      {isClosed(found) && <Closed needs={config.can.changeSettings} />}
      {status === 'loading' && settings === null && <Waiting label="Loading…" />}
      {settings !== null && (
        <>
          <section className={classes.section} aria-labelledby="lockdown-title">
            <h2 id="lockdown-title">Lockdown</h2>
            <div className={classes.content}>
              <p className={classes.state} data-on={settings.lockdown || undefined}>
                {settings.lockdown
                  ? `Lockdown is on: only the role “${top}” has access.`
                  : 'Lockdown is off.'}
              </p>
              {settings.lockdown && (
                <p>
                  <LockdownOrigin />
                </p>
              )}
              <p className={classes.quiet}>
                During a lockdown only users with the role “{top}” have access: the app shows all
                others a notice, and the server refuses their requests. They stay signed in, and the
                app comes back by itself.
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
