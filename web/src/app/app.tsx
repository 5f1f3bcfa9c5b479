import type { Auth, User } from 'firebase/auth';
import { onAuthStateChanged } from 'firebase/auth';
import { PartsContext, Waiting } from 'live-claims/console/parts';
import { lazy, Suspense, use, useCallback, useSyncExternalStore } from 'react';
import type { Firebase } from '../firebase.ts';
import { sentenceFor, TOP_ROLE } from './error-sentences.ts';
import { FailureBoundary } from './failure-boundary.tsx';
import { NoticeRegion } from './notices/notice-region.tsx';

const SignInScreen = lazy(() => import('./sign-in/sign-in-screen.tsx'));
const loadSignedIn = () => import('./signed-in.tsx');
const SignedIn = lazy(loadSignedIn);

// Firestore and the screens load while Auth starts, or while the user signs in.
loadSignedIn().catch(() => {
  // The boundary shows the error if it fails again when it is needed.
});

const PARTS = {
  topRole: TOP_ROLE,
  sentenceFor,
  whereItShows: 'and shows here when it does',
  buttonsStay: false,
};

export function App({ firebase }: { firebase: Promise<Firebase> }) {
  return (
    <PartsContext value={PARTS}>
      <FailureBoundary page>
        <Suspense fallback={<Waiting label="Opening live-claims…" page />}>
          <Session firebase={firebase} />
        </Suspense>
      </FailureBoundary>
      <NoticeRegion />
    </PartsContext>
  );
}

function Session({ firebase }: { firebase: Promise<Firebase> }) {
  const started = use(firebase);
  const user = useSignedInUser(started.auth);
  if (user === null) return <SignInScreen auth={started.auth} />;
  // Another person starts with nothing of the last one's screens.
  return <SignedIn key={user.uid} firebase={started} uid={user.uid} />;
}

function useSignedInUser(auth: Auth): User | null {
  const subscribe = useCallback(
    (listener: () => void) => onAuthStateChanged(auth, listener),
    [auth],
  );
  return useSyncExternalStore(subscribe, () => auth.currentUser);
}
