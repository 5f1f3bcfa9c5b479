import { Button, TextInput } from '@mantine/core';
import { useEffect, useMemo, useState } from 'react';
import {
  Can,
  Screen,
  useCan,
  useConsole,
  useLiveClaims,
  useLiveQuery,
} from '../console-context.tsx';
import { Invites } from '../invites/invites.tsx';
import { wordsOf } from '../location.ts';
import { Closed, isClosed, LiveList } from '../parts/live-list.tsx';
import { Message } from '../parts/message.tsx';
import { ChangedRows, followed } from './changed-rows.ts';
import { Directory } from './directory-page.tsx';
import { FindAccount } from './find-account.tsx';
import classes from './people.module.css';
import { allMarkers, allUsers, PEOPLE_SHOWN } from './people-data.ts';
import { addressOf, type Person, personReader, readMarker, type UserMarker } from './person.ts';
import { PersonDialog, type PersonDialogName } from './person-dialog.tsx';
import { PersonEntry } from './person-entry.tsx';

/** Whose dialog is open, and which. */
interface Open {
  readonly uid: string;
  readonly dialog: PersonDialogName;
}

/** From this many people on, the list can be searched. */
const MANY = 8;

/**
 * Users and their roles, with what an admin does about them, and the invites. For users with the permission of
 * `can.listUsers`; to change anything, of `can.grantRoles`.
 *
 * @example <Route path="/admin/people" component={PeoplePage} />
 */
export function PeoplePage() {
  const { config, go, location, roles } = useConsole();
  const canGrant = useCan(roles.grantPermission);
  const canSee = useCan(config.can.listUsers);
  const { status } = useLiveClaims();
  const isInvites = canGrant && wordsOf(location).tab === 'invites';
  const [path = ''] = location.split('?');
  return (
    <Screen
      title="People"
      intro="Users and their roles. A new role reaches every open browser within moments."
      action={
        canGrant && (
          <fieldset className={classes.tabs} aria-label="What is listed">
            <Button
              variant={isInvites ? 'default' : 'light'}
              aria-pressed={!isInvites}
              onClick={() => go(path)}
            >
              People
            </Button>
            <Button
              variant={isInvites ? 'light' : 'default'}
              aria-pressed={isInvites}
              onClick={() => go(`${path}?tab=invites`)}
            >
              Invites
            </Button>
          </fieldset>
        )
      }
    >
      {isInvites ? (
        <Invites />
      ) : !config.directory ? (
        <FirstPeople />
      ) : canSee ? (
        <Directory />
      ) : (
        status !== 'loading' && <Closed needs={config.can.listUsers} />
      )}
    </Screen>
  );
}

/** The first people, in an app without the directory. */
function FirstPeople() {
  const { config, firestore } = useConsole();
  const { collections, can, receipts } = config;
  const canSee = useCan(can.listUsers);
  const people = useLiveQuery(
    useMemo(
      () => (canSee ? allUsers(firestore, collections) : null),
      [firestore, collections, canSee],
    ),
    useMemo(() => personReader(config), [config]),
  );
  const markers = useLiveQuery(
    useMemo(
      () => (canSee ? allMarkers(firestore, collections) : null),
      [firestore, collections, canSee],
    ),
    readMarker,
  );
  const [search, setSearch] = useState('');
  const [open, setOpen] = useState<Open | null>(null);
  const close = () => setOpen(null);

  const markerOf = new Map(markers.items.map((marker) => [marker.uid, marker]));
  const sorted = people.items.toSorted((a, b) => a.name.localeCompare(b.name));
  const shown = sorted.filter((each) => matches(each, markerOf.get(each.uid) ?? null, search));
  const [changedOf] = useState(() => new ChangedRows().list(false));
  const isIn = people.status === 'ready' && markers.status === 'ready';
  const rowOf = ({ uid }: Person) => ({ uid, version: markerOf.get(uid)?.version ?? 0 });
  const following =
    receipts && isIn ? followed(shown.map(rowOf), changedOf(sorted.map(rowOf))) : null;
  const person = people.items.find(({ uid }) => uid === open?.uid);
  const isGone = isClosed(people);
  // Access that went and came again opens no dialog by itself.
  useEffect(() => {
    if (isGone) setOpen(null);
  }, [isGone]);

  return (
    <>
      <LiveList
        found={people}
        isEmpty={people.items.length === 0}
        needs={can.listUsers}
        empty={
          <Message title="No users yet">People appear here as soon as they have signed up.</Message>
        }
      >
        {sorted.length >= MANY && (
          <TextInput
            className={classes.search}
            type="search"
            label="Find a user"
            placeholder="Name, e-mail address or role"
            value={search}
            onChange={(event) => setSearch(event.currentTarget.value)}
          />
        )}
        {shown.length === 0 ? (
          <Message title="No match">
            {people.items.length === PEOPLE_SHOWN
              ? `No match among the ${PEOPLE_SHOWN} people shown. Find the account below, by its exact e-mail address or id.`
              : 'Try a part of the name, the e-mail address or the account id.'}
          </Message>
        ) : (
          <ul className={classes.list} aria-label="People">
            {shown.map((each) => (
              <li key={each.uid}>
                <PersonEntry
                  person={each}
                  marker={markerOf.get(each.uid) ?? null}
                  markersAreIn={markers.status === 'ready'}
                  isFollowed={following?.has(each.uid) ?? false}
                  onChangeRole={() => setOpen({ uid: each.uid, dialog: 'role' })}
                  onAccount={(dialog) => setOpen({ uid: each.uid, dialog })}
                />
              </li>
            ))}
          </ul>
        )}
        {people.items.length === PEOPLE_SHOWN && (
          <p className={classes.limit}>
            The first {PEOPLE_SHOWN} people are shown. Find all others by exact e-mail address or
            account id. To search, sort and filter everybody, set <code>directory: true</code> in
            the configuration, deploy, and run <code>npx live-claims reconcile</code>.
          </p>
        )}
      </LiveList>
      <Can permission={can.grantRoles}>
        <FindAccount />
      </Can>
      {person !== undefined && open !== null && (
        <PersonDialog name={open.dialog} person={person} onClose={close} />
      )}
    </>
  );
}

function matches(person: Person, marker: UserMarker | null, search: string): boolean {
  const wanted = search.trim().toLowerCase();
  const { name, uid, email, roleText } = person;
  const texts = [name, email, addressOf(person, marker).email, roleText];
  return uid.toLowerCase() === wanted || texts.some((text) => text?.toLowerCase().includes(wanted));
}
