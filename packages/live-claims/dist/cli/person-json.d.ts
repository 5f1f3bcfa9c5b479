import type { PersonView } from './look-at-person.js';
/** A person as `show --json` prints it: Firestore's timestamps as ISO 8601, everything else as stored. */
export declare function personJson(view: PersonView): Readonly<Record<string, unknown>>;
