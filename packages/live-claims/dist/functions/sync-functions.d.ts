import type { Host } from './host.js';
/** What keeps claims and marker as `users/{uid}` says: all that is needed to begin. */
export declare function syncFunctions(host: Host): {
    syncClaims: import("firebase-functions/core").CloudFunction<import("firebase-functions/firestore").FirestoreAuthEvent<import("firebase-functions/firestore").Change<import("firebase-functions/firestore").DocumentSnapshot> | undefined, {
        uid: string;
    }>>;
    syncMyClaims: import("firebase-functions/https").CallableFunction<unknown, Promise<{
        version: number;
        role: string | null;
        status: "applied" | "pending" | "rejected";
        problem: import("../core/problems.js").Problem | null;
    }>, unknown>;
};
