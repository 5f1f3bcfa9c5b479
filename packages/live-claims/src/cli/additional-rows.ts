import {
  type Additional,
  claimNamesOf,
  type Memberships,
  type Milliseconds,
  membershipIn,
  orgIdsIn,
  type RoleTable,
  showValue,
} from '../core/index.ts';
import { momentFrom } from './moment.ts';

type Row = readonly [label: string, value: string];

/** As many organisations as a line names; of the others it gives the number. */
const MOST_NAMED = 8;

/**
 * The claims beside the role, as rows: one for each of the app's own, and one for all organisations.
 *
 * @param claims of an account.
 */
export function claimedRows(
  { claims: sources, orgs }: RoleTable,
  claims: Readonly<Record<string, unknown>>,
  now: Milliseconds,
): readonly Row[] {
  const own = claimNamesOf(sources).flatMap((name): Row[] =>
    claims[name] === undefined ? [] : [[name, showValue(claims[name])]],
  );
  if (orgs === undefined) return own;
  const memberships = Object.fromEntries(
    orgIdsIn(claims).flatMap((id) => {
      const membership = membershipIn(orgs, claims, id);
      return membership === null ? [] : [[id, membership]];
    }),
  );
  return [
    ...own,
    ...orgRow(memberships, now, claims.om === 1 ? ', and more that have no room' : ''),
  ];
}

/** What a document says for them, as rows. */
export function documentedRows(
  { values, memberships }: Additional,
  now: Milliseconds,
): readonly Row[] {
  const own = Object.entries(values).map(([name, value]): Row => [name, showValue(value)]);
  return [...own, ...orgRow(memberships, now, '')];
}

function orgRow(memberships: Memberships, now: Milliseconds, more: string): readonly Row[] {
  const all = Object.entries(memberships);
  if (all.length === 0) return [];
  const named = all.slice(0, MOST_NAMED).map(([id, { role, expiresAt }]) => {
    return expiresAt === null
      ? `${id} ${role}`
      : `${id} ${role}, ends ${momentFrom(expiresAt * 1000, now)}`;
  });
  const rest = all.length - named.length;
  return [['orgs', `${named.join(' · ')}${rest > 0 ? ` · ${rest} others` : ''}${more}`]];
}
