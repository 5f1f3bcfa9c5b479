import { directoryIndexes, type LiveClaimsConfig } from '../core/index.ts';
import { json, recordOf } from './firebase-project.ts';

/** A composite index, as `firestore.indexes.json` has it. */
export interface CompositeIndex {
  readonly collectionGroup: string;
  readonly queryScope: 'COLLECTION' | 'COLLECTION_GROUP';
  readonly fields: readonly (
    | { readonly fieldPath: string; readonly order: string }
    | { readonly fieldPath: string; readonly arrayConfig: string }
  )[];
}

/** An exemption of one field, as `firestore.indexes.json` has it. */
interface FieldOverride {
  readonly collectionGroup: string;
  readonly fieldPath: string;
  readonly ttl: true;
  readonly indexes: readonly never[];
}

/** The parts of a configuration that say which indexes are needed. */
type Queried = Pick<LiveClaimsConfig, 'collections' | 'fields' | 'orgs' | 'directory'>;

/**
 * The composite indexes that live-claims' queries need: the audit entries of a user, an
 * author, a kind or a job, of which Firestore combines several, and the open invites of an address; with
 * organisations also those of all of them, and the memberships of an account; with a directory those of its lists.
 */
export function requiredIndexes({
  collections: { audit, invites, members, directory: rows },
  fields,
  orgs,
  directory,
}: Queried): readonly CompositeIndex[] {
  const byAddress = [
    ['email', 'ASCENDING'],
    ['acceptedAt', 'ASCENDING'],
  ] as const;
  return [
    index('COLLECTION', audit, ['uid', 'ASCENDING'], ['at', 'DESCENDING']),
    ...['actor.kind', 'actor.uid', 'type', 'job'].map((field) =>
      index('COLLECTION', audit, [field, 'ASCENDING'], ['at', 'DESCENDING']),
    ),
    index('COLLECTION', invites, ...byAddress),
    ...(orgs === undefined
      ? []
      : [
          index('COLLECTION_GROUP', invites, ...byAddress),
          index('COLLECTION_GROUP', members, ['uid', 'ASCENDING'], [fields.role, 'ASCENDING']),
        ]),
    ...(directory ? directoryIndexes().map((each) => index('COLLECTION', rows, ...each)) : []),
  ];
}

function index(
  queryScope: CompositeIndex['queryScope'],
  collectionGroup: string,
  ...fields: readonly (readonly [fieldPath: string, mode: string])[]
): CompositeIndex {
  return {
    collectionGroup,
    queryScope,
    fields: fields.map(([fieldPath, mode]) =>
      mode === 'CONTAINS' ? { fieldPath, arrayConfig: mode } : { fieldPath, order: mode },
    ),
  };
}

/**
 * Those of `requiredIndexes` that a `firestore.indexes.json` does not have. An index of another scope is another one;
 * `__name__`, which Firestore adds to each and firebase-tools writes down, makes none.
 */
export function missingIndexes(text: string, config: Queried): readonly CompositeIndex[] {
  const { indexes } = json(text);
  const there = new Set((Array.isArray(indexes) ? indexes : []).map(keyOf));
  return requiredIndexes(config).filter((required) => !there.has(keyOf(required)));
}

/**
 * The TTL policy by which Firestore deletes receipts that are out of date, where a `firestore.indexes.json` does not have it.
 *
 * @returns `at` is the place among its `fieldOverrides` where the field stands without a policy, null for none. Null
 *   where nothing is missing, and where no receipts are recorded.
 */
export function missingTtl(
  text: string,
  { receipts, collections }: Pick<LiveClaimsConfig, 'collections' | 'receipts'>,
): { readonly override: FieldOverride; readonly at: number | null } | null {
  const { fieldOverrides } = json(text);
  const there = (Array.isArray(fieldOverrides) ? fieldOverrides : []).map(recordOf);
  const at = there.findIndex(
    ({ collectionGroup, fieldPath }) =>
      collectionGroup === collections.clients && fieldPath === 'expiresAt',
  );
  if (!receipts || there[at]?.ttl === true) return null;
  const override = { collectionGroup: collections.clients, fieldPath: 'expiresAt' };
  return { override: { ...override, ttl: true, indexes: [] }, at: at < 0 ? null : at };
}

/** A text that is the same for the same index. */
function keyOf(index: unknown): string {
  const { collectionGroup, queryScope = 'COLLECTION', fields } = recordOf(index);
  const ordered = [fields]
    .flat()
    .map(recordOf)
    .filter(({ fieldPath }) => fieldPath !== '__name__')
    .map(({ fieldPath, order, arrayConfig }) => [fieldPath, order ?? arrayConfig]);
  return JSON.stringify([collectionGroup, queryScope, ordered]);
}
