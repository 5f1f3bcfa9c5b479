import type { Firestore } from 'firebase-admin/firestore';
import type { ReadDocuments } from './read-facts.js';
/** `ReadDocuments` on a database: `getAll` reads them all at one time (BatchGetDocuments). */
export declare function readAtOnce(db: Firestore): ReadDocuments;
