import { markerPath } from '../../tools/demo-paths.ts';

/*
 * Where the other approaches keep their things. Collections of their own: our sync listens on
 * `users/{uid}`, and their users have no document there.
 */

/** Documents whose write runs a function. */
export const EDITED = {
  docsMarker: 'labDocsMarker',
  extension: 'labExtension',
  baseline: 'labBaseline',
  hop: 'labHop',
} as const;

/** Where a trigger that does nothing says when it was entered. */
export const HOPS_SEEN = 'labHopsSeen';

/** Where the docs' sample puts `refreshTime`. */
export const DOCS_METADATA = 'labDocsMetadata';

/** A role that is looked up, and that no function listens on. */
export const ROLES = 'labRoles';

/** The version that a token has to carry. */
export const VERSIONS = 'labVersions';

/** What is read with a role in the token, and with a role that is looked up: a document in each. */
export const THINGS = { byClaim: 'labClaimThings', byLookUp: 'labLookUpThings' } as const;

/** What is read where exactly one check decides: a document in each. */
export const CHECKED = {
  none: 'labCheckNone',
  token: 'labCheckToken',
  marker: 'labCheckMarker',
  document: 'labCheckDocument',
} as const;
export type CheckedBy = keyof typeof CHECKED;

/** The document in each of the collections that are read. */
export const ONE = 'one';

/** How long a role that was looked up is believed by the caches. */
export const ROLE_LIFETIME_SECONDS = 60;

/** Lets a cached role count as too old, instead of waiting for it. */
export const LIFETIME_OVER_HEADER = 'x-lab-lifetime-over';

/** How long session cookies live: the least that Firebase Auth gives out. */
export const COOKIE_SECONDS = 300;

/** Where the address of a Redis server stands, once there is one. */
export const REDIS_ADDRESS_PATH = 'labSettings/redis';

/**
 * The baseline writes our marker itself, for people whom our sync does not know: what is read after it
 * is then the very same, by the same rules.
 */
export const baselineMarkerPath = markerPath;

/** Names of the functions. */
export const LAB_FUNCTIONS = {
  admin: 'labAdmin',
  api: 'labApi',
  baseline: 'labBaselineCall',
} as const;
