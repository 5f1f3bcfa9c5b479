import { TextInput } from '@mantine/core';
import { lazy, Suspense, useMemo, useState } from 'react';
import { useCan } from '../../live-claims/react/index.ts';
import { useFirebase } from '../firebase-context.ts';
import { LiveList } from '../live-list.tsx';
import { Message } from '../message.tsx';
import { Screen } from '../shell/screen.tsx';
import { useLiveQuery } from '../use-live-query.ts';
import classes from './people.module.css';
import { everybody, everybodysMarkers, PEOPLE_SHOWN } from './people-data.ts';
import { type Person, readMarker, readPerson } from './person.ts';
import { PersonEntry } from './person-entry.tsx';

const loadRoleDialog = () => import('./role-dialog.tsx');
const RoleDialog = lazy(loadRoleDialog);

// So that the dialog is there when it is asked for.
loadRoleDialog().catch(() => undefined);

/** From this many people on, the list can be searched. */
const MANY = 8;

export default function PeopleScreen() {
  const { firestore } = useFirebase();
  const canSee = useCan('people.read');
  const people = useLiveQuery(
    useMemo(() => (canSee ? everybody(firestore) : null), [firestore, canSee]),
    readPerson,
  );
  const markers = useLiveQuery(
    useMemo(() => (canSee ? everybodysMarkers(firestore) : null), [firestore, canSee]),
    readMarker,
  );
  const [search, setSearch] = useState('');
  const [changing, setChanging] = useState<string | null>(null);

  const markerOf = new Map(markers.items.map((marker) => [marker.uid, marker]));
  const sorted = people.items.toSorted((a, b) => a.name.localeCompare(b.name));
  const shown = sorted.filter((person) => matches(person, search));
  const person = people.items.find(({ uid }) => uid === changing);

  return (
    <Screen
      title="People"
      intro="Who may do what. A new role reaches every open browser within moments."
    >
      <LiveList
        found={people}
        isEmpty={people.items.length === 0}
        needs="people.read"
        empty={
          <Message title="Nobody yet">People appear here as soon as they have signed up.</Message>
        }
      >
        {sorted.length >= MANY && (
          <TextInput
            className={classes.search}
            type="search"
            label="Find somebody"
            placeholder="Name, e-mail address or role"
            value={search}
            onChange={(event) => setSearch(event.currentTarget.value)}
          />
        )}
        {shown.length === 0 ? (
          <Message title="Nobody matches">Try a part of the name or the e-mail address.</Message>
        ) : (
          <ul className={classes.list} aria-label="People">
            {shown.map((each) => (
              <li key={each.uid}>
                <PersonEntry
                  person={each}
                  marker={markerOf.get(each.uid) ?? null}
                  markersAreIn={markers.status === 'ready'}
                  onChangeRole={() => setChanging(each.uid)}
                />
              </li>
            ))}
          </ul>
        )}
        {people.items.length === PEOPLE_SHOWN && (
          <p className={classes.limit}>
            The first {PEOPLE_SHOWN} people are shown. The Firebase console has everybody, and an
            operator’s <code>npm run admin -- show</code> finds anybody.
          </p>
        )}
      </LiveList>
      <Suspense>
        {person !== undefined && (
          <RoleDialog key={person.uid} person={person} onClose={() => setChanging(null)} />
        )}
      </Suspense>
    </Screen>
  );
}

function matches({ name, email, storedRole }: Person, search: string): boolean {
  const wanted = search.trim().toLowerCase();
  return [name, email, storedRole].some((text) => text?.toLowerCase().includes(wanted));
}
