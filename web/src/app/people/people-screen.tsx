import { appRoles } from '@live-claims/contract';
import { TextInput } from '@mantine/core';
import { lazy, Suspense, useMemo, useState } from 'react';
import { Can, useCan } from '../../live-claims/react/index.ts';
import { useFirebase } from '../firebase-context.ts';
import { Invites } from '../invites/invites.tsx';
import { LiveList } from '../live-list.tsx';
import { Message } from '../message.tsx';
import { Screen } from '../shell/screen.tsx';
import { useLiveQuery } from '../use-live-query.ts';
import classes from './people.module.css';
import { everybody, everybodysMarkers, PEOPLE_SHOWN } from './people-data.ts';
import { type Person, readMarker, readPerson } from './person.ts';
import { PersonEntry } from './person-entry.tsx';
import type { AccountAction } from './person-menu.tsx';

const loadRoleDialog = () => import('./role-dialog.tsx');
const RoleDialog = lazy(loadRoleDialog);
const loadAccountDialog = () => import('./account-dialog.tsx');
const AccountDialog = lazy(loadAccountDialog);

// So that the dialogs are there when they are asked for.
for (const load of [loadRoleDialog, loadAccountDialog]) load().catch(() => undefined);

/** Whose dialog is open, and which. */
interface Open {
  readonly uid: string;
  readonly dialog: 'role' | AccountAction;
}

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
  const [open, setOpen] = useState<Open | null>(null);
  const close = () => setOpen(null);

  const markerOf = new Map(markers.items.map((marker) => [marker.uid, marker]));
  const sorted = people.items.toSorted((a, b) => a.name.localeCompare(b.name));
  const shown = sorted.filter((person) => matches(person, search));
  const person = people.items.find(({ uid }) => uid === open?.uid);

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
                  onChangeRole={() => setOpen({ uid: each.uid, dialog: 'role' })}
                  onAccount={(dialog) => setOpen({ uid: each.uid, dialog })}
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
      <Can permission={appRoles.grantPermission}>
        <Invites />
      </Can>
      <Suspense>
        {person !== undefined && open?.dialog === 'role' && (
          <RoleDialog key={person.uid} person={person} onClose={close} />
        )}
        {person !== undefined && open !== null && open.dialog !== 'role' && (
          <AccountDialog key={person.uid} action={open.dialog} person={person} onClose={close} />
        )}
      </Suspense>
    </Screen>
  );
}

function matches({ name, email, storedRole }: Person, search: string): boolean {
  const wanted = search.trim().toLowerCase();
  return [name, email, storedRole].some((text) => text?.toLowerCase().includes(wanted));
}
