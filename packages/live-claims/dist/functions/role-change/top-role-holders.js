import { COLLECTIONS, holdsTopRoleForGood, isUid, markerPath, parseMarker, readGrant, topRole, } from '../../core/index.js';
/** Everybody whose document names the top role, for good or not. */
export function topRoleHolders(db, roles) {
    return db.collection(COLLECTIONS.users).where('role', '==', topRole(roles));
}
/**
 * Whether somebody other than `uid` among them holds the top role for good, and has an account to use it
 * with: the marker says that it is applied. A document for an account that nobody has is no owner.
 *
 * @param read reads the markers; by itself, unless it has to be within a transaction.
 */
export async function hasOtherTopRole(roles, { docs }, uid, read = (references) => references[0]?.firestore.getAll(...references) ?? []) {
    const others = docs.filter((person) => person.id !== uid &&
        isUid(person.id) &&
        holdsTopRoleForGood(roles, readGrant(roles, person.data()).grant));
    if (others.length === 0)
        return false;
    const markers = await read(others.map(({ id, ref }) => ref.firestore.doc(markerPath(id))));
    return markers.some((document) => {
        const marker = parseMarker(document.data());
        return marker?.status === 'applied' && holdsTopRoleForGood(roles, marker);
    });
}
