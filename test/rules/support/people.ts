import type { Fields } from './fields.ts';
import type { Claims } from './token.ts';

/** Seconds since the Unix epoch, as tokens count them. */
const secondsNow = (): number => Math.floor(Date.now() / 1000);

/** The time so many seconds from now. */
export const fromNow = (seconds: number): Date => new Date((secondsNow() + seconds) * 1000);

/** The same, as a token counts it. */
export const secondsFromNow = (seconds: number): number => secondsNow() + seconds;

/** The marker's version, which a current token carries. */
export const VERSION = 1_763_000_000_000_000;

/** A complete `users/{uid}` document. */
export const userDocument = (role: unknown, fields: Fields = {}): Fields => ({
  email: 'person@example.com',
  displayName: 'Person',
  photoURL: null,
  role,
  roleExpiresAt: null,
  disabled: false,
  sessionsRevokedAt: null,
  createdAt: fromNow(-86_400),
  updatedAt: fromNow(-3600),
  updatedBy: 'an-admin',
  ...fields,
});

/** A complete `userClaims/{uid}` document. */
export const markerDocument = (role: unknown, fields: Fields = {}): Fields => ({
  claimsUpdatedAt: fromNow(-3600),
  version: VERSION,
  role,
  status: 'applied',
  problem: null,
  sessionsRevokedAt: null,
  disabled: false,
  expiresAt: null,
  ...fields,
});

/** The same for all of a run, however long it takes. */
const SIGNED_IN_AT = secondsFromNow(-600);

/** Claims of a token that was issued this second in a session of ten minutes ago. */
export const tokenClaims = (role: unknown, claims: Claims = {}): Claims => ({
  iat: secondsNow(),
  auth_time: SIGNED_IN_AT,
  cv: VERSION,
  ...(role !== null && { role }),
  ...claims,
});

/** A post as it is stored. */
export const storedPost = (authorId: string, status: 'draft' | 'published'): Fields => ({
  title: 'A title',
  body: 'A body',
  authorId,
  status,
  createdAt: fromNow(-3600),
  updatedAt: fromNow(-60),
});
