import type { Fields } from '../support/fields.ts';
import {
  fromNow,
  markerDocument,
  secondsFromNow,
  tokenClaims,
  userDocument,
  VERSION,
} from '../support/people.ts';
import type { Claims } from '../support/token.ts';

/** One of the persons of docs/rules-matrix.md, as Firestore and their token have them. */
interface Persona {
  /** Name of what `settings/access` says while they ask. */
  readonly settings: SettingsName;
  /** The role in their token; null for none. */
  readonly claimed: string | null;
  /** Further claims. */
  readonly claims?: Claims;
  /** `users/{uid}`; null when there is none. */
  readonly document: Fields | null;
  /** `userClaims/{uid}`; null when there is none. */
  readonly marker: Fields | null;
}

/** `settings/access`; null when there is no such document. */
export const settings = {
  open: null,
  lockdown: { lockdown: true, minimumAuthTime: null },
  'minimum a minute ago': { lockdown: false, minimumAuthTime: fromNow(-60) },
  'minimum an hour ago': { lockdown: false, minimumAuthTime: fromNow(-3600) },
  unreadable: { lockdown: 'no', minimumAuthTime: null },
} as const satisfies Record<string, Fields | null>;
export type SettingsName = keyof typeof settings;

/** A user whose token, marker and document agree. */
const settled = (role: string | null, where: SettingsName = 'open'): Persona => ({
  settings: where,
  claimed: role,
  document: userDocument(role),
  marker: markerDocument(role),
});

const EXPIRED = secondsFromNow(-1);
const aMinuteAgo = { sessionsRevokedAt: fromNow(-60) };
const anHourAgo = { sessionsRevokedAt: fromNow(-3600) };

export const persons: Readonly<Record<string, Persona>> = {
  'without role': settled(null),
  viewer: settled('viewer'),
  editor: settled('editor'),
  admin: settled('admin'),
  owner: settled('owner'),
  'expired admin': {
    ...settled('admin'),
    claims: { rx: EXPIRED },
    document: userDocument('admin', { roleExpiresAt: new Date(EXPIRED * 1000) }),
    marker: markerDocument('admin', { expiresAt: EXPIRED }),
  },
  'former admin': { ...settled('viewer'), claimed: 'admin' },
  'promoted viewer': { ...settled('admin'), claimed: 'viewer' },
  'disabled owner': {
    ...settled('owner'),
    document: userDocument('owner', { disabled: true }),
    marker: markerDocument(null, { disabled: true }),
  },
  'deleted owner': { ...settled('owner'), document: null, marker: null },
  'signed out everywhere': {
    ...settled('admin'),
    document: userDocument('admin', aMinuteAgo),
    marker: markerDocument('admin', aMinuteAgo),
  },
  'signed in again': {
    ...settled('admin'),
    document: userDocument('admin', anHourAgo),
    marker: markerDocument('admin', anHourAgo),
  },
  'admin in a lockdown': settled('admin', 'lockdown'),
  'owner in a lockdown': settled('owner', 'lockdown'),
  'owner before the minimum': settled('owner', 'minimum a minute ago'),
  'admin since the minimum': settled('admin', 'minimum an hour ago'),
  'admin, unreadable setting': settled('admin', 'unreadable'),
  'owner, unreadable setting': settled('owner', 'unreadable'),
};

/** Tokens of one person, by what sets them apart. A claim that is undefined is not there. */
const tokens: Readonly<Record<string, () => Claims>> = {
  current: () => ({}),
  behind: () => ({ cv: VERSION - 1 }),
  ahead: () => ({ cv: VERSION + 1 }),
  'no version': () => ({ cv: undefined }),
  'odd version': () => ({ cv: String(VERSION) }),
  'old sign-in': () => ({ auth_time: secondsFromNow(-7200) }),
};

export const tokenNames = Object.keys(tokens);

/** The claims of this person's token, issued now. @throws {Error} for a token of another name. */
export function claimsOf(person: Persona, token: string): Claims {
  const claims = tokens[token];
  if (!claims) throw new Error(`There is no token "${token}".`);
  return tokenClaims(person.claimed, { ...person.claims, ...claims() });
}
