// biome-ignore lint/style/noRestrictedImports: the users of the seed are named once; this file is in no production bundle.
import { DEMO_PASSWORD, DEMO_PEOPLE, type DemoPerson } from '../../../tools/demo-people.ts';

const PREFIX = 'as ';

/** The name of a window that signs in as this person by itself, with a session of its own that no other window shares. */
export const windowNameOf = ({ uid }: DemoPerson): string => PREFIX + uid;

/** Whose window this is; null for one that shares the browser's session, as all others do. */
export function windowPerson(): { readonly email: string; readonly password: string } | null {
  const person = DEMO_PEOPLE.find((one) => windowNameOf(one) === window.name);
  return person === undefined ? null : { email: person.email, password: DEMO_PASSWORD };
}
