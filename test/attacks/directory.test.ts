import { markerDocument, tokenClaims, userDocument, VERSION } from '../rules/support/people.ts';
import { attack, outcome, threat } from './support/attack.ts';
import type { FirestoreTarget } from './support/firestore-target.ts';
import { rule } from './support/rules-defence.ts';

const SECRET = 'secret@example.com';

/** Somebody whose token says this, and a directory with a row that is not theirs. */
async function seed(
  target: FirestoreTarget,
  claims: Parameters<FirestoreTarget['token']>[1],
  role = 'viewer',
): Promise<string> {
  await target.seed({
    'users/me': userDocument(role),
    'userClaims/me': markerDocument(role),
    'directory/me': { name: 'Me', email: 'me@example.com', terms: ['me'] },
    'directory/boss': { name: 'Boss', email: SECRET, terms: ['boss', 'secret'] },
  });
  return target.token('me', claims);
}

const listing = async (target: FirestoreTarget, token: string, more: object = {}) => {
  const structuredQuery = { from: [{ collectionId: 'directory' }], ...more };
  const { body } = await target.rest(token, 'POST', ':runQuery', { structuredQuery });
  return outcome(JSON.stringify(body).includes(SECRET));
};

const READ = "allow read: if canCurrent('people.read');";

threat('a user finds out who there is, by the directory of people', '8.2.2', () => {
  attack('by listing it without the permission', {
    defence: rule('the directory needs people.read', READ, 'allow read: if request.auth != null;'),
    attempt: async (target) => listing(target, await seed(target, tokenClaims('editor'), 'editor')),
  });

  attack('by searching it, one row at a time', {
    defence: rule(
      'the directory needs people.read',
      READ,
      "allow get: if canCurrent('people.read');\n      allow list: if request.query.limit <= 1;",
    ),
    attempt: async (target) =>
      listing(target, await seed(target, tokenClaims('viewer')), {
        where: {
          fieldFilter: {
            field: { fieldPath: 'terms' },
            op: 'ARRAY_CONTAINS',
            value: { stringValue: 'secret' },
          },
        },
        limit: 1,
      }),
  });

  attack('by a token from before they were demoted, once the marker is out', {
    defence: rule('the directory asks the marker', READ, "allow read: if can('people.read');"),
    attempt: async (target) =>
      listing(target, await seed(target, tokenClaims('admin', { cv: VERSION - 1 }))),
  });

  attack('by the role of an owner in an organisation', {
    defence: rule(
      'a role in an organisation is none in the app',
      READ,
      'allow read: if request.auth.token.o != null;',
    ),
    attempt: async (target) =>
      listing(target, await seed(target, tokenClaims('viewer', { o: { acme: 'a' } }))),
  });
});

threat('a user changes what the directory says of them', '8.2.3', () => {
  attack('by writing their own row', {
    defence: rule(
      'only functions write rows',
      READ,
      `${READ}\n      allow update: if request.auth.uid == uid;`,
    ),
    attempt: async (target) => {
      const token = await seed(target, tokenClaims('viewer'));
      const { status } = await target.rest(
        token,
        'PATCH',
        'directory/me?updateMask.fieldPaths=name',
        {
          fields: { name: { stringValue: 'The boss' } },
        },
      );
      return outcome(status === 200);
    },
  });
});
