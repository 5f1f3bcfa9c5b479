import { type DocumentSnapshot, type Firestore } from 'firebase-admin/firestore';
import type { AccessDocuments, Source, StoredMarker } from '../sync/ports.js';
/** Firestore as the sync's `AccessDocuments`. */
export declare function firestoreDocuments(db: Firestore): AccessDocuments;
/** A revision of `users/{uid}` as the sync sees it. */
export declare function sourceOf(snapshot: DocumentSnapshot): Source;
/** A marker as the sync sees it; null when there is none. */
export declare function markerOf(snapshot: DocumentSnapshot | undefined): StoredMarker | null;
