import { isDeepStrictEqual } from 'node:util';
import { isTimestamp, type OrgTable, showValue } from '../../core/index.ts';

type Fields = Readonly<Record<string, unknown>>;

/** The longest text that is copied as it is; no role has a longer name. */
const LONGEST_TEXT = 100;

/**
 * What of a membership stands in `users/{uid}.orgs`: its fields that decide access, under the app's names and as they
 * were written, so that what is wrong with one is said of it there as it would be here. One without a role has none.
 *
 * @param data of the membership, under the app's names; null for no membership.
 * @returns the entry; null for none.
 */
export function entryOf({ fields }: Pick<OrgTable, 'fields'>, data: Fields | null): Fields | null {
  if (data === null) return null;
  const { role, expiresAt, disabled } = fields;
  // Also the role in a misspelled field: it is the one thing that is said about such a document.
  const roles = Object.keys(data).filter(
    (name) => name.trim().toLowerCase() === role.toLowerCase() && (data[name] ?? null) !== null,
  );
  if (roles.length === 0) return null;
  const copied = [...roles, expiresAt, disabled].filter((name) => (data[name] ?? null) !== null);
  return Object.fromEntries(copied.map((name) => [name, storable(data[name])]));
}

/** The value; of one that cannot be read anyway, as much as is shown of it: it must not fill the user's document. */
function storable(value: unknown): unknown {
  const isLong = typeof value === 'string' && value.length > LONGEST_TEXT;
  const isStrange = typeof value === 'object' && !isTimestamp(value);
  return isLong || isStrange ? showValue(value) : value;
}

/** The entries that a `users/{uid}` document has, under its default names, by organisation. */
export function entriesIn(data: Fields | null | undefined): Fields {
  const orgs = data?.orgs;
  const isMap = typeof orgs === 'object' && orgs !== null && !Array.isArray(orgs);
  return isMap && !isTimestamp(orgs) ? (orgs as Fields) : {};
}

/** The entry of one organisation in a `users/{uid}` document; null for none. */
export function entryIn(data: Fields | null | undefined, orgId: string): unknown {
  const entries = entriesIn(data);
  return Object.hasOwn(entries, orgId) ? entries[orgId] : null;
}

/** The organisations whose entries differ between the two sides of an edit of `users/{uid}`. */
export function differingOrgs(before: Fields | null, after: Fields | null): readonly string[] {
  const ids = new Set([...Object.keys(entriesIn(before)), ...Object.keys(entriesIn(after))]);
  return [...ids].filter((id) => !isDeepStrictEqual(entryIn(before, id), entryIn(after, id)));
}
