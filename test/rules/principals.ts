import { Timestamp } from 'firebase/firestore';

/** Somebody who sends requests: what their ID token claims, and what `users/{uid}` says of them. */
export interface Principal {
  readonly uid: string;
  /** Custom claims of the ID token; null for somebody who is not signed in. */
  readonly claims: Readonly<Record<string, unknown>> | null;
  /** Their `users/{uid}` document; null when there is none. */
  readonly document: Readonly<Record<string, unknown>> | null;
}

const SECONDS_NOW = Math.floor(Date.now() / 1000);

/** Seconds since the Unix epoch, as the claim `rx` counts them. */
export const secondsFromNow = (seconds: number): number => SECONDS_NOW + seconds;

/** The same as a Firestore timestamp, as `roleExpiresAt` holds it. */
export const timeFromNow = (seconds: number): Timestamp => new Timestamp(SECONDS_NOW + seconds, 0);

/** A complete `users/{uid}` document. */
export function person(
  role: unknown,
  fields: Readonly<Record<string, unknown>> = {},
): Readonly<Record<string, unknown>> {
  return {
    email: 'person@example.com',
    displayName: 'Person',
    photoURL: null,
    role,
    roleExpiresAt: null,
    disabled: false,
    createdAt: timeFromNow(-86_400),
    updatedAt: timeFromNow(-3600),
    updatedBy: 'owner',
    ...fields,
  };
}

const HOUR = 3600;

/** A token's claims; `cv` plays no part in these rules. */
const claims = (role: string, rx?: number) => ({ role, cv: 1, ...(rx !== undefined && { rx }) });

/** Everybody whose access differs, by what sets them apart. */
export const principals = {
  anonymous: { uid: 'anonymous', claims: null, document: null },
  'without role': { uid: 'without-role', claims: {}, document: person(null) },
  viewer: { uid: 'viewer', claims: claims('viewer'), document: person('viewer') },
  editor: { uid: 'editor', claims: claims('editor'), document: person('editor') },
  admin: { uid: 'admin', claims: claims('admin'), document: person('admin') },
  owner: { uid: 'owner', claims: claims('owner'), document: person('owner') },

  /** A time-bound grant that still runs. */
  'temporary admin': {
    uid: 'temporary-admin',
    claims: claims('admin', secondsFromNow(HOUR)),
    document: person('admin', { roleExpiresAt: timeFromNow(HOUR) }),
  },
  /** The same, run out. */
  'expired admin': {
    uid: 'expired-admin',
    claims: claims('admin', secondsFromNow(-1)),
    document: person('admin', { roleExpiresAt: timeFromNow(-1) }),
  },

  // Tokens from before an edit: the document says something else by now.
  'admin shortened since': {
    uid: 'admin-shortened-since',
    claims: claims('admin'),
    document: person('admin', { roleExpiresAt: timeFromNow(-1) }),
  },
  'admin demoted since': {
    uid: 'admin-demoted-since',
    claims: claims('admin'),
    document: person('viewer'),
  },
  'admin removed since': {
    uid: 'admin-removed-since',
    claims: claims('admin'),
    document: person(null),
  },
  'viewer removed since': {
    uid: 'viewer-removed-since',
    claims: claims('viewer'),
    document: person(null),
  },
  'owner disabled since': {
    uid: 'owner-disabled-since',
    claims: claims('owner'),
    document: person('owner', { disabled: true }),
  },
  'owner deleted since': {
    uid: 'owner-deleted-since',
    claims: claims('owner'),
    document: null,
  },
  'viewer promoted to admin since': {
    uid: 'viewer-promoted-since',
    claims: claims('viewer'),
    document: person('admin'),
  },
} as const satisfies Record<string, Principal>;

export type PrincipalName = keyof typeof principals;
