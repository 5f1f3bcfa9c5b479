'use client';

import { signInWithEmailAndPassword } from 'firebase/auth';
import { client } from '../../client.js';

export function Form() {
  const signIn = (form) =>
    signInWithEmailAndPassword(client().auth, form.get('email'), form.get('password'));
  return (
    <form action={signIn}>
      <input name="email" aria-label="E-mail" />
      <input name="password" aria-label="Password" type="password" />
      <button type="submit">Sign in</button>
    </form>
  );
}
