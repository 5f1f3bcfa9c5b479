import { userPath } from '../../core/index.js';
/** `users` of a database, as the permission cache needs it. */
export function firestorePeople(db) {
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
function personOf(snapshot) {
    const { updateTime: time } = snapshot;
    return {
        fields: snapshot.data() ?? null,
        revision: time === undefined ? 'none' : `${time.seconds}.${time.nanoseconds}`,
    };
}
