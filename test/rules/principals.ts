import { Timestamp } from 'firebase/firestore';

/** A user who sends requests through the SDK: their ID token's claims, and their documents in Firestore. */
export interface Principal {
  readonly uid: string;
  readonly claims: Readonly<Record<string, unknown>>;
  /** Their `users/{uid}` document; null when there is none. */
  readonly document: Readonly<Record<string, unknown>> | null;
  /** Their `userClaims/{uid}` document. */
  readonly marker: Readonly<Record<string, unknown>>;
}

const SECONDS_NOW = Math.floor(Date.now() / 1000);

/** The time so many seconds from now. */
export const timeFromNow = (seconds: number): Timestamp => new Timestamp(SECONDS_NOW + seconds, 0);

/** A complete `users/{uid}` document. */
export const person = (role: string | null): Readonly<Record<string, unknown>> => ({
  email: 'person@example.com',
  displayName: 'Person',
  photoURL: null,
  role,
  roleExpiresAt: null,
  disabled: false,
  sessionsRevokedAt: null,
  createdAt: timeFromNow(-86_400),
  updatedAt: timeFromNow(-3600),
  updatedBy: 'owner',
});

/** A complete `userClaims/{uid}` document. */
export const marker = (role: string | null): Readonly<Record<string, unknown>> => ({
  claimsUpdatedAt: timeFromNow(-3600),
  version: 1,
  role,
  status: 'applied',
  problem: null,
  sessionsRevokedAt: null,
  disabled: false,
});

const settled = (uid: string, role: string | null): Principal => ({
  uid,
  claims: {
    ...(role !== null && { role }),
    cv: 1,
    iat: SECONDS_NOW,
    auth_time: SECONDS_NOW - 600,
  },
  document: person(role),
  marker: marker(role),
});

export const principals = {
  'without role': settled('without-role', null),
  viewer: settled('viewer', 'viewer'),
  editor: settled('editor', 'editor'),
  admin: settled('admin', 'admin'),
  /** The token is from before the account's document was deleted. */
  'owner deleted since': { ...settled('owner-deleted-since', 'owner'), document: null },
} as const satisfies Record<string, Principal>;
