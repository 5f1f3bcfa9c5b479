import { Button, PasswordInput, TextInput } from '@mantine/core';
import {
  type Auth,
  createUserWithEmailAndPassword,
  sendPasswordResetEmail,
  signInWithEmailAndPassword,
} from 'firebase/auth';
import { Failure, useTask } from 'live-claims/console/parts';
import { textOf } from 'live-claims/console/parts/text';
import { type FormEvent, lazy, Suspense, useEffect, useRef, useState } from 'react';
import { notices } from '../notices/notices.ts';
import { ColourSchemeToggle } from '../shell/colour-scheme-toggle.tsx';
import { leavePlace } from '../shell/last-place.ts';
import { Wordmark } from '../wordmark.tsx';
import classes from './sign-in.module.css';

const DemoPeople = import.meta.env.DEV
  ? lazy(() => import('../../dev/demo-people-buttons.tsx'))
  : null;

export default function SignInScreen({ auth }: { auth: Auth }) {
  useEffect(leavePlace, []);
  const [isNew, setIsNew] = useState(false);
  const entering = useTask();
  const resetting = useTask();
  const [missing, setMissing] = useState({ email: false, password: false });
  const form = useRef<HTMLFormElement>(null);
  const failure = entering.failure ?? resetting.failure;

  function enter(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault();
    const { email, password } = read(event.currentTarget);
    const open = isNew ? createUserWithEmailAndPassword : signInWithEmailAndPassword;
    resetting.forget();
    entering.forget();
    setMissing({ email: email === '', password: password === '' });
    if (email === '' || password === '') return;
    entering.run(async () => {
      await open(auth, email, password);
    });
  }

  function reset(): void {
    if (form.current === null) return;
    const { email } = read(form.current);
    entering.forget();
    resetting.forget();
    setMissing({ email: email === '', password: false });
    if (email === '') return;
    resetting.run(async () => {
      await sendPasswordResetEmail(auth, email);
      notices.post({
        kind: 'done',
        text: 'If there is an account with this address, a link is on its way to it.',
        detail: 'Open it to set a new password, then sign in here.',
      });
    });
  }

  function switchMode(): void {
    setIsNew(!isNew);
    setMissing({ email: false, password: false });
    entering.forget();
    resetting.forget();
  }

  return (
    <div className={classes.page}>
      <title>Sign in · live-claims</title>
      <header className={classes.top}>
        <Wordmark />
        <ColourSchemeToggle />
      </header>
      <main className={classes.main}>
        <div className={classes.pitch}>
          <h1>Access that changes while you watch.</h1>
          <p>
            An admin edits a role. Every browser that the person has open follows at once: new
            rights, new buttons, lists that open and close. No sign-out, no reload.
          </p>
        </div>
        <div className={classes.panel}>
          <form ref={form} onSubmit={enter} noValidate aria-labelledby="entry-title">
            <h2 id="entry-title">{isNew ? 'Create an account' : 'Sign in'}</h2>
            <TextInput
              name="email"
              type="email"
              label="E-mail address"
              autoComplete="username"
              inputMode="email"
              error={missing.email && 'Enter your e-mail address.'}
            />
            <PasswordInput
              name="password"
              label="Password"
              description={isNew ? 'At least 6 characters.' : undefined}
              autoComplete={isNew ? 'new-password' : 'current-password'}
              error={missing.password && 'Enter a password.'}
              visibilityToggleButtonProps={{ 'aria-label': 'Show the password', tabIndex: 0 }}
            />
            {failure !== null && <Failure>{failure}</Failure>}
            <Button type="submit" size="md" loading={entering.pending}>
              {isNew ? 'Create account' : 'Sign in'}
            </Button>
          </form>
          <div className={classes.otherWays}>
            <Button variant="subtle" size="compact-sm" onClick={switchMode}>
              {isNew ? 'I have an account' : 'Create an account'}
            </Button>
            {!isNew && (
              <Button
                variant="subtle"
                color="gray"
                size="compact-sm"
                loading={resetting.pending}
                onClick={reset}
              >
                Forgot the password?
              </Button>
            )}
          </div>
          {DemoPeople !== null && (
            <Suspense>
              <DemoPeople auth={auth} />
            </Suspense>
          )}
        </div>
      </main>
    </div>
  );
}

function read(form: HTMLFormElement): { email: string; password: string } {
  const data = new FormData(form);
  const password = data.get('password');
  return { email: textOf(data, 'email'), password: typeof password === 'string' ? password : '' };
}
