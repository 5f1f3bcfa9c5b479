import { describe, expect, it } from 'vitest';
import { appRoles } from '../testing/app-roles.ts';
import { exactMatches, parseDirectoryRow } from './directory.ts';
import {
  type DirectoryRequest,
  directoryChips,
  directoryIndexes,
  directoryQuery,
  readDirectoryRequest,
} from './directory-query.ts';
import { timestampAt } from './timestamp.ts';

const NOW = 1_800_000_000_000;
const STORED = {
  name: 'Ada',
  email: 'ada@example.com',
  emailVerified: true,
  role: 'editor',
  effectiveRole: 'editor',
  state: 'ok',
  problem: null,
  endsAt: timestampAt(1_800_000_000),
  changedAt: timestampAt(1_700_000_000, 5_000_000),
  changedBy: null,
  createdAt: null,
  lastSignInAt: null,
  hasDocument: true,
  version: 7,
};

describe('parseDirectoryRow', () => {
  it('reads times as milliseconds', () => {
    expect(parseDirectoryRow('ada', STORED, NOW - 1)).toMatchObject({
      uid: 'ada',
      endsAt: NOW,
      changedAt: 1_700_000_000_005,
      effectiveRole: 'editor',
      state: 'ok',
    });
  });

  it('ends a role at its time, though nothing has written the row since', () => {
    expect(parseDirectoryRow('ada', STORED, NOW)).toMatchObject({
      role: 'editor',
      effectiveRole: null,
      state: 'ended',
    });
    const disabled = { ...STORED, state: 'disabled', effectiveRole: null };
    expect(parseDirectoryRow('ada', disabled, NOW)?.state).toBe('disabled');
  });

  it('is null for what is no row, and passes over what it cannot read of one', () => {
    expect(parseDirectoryRow('ada', undefined, NOW)).toBeNull();
    expect(parseDirectoryRow('ada', { ...STORED, state: 'odd' }, NOW)).toBeNull();
    expect(parseDirectoryRow('ada', { ...STORED, name: 7, endsAt: 8 }, NOW)).toMatchObject({
      name: null,
      endsAt: null,
    });
  });
});

it('takes a whole address or id for an exact match, and no path', () => {
  expect(exactMatches(' Ada@Example.com ').emailKey).toBe('ada@example.com');
  expect(exactMatches('Xk29fLq0')).toEqual({ uid: 'Xk29fLq0', emailKey: null });
  expect(exactMatches('a/b').uid).toBeNull();
});

/** The indexes that Firestore makes for a field by itself; one of them serves a query on one field. */
const isSingleField = ({ where, orderBy }: NonNullable<ReturnType<typeof directoryQuery>>) =>
  where.every(({ field }) => field === orderBy.field);

const servedBy = ({ where, orderBy }: NonNullable<ReturnType<typeof directoryQuery>>) => [
  ...where.map(({ field, op }) => [field, op === 'array-contains' ? 'CONTAINS' : 'ASCENDING']),
  [orderBy.field, orderBy.direction === 'asc' ? 'ASCENDING' : 'DESCENDING'],
];

describe('readDirectoryRequest', () => {
  it('refuses what no index serves; everything else has one, and every index is used', () => {
    const used = new Set<string>();
    let refused = 0;
    for (const search of ['', 'ada'])
      for (const filter of [
        {},
        { role: 'editor' },
        { role: 'none' },
        ...['ok', 'pending', 'rejected', 'disabled', 'ended', 'expiring', 'never-signed-in'].map(
          (state) => ({ state }),
        ),
      ])
        for (const sort of ['', 'name', 'role', 'changedAt', 'lastSignInAt', 'endsAt'])
          for (const direction of ['', 'ascending', 'descending']) {
            const read = readDirectoryRequest(appRoles, { search, ...filter, sort, direction });
            if ('refusal' in read) {
              refused++;
              continue;
            }
            const query = directoryQuery(read.request, NOW);
            if (query === null) throw new Error('There is a word to search for.');
            if (isSingleField(query)) continue;
            expect(directoryIndexes()).toContainEqual(servedBy(query));
            used.add(JSON.stringify(servedBy(query)));
          }
    expect(refused).toBeGreaterThan(0);
    expect(used.size).toBe(directoryIndexes().length);
  });

  it.each([
    [{ role: 'editr' }, 'There is no role "editr".'],
    [{ state: 'odd' }, 'There is no state "odd".'],
    [{ sort: 'odd' }, 'There is no sort "odd".'],
    [{ direction: 'down' }, 'There is no direction "down".'],
    [{ role: 'editor', state: 'ok' }, 'not by both'],
    [{ search: 'a', state: 'ended' }, 'Search or filter'],
    [{ search: 'a', sort: 'role' }, 'sorted by name'],
    [{ state: 'expiring', sort: 'name' }, 'sorted by that end'],
  ])('says why it refuses %o', (words, sentence) => {
    expect(readDirectoryRequest(appRoles, words)).toEqual({
      refusal: expect.stringContaining(sentence),
    });
  });

  it('reads no words as everybody, by name', () => {
    expect(readDirectoryRequest(appRoles, { search: '', role: '' })).toEqual({ request: {} });
    expect(directoryQuery({}, NOW)).toEqual({
      where: [],
      orderBy: { field: 'nameKey', direction: 'asc' },
    });
  });
});

it('counts every role and state, each with a query of one field', () => {
  const chips = directoryChips(appRoles);
  expect(chips).toHaveLength(appRoles.ranking.length + 8);
  for (const filter of chips) {
    const query = directoryQuery({ filter } as DirectoryRequest, NOW);
    expect(new Set(query?.where.map(({ field }) => field)).size).toBe(1);
  }
});
