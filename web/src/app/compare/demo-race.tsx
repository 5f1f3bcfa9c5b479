import { Button, NativeSelect } from '@mantine/core';
import { appRoles } from 'live-claims/core';
import { useEffect, useRef, useState, useSyncExternalStore } from 'react';
import { RoleBadge } from '../access/role-badge.tsx';
import { useFirebase } from '../firebase-context.ts';
import { useLiveClaims, useLiveClaimsClient } from '../live-claims.ts';
import { Failure } from '../message.tsx';
import { setRole } from '../people/change-person.ts';
import { roleChoices } from '../people/role-choices.ts';
import { withArticle } from '../role-words.ts';
import { useTask } from '../use-task.ts';
import classes from './compare.module.css';
import { DEMO_PEOPLE, type DemoSession, openDemoSession } from './demo-session.ts';
import { Lanes } from './lanes.tsx';
import { isRunning } from './race.ts';
import { useRace } from './use-race.ts';

/** The race on the session of a demo person, whose role one changes oneself. Development builds only. */
export default function DemoRace() {
  const { uid } = useFirebase();
  const { role: myRole } = useLiveClaims();
  const others = DEMO_PEOPLE.filter(
    (person) => choicesFor({ uid, role: myRole }, person.uid, person.role).length > 1,
  );
  const [chosen, setChosen] = useState<string | undefined>(undefined);
  const person = others.find((each) => each.uid === chosen) ?? others.at(-1);
  const { run, pending, failure } = useTask();
  const [session, setSession] = useState<DemoSession | null>(null);
  useEffect(() => () => void session?.close(), [session]);
  const left = useRef(false);
  useEffect(() => {
    left.current = false;
    return () => {
      left.current = true;
    };
  }, []);
  if (person === undefined) return null;

  return (
    <>
      <p className={classes.quiet}>
        Choose one of the demo people. This page signs them in a second time, in the background, and
        watches that session while you change their role.
      </p>
      <div className={classes.buttons}>
        <NativeSelect
          aria-label="Whose role changes"
          value={person.uid}
          disabled={pending}
          onChange={({ currentTarget }) => {
            setChosen(currentTarget.value);
            setSession(null);
          }}
          data={others.map((each) => ({ value: each.uid, label: each.displayName }))}
        />
        {session === null && (
          <Button
            loading={pending}
            onClick={() =>
              run(async () => {
                const opened = await openDemoSession(person);
                if (left.current) await opened.close();
                else setSession(opened);
              })
            }
          >
            Sign them in here
          </Button>
        )}
      </div>
      {failure !== null && <Failure>{failure}</Failure>}
      {session !== null && <RaceOf key={session.person.uid} session={session} />}
    </>
  );
}

function RaceOf({ session }: { session: DemoSession }) {
  const { person, claims } = session;
  const mine = useLiveClaimsClient();
  const { app, uid } = useFirebase();
  const { role: myRole } = useLiveClaims();
  const { role, status } = useSyncExternalStore(claims.subscribe, claims.getSnapshot);
  const { race, start } = useRace(session);
  const { run, pending, failure } = useTask();
  const next = nextRole(choicesFor({ uid, role: myRole }, person.uid, role), role, person.role);

  return (
    <>
      <p className={classes.raced}>
        {person.displayName} is {role === null ? '' : withArticle(role).split(' ')[0]}
        <RoleBadge role={role} />
      </p>
      {next === undefined ? (
        <p className={classes.quiet}>
          Your access changed, and you can no longer change this role.
        </p>
      ) : (
        <Button
          disabled={isRunning(race) || status !== 'fresh'}
          loading={pending}
          onClick={() =>
            run(() =>
              start(async () => {
                await mine.withFreshClaims(() => setRole(app, { uid: person.uid, role: next }));
              }),
            )
          }
        >
          {next === person.role ? 'Change back to' : 'Change to'} {next}
        </Button>
      )}
      {failure !== null && <Failure>{failure}</Failure>}
      <Lanes race={race} />
    </>
  );
}

/** Back to what the person was, else one down, or up from the lowest; undefined where nothing goes. */
function nextRole(choices: readonly string[], role: string | null, original: string) {
  if (role !== original) return choices.find((each) => each === original);
  const at = choices.indexOf(role);
  return at < 0 ? undefined : choices[at > 0 ? at - 1 : at + 1];
}

/** The roles that the actor may give the person, lowest first, without that of having none. */
function choicesFor(actor: { uid: string; role: string | null }, uid: string, role: string | null) {
  return roleChoices(appRoles, actor, { uid, storedRole: role }).filter((each) => each !== null);
}
