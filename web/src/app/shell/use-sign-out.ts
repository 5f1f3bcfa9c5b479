import { signOut } from 'firebase/auth';
import { sentenceFor } from '../error-sentences.ts';
import { useFirebase } from '../firebase-context.ts';
import { notices } from '../notices/notices.ts';

/** Signs out of this browser; a failure becomes a notice. */
export function useSignOut(): () => void {
  const { auth } = useFirebase();
  return () => {
    signOut(auth).catch((error: unknown) =>
      notices.post({ kind: 'done', text: sentenceFor(error) }),
    );
  };
}
