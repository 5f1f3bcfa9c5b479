import { Anchor, UnstyledButton } from '@mantine/core';
import { type Auth, signInWithEmailAndPassword } from 'firebase/auth';
import { Failure, useTask } from 'live-claims/console/parts';
// biome-ignore lint/style/noRestrictedImports: the users of the seed are named once; this file is in no production bundle.
import { DEMO_PASSWORD, DEMO_PEOPLE } from '../../../tools/demo-people.ts';
import { RoleBadge } from '../app/access/role-badge.tsx';
import classes from './demo-people-buttons.module.css';

/** One click to be one of the demo people. Development builds only. */
export default function DemoPeopleButtons({ auth }: { auth: Auth }) {
  const { run, pending, failure } = useTask();
  return (
    <section className={classes.demo} aria-labelledby="demo-title">
      <h3 id="demo-title">Or sign in as a demo person</h3>
      <p>
        They exist on your emulators only.{' '}
        <Anchor href="/side-by-side">Be two at once, side by side</Anchor>: windows of one browser
        share the session.
      </p>
      <ul>
        {DEMO_PEOPLE.map(({ uid, displayName, email, role }) => (
          <li key={uid}>
            <UnstyledButton
              className={classes.person}
              aria-label={`Sign in as ${displayName}, ${role}`}
              disabled={pending}
              onClick={() =>
                run(async () => {
                  await signInWithEmailAndPassword(auth, email, DEMO_PASSWORD);
                })
              }
            >
              {displayName}
              <RoleBadge role={role} />
            </UnstyledButton>
          </li>
        ))}
      </ul>
      {failure !== null && <Failure>{failure}</Failure>}
    </section>
  );
}
