/*
 * What the names in a configuration may be. The parameters of live-claims-kit say the same of collection and field.
 */

/** Role names are part of every token and of the security rules: short, ASCII, no blanks. */
export const ROLE_NAME = /^[a-z][a-z0-9_-]{0,31}$/;

/** Permissions stand between quotes in the security rules: no character that could end them. */
export const PERMISSION_NAME = /^[A-Za-z][A-Za-z0-9._:-]{0,63}$/;

/** Regions of Google Cloud: `us-central1`, `europe-west10`. */
export const REGION = /^[a-z]+-[a-z]+\d+$/;

/** Ids of databases: 4 to 63 lower-case letters, digits and hyphens ("Manage databases", Firestore docs). */
export const DATABASE = /^(\(default\)|[a-z][a-z0-9-]{2,61}[a-z0-9])$/;

/** Names that are valid in a path and in security rules, without quotes. */
export const COLLECTION = /^[A-Za-z][A-Za-z0-9_-]{0,63}$/;
export const FIELD = /^[A-Za-z][A-Za-z0-9_]{0,63}$/;
