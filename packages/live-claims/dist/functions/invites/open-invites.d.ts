import type { Firestore, Query } from 'firebase-admin/firestore';
/** The invites to an address that nobody has taken, expired ones among them. */
export declare function openInvites(db: Firestore, email: string): Query;
