import { markerPath, parseMarker, userPath, versionAt, } from '../core/index.js';
import { accountOf } from '../functions/firebase/auth-accounts.js';
import { markerOf, sourceOf } from '../functions/firebase/firestore-documents.js';
import { driftOf } from '../functions/sweep/drift.js';
import { explainDrift } from './explain-drift.js';
/**
 * Reads document and marker in one go, and says where they and the account disagree.
 *
 * @param now in milliseconds since the Unix epoch.
 */
export async function lookAtPerson({ db, engine: { roles } }, { uid, account }, now) {
    const [user, marker] = await db.getAll(db.doc(userPath(uid)), db.doc(markerPath(uid)));
    if (user === undefined || marker === undefined)
        throw new Error('getAll left out a document.');
    const seen = {
        source: sourceOf(user),
        marker: markerOf(marker),
        account: account && accountOf(account),
        now: versionAt(user.readTime),
    };
    const codes = driftOf(roles, seen, now);
    return {
        uid,
        account,
        document: user.data() ?? null,
        marker: marker.data() ?? null,
        parsedMarker: parseMarker(marker.data()),
        codes,
        drift: explainDrift(roles, uid, seen, codes),
    };
}
