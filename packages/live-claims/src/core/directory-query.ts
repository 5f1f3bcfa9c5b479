import type { DirectoryState } from './directory.ts';
import { searchTerm } from './directory-text.ts';
import { isRole, type Roles } from './roles.ts';
import { type Milliseconds, secondsOf } from './time.ts';

/**
 * How many days ahead a role's end counts as near.
 *
 * @example const soon = row.endsAt !== null && row.endsAt < Date.now() + EXPIRING_DAYS * 86_400_000;
 */
export const EXPIRING_DAYS = 7;

/**
 * How many people a page of the directory has by default, which is what it costs in reads.
 *
 * @example query.limit(DIRECTORY_PAGE)
 */
export const DIRECTORY_PAGE = 50;

/**
 * The fields that a list of people can be sorted by.
 *
 * @example DIRECTORY_SORTS.includes('lastSignInAt') // true
 */
export const DIRECTORY_SORTS = ['name', 'role', 'changedAt', 'lastSignInAt', 'endsAt'] as const;
/**
 * One of `DIRECTORY_SORTS`.
 *
 * @example const sort: DirectorySort = 'changedAt';
 */
export type DirectorySort = (typeof DIRECTORY_SORTS)[number];

/**
 * `ascending` is A to Z, the lowest rank, the longest ago, the soonest end first.
 *
 * @example const direction: SortDirection = 'descending';
 */
export type SortDirection = 'ascending' | 'descending';

/**
 * One filter on equal values, which goes with every sort and with a search: the role that stands in the document, null
 * for none, or a state. `never-signed-in` are accounts, as far as the rows know: see `DirectoryRow.lastSignInAt`.
 *
 * @example const filter: DirectoryFilter = { role: 'editor' };
 */
export type DirectoryFilter =
  | { readonly role: string | null }
  | { readonly state: Exclude<DirectoryState, 'ended'> | 'never-signed-in' };

/**
 * A filter on the end of the role, which comes sorted by it: `expiring` within `EXPIRING_DAYS`, or `ended`.
 *
 * @example const filter: EndFilter = { state: 'expiring' };
 */
export type EndFilter = { readonly state: 'expiring' | 'ended' };

/**
 * What to list. Only what an index serves can be said: a search is sorted by name and goes with one filter on equal
 * values; a filter on the end is sorted by the end.
 *
 * @example const request: DirectoryRequest = { filter: { state: 'rejected' }, sort: 'changedAt' };
 */
export type DirectoryRequest =
  | {
      readonly search?: undefined;
      readonly filter?: DirectoryFilter | undefined;
      /** @default 'name' */
      readonly sort?: DirectorySort | undefined;
      /** @default ascending for name and end, descending for the others */
      readonly direction?: SortDirection | undefined;
    }
  | {
      readonly search?: undefined;
      readonly filter: EndFilter;
      readonly sort?: 'endsAt' | undefined;
      /** @default 'ascending' */
      readonly direction?: SortDirection | undefined;
    }
  | {
      /** Words, or the beginnings of words, of name and address. */
      readonly search: string;
      readonly filter?: DirectoryFilter | undefined;
      readonly sort?: 'name' | undefined;
      readonly direction?: 'ascending' | undefined;
    };

/**
 * A query of Firestore as data, for either SDK. With its `orderBy`, Firestore orders equal ones by document id; the
 * next page is `startAfter` the last snapshot. For a count take `where` alone, which no composite index is needed for.
 *
 * @example
 * const { where: conditions, orderBy: order } = directoryQuery({ sort: 'name' }, Date.now()) as DirectoryQuery;
 * query(
 *   collection(firestore, 'directory'),
 *   ...conditions.map(({ field, op, value }) => where(field, op, value)),
 *   orderBy(order.field, order.direction),
 *   limit(DIRECTORY_PAGE),
 * );
 */
export interface DirectoryQuery {
  readonly where: readonly {
    readonly field: string;
    readonly op: '==' | 'array-contains' | '>' | '<=';
    readonly value: string | number | boolean | null;
  }[];
  readonly orderBy: { readonly field: string; readonly direction: 'asc' | 'desc' };
}

/** The fields of a row that the sorts go by. */
const SORT_FIELDS: Readonly<Record<DirectorySort, string>> = {
  name: 'nameKey',
  role: 'rank',
  changedAt: 'changedAt',
  lastSignInAt: 'lastSignInAt',
  endsAt: 'endKey',
};

/**
 * The value of `endKey` for a role without end: later than any, so that those come last. Seconds since the Unix epoch,
 * the end of the year 9999.
 *
 * @example new Date(NO_END * 1000).getUTCFullYear() // 9999
 */
export const NO_END = 253_402_300_799;

/**
 * The entries of `facets`, by which a row is filtered: its role, `role=` for none, and its states.
 *
 * @example facetOf({ role: 'editor' }) // 'role=editor'
 */
export function facetOf(filter: DirectoryFilter): string {
  return 'role' in filter ? `role=${filter.role ?? ''}` : `state=${filter.state}`;
}

/**
 * The Firestore query for a request; null for a search without a letter or digit, which finds nobody. A search asks for its
 * longest word: of the rows found, show those that have the others too (`matchesSearch`), and go on from the last one
 * found. Needs the composite indexes of `directoryIndexes`.
 *
 * @param now in milliseconds since the Unix epoch, for the filters on the end.
 * @example directoryQuery({ filter: { role: 'editor' }, sort: 'changedAt' }, Date.now())
 */
export function directoryQuery(
  request: DirectoryRequest,
  now: Milliseconds,
): DirectoryQuery | null {
  const { search, filter } = request;
  if (search !== undefined) {
    const term = searchTerm(search);
    if (term === null) return null;
    return {
      where: [
        ...(filter === undefined ? [] : [equals(filter)]),
        { field: 'terms', op: 'array-contains', value: term },
      ],
      orderBy: { field: SORT_FIELDS.name, direction: 'asc' },
    };
  }
  if (isEndFilter(filter)) {
    return { where: endsIn(filter, now), orderBy: orderOf('endsAt', request.direction) };
  }
  return {
    where:
      filter === undefined
        ? []
        : [{ field: 'facets', op: 'array-contains', value: facetOf(filter) }],
    orderBy: orderOf(request.sort ?? 'name', request.direction),
  };
}

const isEndFilter = (filter: DirectoryRequest['filter']): filter is EndFilter =>
  filter !== undefined &&
  'state' in filter &&
  (filter.state === 'expiring' || filter.state === 'ended');

function equals(filter: DirectoryFilter): DirectoryQuery['where'][number] {
  if ('role' in filter) return { field: 'role', op: '==', value: filter.role };
  return filter.state === 'never-signed-in'
    ? { field: 'neverSignedIn', op: '==', value: true }
    : { field: 'state', op: '==', value: filter.state };
}

function endsIn({ state }: EndFilter, now: Milliseconds): DirectoryQuery['where'] {
  const today = secondsOf(now);
  if (state === 'ended') return [{ field: 'endKey', op: '<=', value: today }];
  return [
    { field: 'endKey', op: '>', value: today },
    { field: 'endKey', op: '<=', value: today + EXPIRING_DAYS * 86_400 },
  ];
}

function orderOf(sort: DirectorySort, direction?: SortDirection): DirectoryQuery['orderBy'] {
  const ascending = direction ? direction === 'ascending' : sort === 'name' || sort === 'endsAt';
  return { field: SORT_FIELDS[sort], direction: ascending ? 'asc' : 'desc' };
}

/**
 * The filters that a console counts: every role of the table, no role, every state, and those that end soon or never
 * signed in. A count costs one read for each 1,000 people that it counts, at least one.
 *
 * @example
 * for (const filter of directoryChips(config.roles)) {
 *   const { where: conditions } = directoryQuery({ filter } as DirectoryRequest, Date.now()) as DirectoryQuery;
 * }
 */
export function directoryChips(roles: Roles): readonly (DirectoryFilter | EndFilter)[] {
  return [
    ...[...roles.ranking].reverse().map((role) => ({ role })),
    { role: null },
    ...(['ok', 'pending', 'rejected', 'disabled', 'ended'] as const).map((state) => ({ state })),
    { state: 'expiring' },
    { state: 'never-signed-in' },
  ];
}

/**
 * The words of a list's address or command line, all optional: `search`, `role` (`none` for no role), `state` (a
 * `DirectoryState`, `expiring` or `never-signed-in`), `sort` and `direction`.
 *
 * @example const words: DirectoryWords = Object.fromEntries(new URLSearchParams(location.search));
 */
export type DirectoryWords = Readonly<
  Partial<Record<'search' | 'role' | 'state' | 'sort' | 'direction', string | undefined>>
>;

/**
 * The request that the words make, or a sentence that says why no index serves it or which word is unknown. An empty
 * word counts as absent.
 *
 * @example readDirectoryRequest(roles, { state: 'expiring', sort: 'name' })
 * // { refusal: 'People whose role ends soon or has ended are sorted by that end.' }
 */
export function readDirectoryRequest(
  roles: Roles,
  words: DirectoryWords,
): { readonly request: DirectoryRequest } | { readonly refusal: string } {
  const { search, role, state, sort, direction } = words;
  if (role && state) return { refusal: 'Filter by a role or by a state, not by both.' };
  if (role && role !== 'none' && !isRole(roles, role)) {
    return unknownWord('role', role, [...roles.ranking, 'none']);
  }
  if (state && !isFilterState(state)) return unknownWord('state', state, FILTER_STATES);
  if (sort && !isSort(sort)) return unknownWord('sort', sort, DIRECTORY_SORTS);
  if (direction && direction !== 'ascending' && direction !== 'descending') {
    return unknownWord('direction', direction, ['ascending', 'descending']);
  }
  const filter = role ? { role: role === 'none' ? null : role } : state ? { state } : undefined;
  const byEnd = isEndFilter(filter as DirectoryRequest['filter']);
  if (search) {
    if (byEnd) return { refusal: 'Search or filter by the end of the role, not both.' };
    if ((sort && sort !== 'name') || direction === 'descending') {
      return { refusal: 'What a search finds is sorted by name, from A to Z.' };
    }
  }
  if (byEnd && sort && sort !== 'endsAt') {
    return { refusal: 'People whose role ends soon or has ended are sorted by that end.' };
  }
  return {
    request: {
      ...(search && { search }),
      ...(filter && { filter }),
      ...(sort && { sort }),
      ...(direction && { direction }),
    } as DirectoryRequest,
  };
}

/**
 * What `state` can be in a filter.
 *
 * @example FILTER_STATES.includes('expiring') // true
 */
export const FILTER_STATES = [
  'ok',
  'pending',
  'rejected',
  'disabled',
  'ended',
  'expiring',
  'never-signed-in',
] as const satisfies readonly (DirectoryState | 'expiring' | 'never-signed-in')[];

const isFilterState = (value: string): value is (typeof FILTER_STATES)[number] =>
  FILTER_STATES.includes(value as (typeof FILTER_STATES)[number]);

const isSort = (value: string): value is DirectorySort =>
  DIRECTORY_SORTS.includes(value as DirectorySort);

const unknownWord = (name: string, word: string, known: readonly string[]) => ({
  refusal: `There is no ${name} ${JSON.stringify(word)}. Use one of: ${known.join(', ')}.`,
});

/**
 * The composite indexes of the directory's collection, each by its fields in their order. With one filter, each sort in
 * both directions (Firestore does not read an index backwards); a search alone and with one filter. A list without a
 * filter, the filters on the end and all counts are served by the indexes that Firestore makes by itself.
 *
 * @example directoryIndexes()[0] // [['facets', 'CONTAINS'], ['nameKey', 'ASCENDING']]
 */
export const directoryIndexes = (): readonly (readonly (readonly [
  field: string,
  mode: 'ASCENDING' | 'DESCENDING' | 'CONTAINS',
])[])[] => [
  ...Object.values(SORT_FIELDS).flatMap((field) =>
    (['ASCENDING', 'DESCENDING'] as const).map(
      (order) =>
        [
          ['facets', 'CONTAINS'],
          [field, order],
        ] as const,
    ),
  ),
  [
    ['terms', 'CONTAINS'],
    ['nameKey', 'ASCENDING'],
  ],
  ...['role', 'state', 'neverSignedIn'].map(
    (field) =>
      [
        [field, 'ASCENDING'],
        ['terms', 'CONTAINS'],
        ['nameKey', 'ASCENDING'],
      ] as const,
  ),
];
