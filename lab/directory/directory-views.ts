import { deleteApp } from 'firebase/app';
import {
  doc,
  type Firestore,
  getCountFromServer,
  getDocFromServer,
  onSnapshot,
  terminate,
} from 'firebase/firestore';
import { DIRECTORY_PAGE, type DirectoryRequest } from 'live-claims/core';
import config from '../../functions/src/live-claims.config.ts';
import type { DirectoryList } from '../../packages/live-claims/src/console/people/directory-list.ts';
import {
  COUNTED,
  countQuery,
  openDirectoryList,
} from '../../packages/live-claims/src/console/people/directory-queries.ts';
import { directoryClient, freshBrowser } from '../../test/support/directory-client.ts';
import { listedPerson } from '../../test/support/directory-rows.ts';

const DIRECTORY = config.collections.directory;

/** A browser's Firestore: connected, and with nothing read yet. */
export async function openFreshBrowser(
  projectId: string,
  host: string,
): Promise<{ readonly firestore: Firestore; close(): Promise<void> }> {
  const firestore = freshBrowser(projectId, host);
  // The listener's stream is opened here, with a read that finds nothing.
  await new Promise<void>((resolve, reject) => {
    const stop = onSnapshot(
      doc(firestore, DIRECTORY, 'nobody'),
      () => {
        stop();
        resolve();
      },
      reject,
    );
  });
  return {
    firestore,
    async close() {
      await terminate(firestore);
      await deleteApp(firestore.app);
    },
  };
}

/** A view of the console: what is there before, and what is then asked for. */
export interface View {
  readonly name: string;
  /** Comes back when it is shown, and fails where it shows something else. */
  show(firestore: Firestore, people: number): Promise<unknown>;
}

/** The views of the directory, as an admin comes by them. */
export const VIEWS: readonly View[] = [
  page('first page, by name', {}),
  page('first page, by last change', { sort: 'changedAt' }),
  page('first page, by last sign-in', { sort: 'lastSignInAt' }),
  page('those who are disabled, by last change', {
    filter: { state: 'disabled' },
    sort: 'changedAt',
  }),
  {
    name: 'the first two pages',
    async show(firestore) {
      const list = listOf(firestore, {});
      await until(list, ({ rows }) => rows.length === DIRECTORY_PAGE);
      const next = until(list, ({ rows }) => rows.length === 2 * DIRECTORY_PAGE);
      list.show(DIRECTORY_PAGE - 1, DIRECTORY_PAGE - 1);
      await next;
    },
  },
  {
    name: 'the counts of a visit',
    show: (firestore) =>
      Promise.all(
        COUNTED.map(([, filter]) => getCountFromServer(countQuery(firestore, DIRECTORY, filter))),
      ),
  },
  {
    name: 'one person, by the id',
    async show(firestore, people) {
      const { uid } = oneOf(people);
      const row = await getDocFromServer(doc(firestore, DIRECTORY, uid));
      if (!row.exists()) throw new Error(`${uid} has no row.`);
    },
  },
  {
    name: 'one person, by the whole address',
    show: (firestore, people) => search(firestore, people, oneOf(people).email),
  },
  {
    name: 'one person, by a word of the name',
    show: (firestore, people) =>
      search(firestore, people, oneOf(people).name.split(' ').at(-1) ?? ''),
  },
];

/** Somebody near the end, with a name of several words: each seventh person has one. */
const oneOf = (people: number) => listedPerson(7 * Math.floor((people - 1) / 7));

function page(name: string, request: DirectoryRequest): View {
  return {
    name,
    async show(firestore, people) {
      const list = listOf(firestore, request);
      const disabled = 'filter' in request ? people / 10 : people;
      await until(list, ({ rows }) => rows.length === Math.min(DIRECTORY_PAGE, disabled));
    },
  };
}

async function search(firestore: Firestore, people: number, text: string): Promise<void> {
  const { uid } = oneOf(people);
  const list = listOf(firestore, { search: text });
  await until(list, ({ rows }) => rows.some((row) => row.uid === uid));
}

function listOf(firestore: Firestore, request: DirectoryRequest): DirectoryList {
  const list = openDirectoryList(directoryClient, firestore, DIRECTORY, request);
  if (list === null) throw new Error('Nobody can be found by this.');
  return list;
}

/** Comes back when the list shows what is wanted; it goes on until its browser is closed. */
function until(
  list: DirectoryList,
  isShown: (shown: ReturnType<DirectoryList['getSnapshot']>) => boolean,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const look = () => {
      const shown = list.getSnapshot();
      if (shown.status === 'error' || shown.status === 'denied') reject(shown.error);
      else if (shown.status === 'ready' && isShown(shown)) resolve();
      else if (shown.status === 'ready' && shown.isEnd) {
        reject(new Error(`The list ends after ${shown.rows.length} rows, without what is wanted.`));
      }
    };
    list.subscribe(look);
    look();
  });
}
