import { markerDocument, storedPost, tokenClaims, userDocument } from '../rules/support/people.ts';
import { attack, outcome, threat } from './support/attack.ts';
import type { Message } from './support/firestore-grpc.ts';
import { wentThrough } from './support/firestore-rest.ts';
import type { FirestoreTarget } from './support/firestore-target.ts';
import { rule } from './support/rules-defence.ts';

const SECRET = 'secret@example.com';

const stocked = async (target: FirestoreTarget) => {
  await target.seed({
    'users/me': userDocument('viewer'),
    'userClaims/me': markerDocument('viewer'),
    'users/boss': userDocument('owner', { email: SECRET }),
    'userClaims/boss': markerDocument('owner', { problem: SECRET }),
    'auditLog/entry': { uid: 'boss', reason: SECRET },
    'invites/open': { email: SECRET, role: 'admin' },
    'jobs/job': { note: SECRET },
    'jobs/job/setAside/boss': { note: SECRET },
    'rateLimits/createInvite:boss': { note: SECRET },
    'posts/draft': { ...storedPost('boss', 'draft'), body: SECRET },
    'posts/out': storedPost('boss', 'published'),
    'posts/out/posts/hidden': { ...storedPost('boss', 'draft'), body: SECRET },
  });
  return target.token('me', tokenClaims('viewer'));
};

/** Asks by REST; did the answer hold what a viewer must not see? */
const asking =
  (path: string, body: (target: FirestoreTarget) => Message) => async (target: FirestoreTarget) => {
    const token = await stocked(target);
    const answer = await target.rest(token, 'POST', path, body(target));
    wentThrough(answer);
    return outcome(JSON.stringify(answer.body).includes(SECRET));
  };

const from = (collectionId: string, more: Message = {}) => ({
  structuredQuery: { from: [{ collectionId, ...more }] },
});
const EVERYWHERE = { allDescendants: true };

threat('a user lists documents that they may not get', '8.2.2', () => {
  attack('all people, when each may get only themselves', {
    defence: rule(
      'a list of users needs people.read',
      "allow list: if canNow('people.read');\n      allow update",
      'allow list: if request.auth != null;\n      allow update',
    ),
    attempt: asking(':runQuery', () => from('users')),
  });

  attack('people, by a query that looks like one for oneself', {
    defence: rule(
      'a list of users needs people.read',
      "allow list: if canNow('people.read');\n      allow update",
      'allow list: if request.query.limit <= 1;\n      allow update',
    ),
    attempt: asking(':runQuery', (target) => ({
      structuredQuery: {
        from: [{ collectionId: 'users' }],
        orderBy: [{ field: { fieldPath: '__name__' } }],
        startAt: { values: [{ referenceValue: target.name('users/b') }], before: true },
        limit: 1,
      },
    })),
  });

  attack('markers, with the problems that they tell of', {
    defence: rule(
      'a list of markers needs people.read',
      "allow list: if canNow('people.read');\n    }\n\n    // Receipts: what the sessions",
      'allow list: if request.auth != null;\n    }\n\n    // Receipts: what the sessions',
    ),
    attempt: asking(':runQuery', () => from('userClaims')),
  });

  attack('drafts, by asking for all posts', {
    defence: rule(
      'a reader’s query is limited to published posts',
      "isPublished(resource.data) && canCurrent('posts.read')",
      "canCurrent('posts.read')",
    ),
    attempt: asking(':runQuery', () => from('posts')),
  });

  attack('posts below posts, by a query of the collection group', {
    defence: rule(
      'posts are those at the root',
      'match /posts/{post} { allow get: if isPublished',
      "match /{path=**}/posts/{post} { allow read: if can('posts.read'); allow get: if isPublished",
    ),
    attempt: asking(':runQuery', () => from('posts', EVERYWHERE)),
  });

  attack('people, by a query of the collection group', {
    defence: rule(
      'no rule opens a collection group',
      'match /users/{uid} {',
      'match /{path=**}/users/{uid} { allow list: if request.auth != null; } match /users/{uid} {',
    ),
    attempt: asking(':runQuery', () => from('users', EVERYWHERE)),
  });

  attack('invites, jobs and counters, one collection after the other', {
    defence: rule(
      'what no rule allows is refused',
      'match /auditLog/{entry} {',
      'match /rateLimits/{any} { allow read: if request.auth != null; } match /auditLog/{entry} {',
    ),
    attempt: async (target) => {
      const token = await stocked(target);
      const names = ['auditLog', 'invites', 'jobs', 'jobs/job/setAside', 'rateLimits', 'settings'];
      const answers = await Promise.all(names.map((name) => target.rest(token, 'GET', name)));
      return outcome(answers.some((answer) => wentThrough(answer)));
    },
  });

  attack('another user’s document, in one request with the own one', {
    defence: rule(
      'a user document is read by its owner or with people.read',
      "allow get: if isMe(uid) || canNow('people.read');\n      allow list: if canNow('people.read');\n      allow update",
      "allow get: if request.auth != null;\n      allow list: if canNow('people.read');\n      allow update",
    ),
    attempt: asking(':batchGet', ({ name }) => ({
      documents: [name('users/me'), name('users/boss')],
    })),
  });

  attack('the number of owners, by counting instead of reading', {
    defence: rule(
      'a list of users needs people.read',
      "allow list: if canNow('people.read');\n      allow update",
      'allow list: if request.auth != null;\n      allow update',
    ),
    attempt: async (target) => {
      const token = await stocked(target);
      const answers = await target.grpc(token).all('RunAggregationQuery', {
        parent: target.name(''),
        structuredAggregationQuery: {
          ...from('users'),
          aggregations: [{ alias: 'people', count: {} }],
        },
      });
      return outcome(answers?.[0]?.result.aggregateFields.people.integerValue === '2');
    },
  });

  attack('a person, through a transaction that reads before it is asked anything', {
    defence: rule(
      'a user document is read by its owner or with people.read',
      "allow get: if isMe(uid) || canNow('people.read');\n      allow list: if canNow('people.read');\n      allow update",
      "allow get: if request.auth != null;\n      allow list: if canNow('people.read');\n      allow update",
    ),
    attempt: async (target) => {
      const token = await stocked(target);
      const answers = await target.grpc(token).all('BatchGetDocuments', {
        database: target.database,
        documents: [target.name('users/boss')],
        newTransaction: { readWrite: {} },
      });
      return outcome(JSON.stringify(answers).includes(SECRET));
    },
  });
});
