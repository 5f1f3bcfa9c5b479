import type { DocumentSnapshot, Firestore } from 'firebase-admin/firestore';
import { userPath } from '../../core/index.ts';
import type { Person, WatchPeople } from './people.ts';

/** `users` of a database, as the permission cache needs it. */
export function firestorePeople(db: Firestore): WatchPeople {
  return {
    async read(uid) {
      return personOf(await db.doc(userPath(uid)).get());
    },
    watch(uid, { onRevision, onDead }) {
      return db.doc(userPath(uid)).onSnapshot((snapshot) => {
        onRevision(personOf(snapshot).revision);
      }, onDead);
    },
  };
}

function personOf(snapshot: DocumentSnapshot): Person {
  const { updateTime: time } = snapshot;
  return {
    fields: snapshot.data() ?? null,
    revision: time === undefined ? 'none' : `${time.seconds}.${time.nanoseconds}`,
  };
}
