'use client';

import {
  createUserWithEmailAndPassword,
  onIdTokenChanged,
  signInWithEmailAndPassword,
  signOut,
} from 'firebase/auth';
import { doc, setDoc } from 'firebase/firestore';
import { useRouter } from 'next/navigation';
import { useEffect } from 'react';
import { auth, db } from '../lib/firebase/client-app';

/** Keeps the ID token in a cookie, for the server. */
export function Session() {
  const router = useRouter();
  useEffect(
    () =>
      onIdTokenChanged(auth, async (user) => {
        const token = user ? await user.getIdToken() : '';
        document.cookie = `__session=${token}; path=/; max-age=${user ? 3600 : 0}`;
        router.refresh();
      }),
    [router],
  );
  return (
    <button type="button" onClick={() => signOut(auth)}>
      Sign out
    </button>
  );
}

export function SignInForm() {
  const submit = async (event) => {
    event.preventDefault();
    const { email, password } = Object.fromEntries(new FormData(event.target));
    if (event.nativeEvent.submitter.name !== 'new') {
      return signInWithEmailAndPassword(auth, email, password);
    }
    const { user } = await createUserWithEmailAndPassword(auth, email, password);
    await setDoc(doc(db, 'users', user.uid), { name: email.split('@')[0], role: 'reader' });
  };
  return (
    <form onSubmit={submit}>
      <label>
        E-mail <input name="email" type="email" required />
      </label>
      <label>
        Password <input name="password" type="password" required />
      </label>
      <button type="submit">Sign in</button>
      <button type="submit" name="new">
        Register
      </button>
    </form>
  );
}
