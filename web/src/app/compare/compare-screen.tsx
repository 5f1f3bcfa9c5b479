import { appRoles } from 'live-claims/core';
import { lazy, Suspense } from 'react';
import { useCan } from '../live-claims.ts';
import { Screen } from '../shell/screen.tsx';
import { Waiting } from '../waiting.tsx';
import { Approaches } from './approaches.tsx';
import classes from './compare.module.css';
import { figures } from './figures.ts';
import { OwnRace } from './own-race.tsx';

const DemoRace = import.meta.env.DEV ? lazy(() => import('./demo-race.tsx')) : null;

/** What each answer to the question costs, and a race between three of them. */
export default function CompareScreen() {
  const mayChangeOthers = useCan(appRoles.grantPermission);
  return (
    <Screen
      title="Compare"
      intro="Ways to bring a change of role to those whom it concerns: how soon each takes effect, and what it costs."
    >
      <section className={classes.section} aria-labelledby="race-title">
        <h2 id="race-title">Change a role and watch them race</h2>
        <div className={classes.content}>
          {DemoRace !== null && mayChangeOthers ? (
            <Suspense fallback={<Waiting label="Loading…" />}>
              <DemoRace />
            </Suspense>
          ) : (
            <OwnRace />
          )}
        </div>
      </section>
      <section className={classes.section} aria-labelledby="approaches-title">
        <h2 id="approaches-title">Approaches</h2>
        <div className={classes.content}>
          <Approaches figures={figures} />
        </div>
      </section>
    </Screen>
  );
}
