import {
  type Access,
  encodeClaims,
  type Marker,
  NO_ACCESS,
  type TimestampLike,
  timestampAt,
} from '../core/index.ts';
import type { TokenClaims } from '../web/firebase-port.ts';
import { ACCESS_SETTINGS_PATH, markerPath } from './paths.ts';

export const at = (seconds: number): TimestampLike => timestampAt(seconds);

/** An error as the Firebase SDKs throw it. */
export function firebaseError(code: string): Error & { code: string } {
  return Object.assign(new Error(`Firebase: ${code}`), { code });
}

interface Account {
  access: Access;
  authTime: number;
  email: string | null;
  emailVerified: boolean;
  /** Session claims, which take precedence over the account's. */
  session: Partial<Access>;
}

/** What a query or document source of the fake Firestore is. */
export interface FakeSource {
  data: string;
  /** Code of an error that is no denial, such as a missing index. */
  failure?: string;
  readonly allows: (access: Access) => boolean;
}

/** Firebase as every tab and every account shares it: accounts, markers, one token endpoint. */
export class FakeBackend {
  #accounts = new Map<string, Account>();
  /** Markers and settings, by path. */
  #documents = new Map<string, unknown>();
  #exchangeErrors: string[] = [];
  #listenErrors = new Map<string, string[]>();
  readonly changed = new Set<() => void>();
  /** Token exchanges that reached the server, refused ones too. */
  exchanges = 0;
  /** Exchanges in progress, and the largest number at once. */
  underway = 0;
  mostUnderway = 0;
  online = true;
  /** By how much the server's clock is ahead of the device's, in milliseconds. */
  aheadMs = 0;
  /** Set to have Firestore unreachable alone. */
  firestoreBlocked = false;
  readonly #now: () => number;

  /** @param now in milliseconds since the Unix epoch. */
  constructor(now: () => number) {
    this.#now = now;
  }

  addAccount(uid: string, access: Partial<Access> = {}, authTime = 1_000): void {
    const rest = { email: null, emailVerified: false, session: {} };
    this.#accounts.set(uid, { access: { ...NO_ACCESS, ...access }, authTime, ...rest });
  }

  /** The account's address changes in Auth. */
  setAddress(uid: string, email: string, emailVerified: boolean): void {
    const account = this.#accounts.get(uid);
    if (account !== undefined) Object.assign(account, { email, emailVerified });
  }

  /** From now on the session brings claims of its own, as one by a custom token may. */
  setSessionClaims(uid: string, session: Partial<Access>): void {
    const account = this.#accounts.get(uid);
    if (account !== undefined) account.session = session;
  }

  /** A new sign-in, later than every earlier one. */
  signedInAt(uid: string, authTime: number): void {
    const account = this.#accounts.get(uid);
    if (account !== undefined) account.authTime = authTime;
  }

  /** Sets an account's custom claims, as a Cloud Function does before it writes the marker. */
  setClaims(uid: string, access: Partial<Access>): void {
    const account = this.#accounts.get(uid);
    if (account === undefined) throw new Error(`no account ${uid}`);
    account.access = { ...NO_ACCESS, ...access };
  }

  setMarker(uid: string, marker: Partial<Marker>): void {
    this.#documents.set(markerPath(uid), {
      claimsUpdatedAt: at(2_000),
      version: 0,
      role: null,
      status: 'applied',
      problem: null,
      sessionsRevokedAt: null,
      disabled: false,
      expiresAt: null,
      refreshWithin: null,
      ...marker,
    });
    this.notify();
  }

  /** What an admin's edit comes to: claims first, then the marker. */
  edit(
    uid: string,
    role: string | null,
    version: number,
    { additionalClaims, moreOrgs }: Pick<Marker, 'additionalClaims' | 'moreOrgs'> = {},
  ): void {
    this.setClaims(uid, { role, version, ...(additionalClaims && { additionalClaims }) });
    this.setMarker(uid, {
      role,
      version,
      ...(additionalClaims && { additionalClaims }),
      ...(moreOrgs && { moreOrgs }),
    });
  }

  deleteMarker(uid: string): void {
    this.#documents.delete(markerPath(uid));
    this.notify();
  }

  markerOf = (uid: string): Marker | undefined => this.documentAt(markerPath(uid)) as Marker;

  /** Sets the access settings; undefined removes the document. */
  setSettings(data: unknown): void {
    this.#documents.set(ACCESS_SETTINGS_PATH, data);
    this.notify();
  }

  documentAt = (path: string): unknown => this.#documents.get(path);

  /** The next exchanges are refused with these codes, in order; '' lets one through. */
  refuseExchanges(...codes: string[]): void {
    this.#exchangeErrors.push(...codes);
  }

  allowExchanges(): void {
    this.#exchangeErrors = [];
  }

  /** The next attempts to listen to a document are refused with these codes. */
  refuseListens(path: string, ...codes: string[]): void {
    this.#listenErrors.set(path, [...(this.#listenErrors.get(path) ?? []), ...codes]);
  }

  refuseMarkers(uid: string, ...codes: string[]): void {
    this.refuseListens(markerPath(uid), ...codes);
  }

  nextListenError = (path: string): string | undefined => this.#listenErrors.get(path)?.shift();

  /** The token that an account would get now. */
  tokenFor(uid: string): TokenClaims {
    const account = this.#accounts.get(uid);
    if (account === undefined) throw firebaseError('auth/invalid-refresh-token');
    const { authTime, email, emailVerified } = account;
    const access = { ...account.access, ...account.session };
    const issuedAt = Math.floor((this.#now() + this.aheadMs) / 1000);
    const claims = encodeClaims(access);
    return { access, claims, authTime, issuedAt, email, emailVerified };
  }

  exchange(uid: string): TokenClaims {
    if (!this.online) throw firebaseError('auth/network-request-failed');
    this.exchanges += 1;
    const code = this.#exchangeErrors.shift();
    if (code) throw firebaseError(code);
    return this.tokenFor(uid);
  }

  notify(): void {
    for (const listener of [...this.changed]) listener();
  }
}
