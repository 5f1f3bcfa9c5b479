import { onIdTokenChanged, signOut } from 'firebase/auth';
import { doc, onSnapshot, } from 'firebase/firestore';
import { decodeClaims } from '../core/index.js';
export function firebasePort(auth, firestore) {
    // onSnapshot tells queries and documents apart at run time; `watch` has typed them for callers.
    const listen = (source, options, next, failed) => onSnapshot(source, options, next, failed);
    return {
        name: `${auth.config.apiKey}/${auth.app.name}`,
        onIdTokenChanged: (listener) => onIdTokenChanged(auth, (user) => listener(user && signedIn(user))),
        currentUid: () => auth.currentUser?.uid ?? null,
        signOut: () => signOut(auth),
        listenToDocument: (path, next, failed) => onSnapshot(doc(firestore, path), { includeMetadataChanges: true }, (snapshot) => next({ data: snapshot.data(), fromCache: snapshot.metadata.fromCache }), failed),
        listen,
    };
}
function signedIn(user) {
    const { uid, email, displayName, photoURL } = user;
    return {
        profile: { uid, email, displayName, photoURL },
        readToken: async () => {
            const { claims } = await user.getIdTokenResult();
            return {
                access: decodeClaims(claims),
                authTime: Number(claims.auth_time) || 0,
                issuedAt: Number(claims.iat) || 0,
                email: typeof claims.email === 'string' ? claims.email : null,
                emailVerified: claims.email_verified === true,
            };
        },
        exchangeToken: () => user.getIdToken(true),
    };
}
