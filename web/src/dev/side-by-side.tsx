import { Anchor } from '@mantine/core';
import { useState } from 'react';
// biome-ignore lint/style/noRestrictedImports: the users of the seed are named once; this file is in no production bundle.
import { DEMO_PEOPLE, type DemoPerson } from '../../../tools/demo-people.ts';
import classes from './side-by-side.module.css';
import { windowNameOf } from './window-person.ts';

/** Two people in one window, each in a frame with a session of its own: what one does, the other sees. */
export default function SideBySide() {
  return (
    <main className={classes.page}>
      <title>Two at once · live-claims</title>
      <header className={classes.head}>
        <h1>Two at once</h1>
        <p>
          On the left open <em>People</em>, then Victor, and make him an editor: on the right the
          button <em>Write a post</em> appears. Take it away again, and it goes. Each side is a
          session of its own; a reload starts it again. <Anchor href="/">Back to one</Anchor>
        </p>
      </header>
      <div className={classes.sides}>
        <Side first="amir" />
        <Side first="victor" />
      </div>
    </main>
  );
}

function Side({ first }: { first: string }) {
  const [uid, setUid] = useState(first);
  const person = DEMO_PEOPLE.find((one) => one.uid === uid) as DemoPerson;
  return (
    <section className={classes.side} aria-label={person.displayName}>
      <label className={classes.who}>
        Signed in as{' '}
        <select value={uid} onChange={({ currentTarget }) => setUid(currentTarget.value)}>
          {DEMO_PEOPLE.map(({ uid: id, displayName, role }) => (
            <option key={id} value={id}>
              {displayName}, {role}
            </option>
          ))}
        </select>
      </label>
      {/* By its name it knows who it is; another person gets another frame. */}
      <iframe key={uid} name={windowNameOf(person)} title={person.displayName} src="/" />
    </section>
  );
}
