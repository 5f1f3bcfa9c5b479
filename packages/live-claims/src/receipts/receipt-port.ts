import { type Auth, beforeAuthStateChanged } from 'firebase/auth';
import {
  collection,
  doc,
  type Firestore,
  getDoc,
  getDocs,
  serverTimestamp,
  setDoc,
  Timestamp,
  updateDoc,
} from 'firebase/firestore';
import { parseHeardMarker } from '../core/heard-marker.ts';
import { DEFAULT_MARKERS } from '../core/names.ts';
import { DEFAULT_CLIENTS, parseReceipt, RECEIPT_LIFETIME_MS } from '../core/receipts.ts';
import type { Milliseconds } from '../core/time.ts';
import { type ClaimsVersion, millisOf, versionAt } from '../core/timestamp.ts';
import type { Unsubscribe } from '../web/types.ts';

/** A marker that was taken. */
export interface TakenMarker {
  readonly version: ClaimsVersion;
  /** When it was written, in milliseconds since the Unix epoch; null where the session was opened later. */
  readonly claimsUpdatedAt: Milliseconds | null;
}

/** A receipt, as the session itself says it. */
export interface OwnReceipt extends TakenMarker {
  readonly device: string;
  /** What tells this session from others of the person. */
  readonly session: string;
  readonly signedOut: boolean;
}

/** A place that a session of the person has. */
export interface OccupiedPlace {
  readonly place: string;
  readonly session: string;
  readonly lastSeenAt: Milliseconds;
  readonly signedOut: boolean;
}

/** The Firebase SDK, narrowed to what receipts do with it: the seam for tests. */
export interface ReceiptPort {
  /** Tells this app from others of the same origin. */
  readonly name: string;
  /** The places of the person that are occupied. */
  list(uid: string): Promise<readonly OccupiedPlace[]>;
  /** Writes all of a receipt; with `mustExist` only where there is one. */
  take(uid: string, place: string, receipt: OwnReceipt, mustExist: boolean): Promise<void>;
  /** Says that the session was seen, and whether it signs out; rejects where there is no receipt. */
  seen(uid: string, place: string, signedOut: boolean): Promise<void>;
  /** The marker, as it is now; null for none that can be read. */
  readMarker(uid: string): Promise<TakenMarker | null>;
  /** Calls with the account before it is signed out in this tab; the sign-out waits for the promise. */
  beforeSignOut(callback: (uid: string) => Promise<void>): Unsubscribe;
}

export function receiptPort(
  auth: Auth,
  firestore: Firestore,
  collections:
    | { readonly markers?: string | undefined; readonly clients?: string | undefined }
    | undefined,
): ReceiptPort {
  const { markers = DEFAULT_MARKERS, clients = DEFAULT_CLIENTS } = collections ?? {};
  const marker = (uid: string) => doc(firestore, markers, uid);
  const at = (uid: string, place: string) => doc(firestore, markers, uid, clients, place);
  const seenNow = (signedOut: boolean) => ({
    signedOut,
    lastSeenAt: serverTimestamp(),
    expiresAt: Timestamp.fromMillis(Date.now() + RECEIPT_LIFETIME_MS),
  });
  return {
    name: `${auth.config.apiKey}/${auth.app.name}`,
    async list(uid) {
      const { docs } = await getDocs(collection(firestore, markers, uid, clients));
      return docs.map((each) => {
        const session: unknown = each.get('session');
        const { lastSeenAt = 0, signedOut = true } = parseReceipt(each.id, each.data()) ?? {};
        return {
          place: each.id,
          session: typeof session === 'string' ? session : '',
          lastSeenAt,
          signedOut,
        };
      });
    },
    async take(uid, place, { claimsUpdatedAt, signedOut, ...receipt }, mustExist) {
      const fields = {
        ...receipt,
        ...seenNow(signedOut),
        claimsUpdatedAt:
          claimsUpdatedAt === null ? null : Timestamp.fromMillis(Math.floor(claimsUpdatedAt)),
        takenAt: serverTimestamp(),
      };
      await (mustExist ? updateDoc(at(uid, place), fields) : setDoc(at(uid, place), fields));
    },
    seen: (uid, place, signedOut) => updateDoc(at(uid, place), seenNow(signedOut)),
    async readMarker(uid) {
      const read = parseHeardMarker((await getDoc(marker(uid))).data());
      return (
        read && {
          version: read.version,
          claimsUpdatedAt: millisOf(versionAt(read.claimsUpdatedAt)),
        }
      );
    },
    beforeSignOut: (callback) =>
      beforeAuthStateChanged(auth, async (next) => {
        const uid = auth.currentUser?.uid;
        // A promise that rejects would keep the user signed in.
        if (uid !== undefined && uid !== next?.uid) await callback(uid).catch(() => {});
      }),
  };
}
