import { lazy, Suspense, use } from 'react';
import type { Firebase } from '../firebase.ts';
import { FirebaseContext } from './firebase-context.ts';
import { LiveClaimsProvider } from './live-claims.ts';
import { openServices } from './open-services.ts';
import { Shell } from './shell/shell.tsx';

const Devtools = import.meta.env.DEV ? lazy(() => import('../dev/devtools.tsx')) : null;

/** The app for a signed-in user. */
export default function SignedIn({ firebase, uid }: { firebase: Firebase; uid: string }) {
  const { services, claims } = use(openServices(firebase));
  return (
    <FirebaseContext value={{ ...services, uid }}>
      <LiveClaimsProvider client={claims}>
        <Shell />
        {Devtools && (
          <Suspense>
            <Devtools />
          </Suspense>
        )}
      </LiveClaimsProvider>
    </FirebaseContext>
  );
}
