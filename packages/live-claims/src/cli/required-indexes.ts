import type { Collections } from '../core/index.ts';

/** A composite index, as `firestore.indexes.json` has it. */
export interface CompositeIndex {
  readonly collectionGroup: string;
  readonly queryScope: 'COLLECTION';
  readonly fields: readonly { readonly fieldPath: string; readonly order: string }[];
}

/** The composite indexes that live-claims' queries need: a user's audit entries, and the open invites of an address. */
export function requiredIndexes({
  audit,
  invites,
}: Pick<Collections, 'audit' | 'invites'>): readonly CompositeIndex[] {
  return [
    index(audit, ['uid', 'ASCENDING'], ['at', 'DESCENDING']),
    index(audit, ['actor.kind', 'ASCENDING'], ['at', 'DESCENDING']),
    index(invites, ['email', 'ASCENDING'], ['acceptedAt', 'ASCENDING']),
  ];
}

function index(
  collectionGroup: string,
  ...fields: readonly (readonly [fieldPath: string, order: string])[]
): CompositeIndex {
  return {
    collectionGroup,
    queryScope: 'COLLECTION',
    fields: fields.map(([fieldPath, order]) => ({ fieldPath, order })),
  };
}
