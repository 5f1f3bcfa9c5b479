import { Message, Waiting } from 'live-claims/console/parts';
import { lazy, Suspense, useEffect, useSyncExternalStore } from 'react';
import { Link, Route, Switch } from 'wouter';
import { FailureBoundary } from '../failure-boundary.tsx';
import { useFirebase } from '../firebase-context.ts';
import { useCan, useLiveClaims } from '../live-claims.ts';
import { AccessStatus } from './access-status.tsx';
import { EndsSoon } from './ends-soon.tsx';
import { Header } from './header.tsx';
import { LockedDown } from './locked-down.tsx';
import { Navigation } from './navigation.tsx';
import { PLACES } from './places.ts';
import { Screen } from './screen.tsx';
import classes from './shell.module.css';

const ViewAsBar = lazy(() => import('../console/view-as-bar.tsx'));
const LockdownBanner = lazy(() => import('../console/lockdown-banner.tsx'));

/** Header, navigation and the current place. */
export function Shell() {
  const { lockedDown } = useLiveClaims();
  const { viewAs } = useFirebase();
  const isView = useSyncExternalStore(viewAs.subscribe, () => viewAs.viewed() !== null);
  const mayUnlock = useCan('settings.change');
  // The other places are small, and come while one looks at the first.
  useEffect(() => {
    for (const { load } of PLACES) load().catch(() => undefined);
  }, []);

  if (lockedDown) return <LockedDown />;
  return (
    <div className={classes.shell}>
      <a className={classes.skip} href="#content">
        Skip to the content
      </a>
      {isView && (
        <Suspense>
          <ViewAsBar />
        </Suspense>
      )}
      <Header>
        <Navigation />
      </Header>
      <AccessStatus />
      <EndsSoon />
      {mayUnlock && (
        <Suspense>
          <LockdownBanner />
        </Suspense>
      )}
      <main id="content" className={classes.main} tabIndex={-1}>
        <FailureBoundary>
          <Suspense fallback={<Waiting label="Opening…" />}>
            <Switch>
              {PLACES.map(({ route, Screen: Place }) => (
                <Route key={route} path={route}>
                  <Place />
                </Route>
              ))}
              <Route>
                <NotFound />
              </Route>
            </Switch>
          </Suspense>
        </FailureBoundary>
      </main>
    </div>
  );
}

function NotFound() {
  return (
    <Screen title="Nothing here">
      <Message title="This address leads nowhere" action={<Link href="/">Go to the posts</Link>}>
        The page may have moved, or the address has a typing error.
      </Message>
    </Screen>
  );
}
