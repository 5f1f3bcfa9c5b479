/** `ReadDocuments` on a database: `getAll` reads them all at one time (BatchGetDocuments). */
export function readAtOnce(db) {
    return async (paths) => {
        const snapshots = await db.getAll(...paths.map((path) => db.doc(path)));
        return snapshots.map((snapshot) => snapshot.data() ?? null);
    };
}
