import { expect, it } from 'vitest';
import { appConfig } from '../testing/app-roles.ts';
import { orgConfig } from '../testing/org-config.ts';
import { missingIndexes, requiredIndexes } from './required-indexes.ts';

it('an app with organisations needs two indexes more, over the invites and the members of all of them', () => {
  const indexes = requiredIndexes(appConfig);
  const missing = missingIndexes(JSON.stringify({ indexes }), orgConfig);
  expect(missing).toMatchObject([
    { collectionGroup: 'invites', queryScope: 'COLLECTION_GROUP' },
    { collectionGroup: 'members', queryScope: 'COLLECTION_GROUP' },
  ]);
  expect(missingIndexes(JSON.stringify({ indexes: [...indexes, ...missing] }), orgConfig)).toEqual(
    [],
  );
  expect(missingIndexes(JSON.stringify({ indexes }), appConfig)).toEqual([]);
});

it('an app with a directory needs those of its lists, with arrays as firestore.indexes.json has them', () => {
  const indexes = requiredIndexes(appConfig);
  const missing = missingIndexes(JSON.stringify({ indexes }), { ...appConfig, directory: true });
  expect(missing).toHaveLength(14);
  expect(missing[0]).toEqual({
    collectionGroup: 'directory',
    queryScope: 'COLLECTION',
    fields: [
      { fieldPath: 'facets', arrayConfig: 'CONTAINS' },
      { fieldPath: 'nameKey', order: 'ASCENDING' },
    ],
  });
});
