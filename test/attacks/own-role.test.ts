import { userDocument } from '../rules/support/people.ts';
import { attack, outcome, threat } from './support/attack.ts';
import type { FirestoreTarget } from './support/firestore-target.ts';
import { rule } from './support/rules-defence.ts';
import { type Way, type Write, waysToWrite } from './support/ways-to-write.ts';
import { mask, newPost, PROFILE_EDIT, patch } from './support/writes.ts';

const fieldsOfAProfile = rule(
  'who edits a profile changes three fields of it',
  '!changesAccess() && editsOnlyProfile()',
  'true',
);
const nobodyCreates = rule(
  'no client creates users/{uid}',
  'match /users/{uid} {',
  'match /users/{uid} { allow create: if isMe(uid);',
);
const nobodyDeletes = rule(
  'no client deletes users/{uid}',
  'match /users/{uid} {',
  'match /users/{uid} { allow create, delete: if isMe(uid);',
);

/** What decides access; an attacker who moves any of it has won. */
const ACCESS_FIELDS = ['role', 'roleExpiresAt', 'disabled', 'sessionsRevokedAt'] as const;

const accessOf = async (target: FirestoreTarget, uid: string) => {
  const fields = await target.read(`users/${uid}`);
  return JSON.stringify(ACCESS_FIELDS.map((name) => fields?.[name]));
};

/** A viewer writes to their own document by one way; did their access change? */
const writing =
  (way: Way, writesOf: (target: FirestoreTarget, mine: string) => Write[]) =>
  async (target: FirestoreTarget) => {
    await target.seed({ 'users/me': userDocument('viewer') });
    const before = await accessOf(target, 'me');
    await way(
      target,
      target.token('me', { role: 'viewer' }),
      writesOf(target, target.name('users/me')),
    );
    return outcome((await accessOf(target, 'me')) !== before);
  };

const OWNER = { role: { stringValue: 'owner' } };
const PROFILE = {
  displayName: { stringValue: 'New' },
  photoURL: { stringValue: 'https://example.com/me.png' },
};
const rest = waysToWrite['REST commit'] as Way;
const grpc = waysToWrite['gRPC Commit'] as Way;

threat('a user writes their own role', '8.2.3', () => {
  for (const [name, way] of Object.entries(waysToWrite)) {
    attack(`by an update over ${name}`, {
      defence: fieldsOfAProfile,
      attempt: writing(way, (_, mine) => [patch(mine, OWNER, PROFILE_EDIT)]),
    });
  }

  attack('by replacing the whole document', {
    defence: fieldsOfAProfile,
    attempt: writing(rest, (_, mine) => [
      { update: { name: mine, fields: { ...OWNER, ...PROFILE } }, ...PROFILE_EDIT },
    ]),
  });

  attack('by a field path in backticks', {
    defence: fieldsOfAProfile,
    attempt: writing(rest, (_, mine) => [
      { update: { name: mine, fields: OWNER }, ...mask('`role`'), ...PROFILE_EDIT },
    ]),
  });

  attack('by a nested field path, which turns the role into a map', {
    defence: fieldsOfAProfile,
    attempt: writing(rest, (_, mine) => [
      {
        update: { name: mine, fields: { role: { mapValue: { fields: OWNER } } } },
        ...mask('role.role'),
        ...PROFILE_EDIT,
      },
    ]),
  });

  attack('by a mask that names the role and no value, which removes it', {
    defence: fieldsOfAProfile,
    attempt: writing(rest, (_, mine) => [
      { update: { name: mine }, ...mask('role'), ...PROFILE_EDIT },
    ]),
  });

  for (const [name, transform] of Object.entries({
    'arrayUnion on the role': {
      fieldPath: 'role',
      appendMissingElements: { values: [{ stringValue: 'owner' }] },
    },
    'increment of the end of the grant': {
      fieldPath: 'roleExpiresAt',
      increment: { integerValue: '4102444800' },
    },
    'the server time as the end of the sessions': {
      fieldPath: 'sessionsRevokedAt',
      setToServerValue: 'REQUEST_TIME',
    },
    'maximum on disabled': { fieldPath: 'disabled', maximum: { integerValue: '1' } },
  })) {
    attack(`by a transform: ${name}`, {
      defence: fieldsOfAProfile,
      attempt: writing(grpc, (_, mine) => [
        {
          update: { name: mine, fields: {} },
          ...mask(),
          updateTransforms: [...PROFILE_EDIT.updateTransforms, transform],
        },
      ]),
    });
  }

  attack('by an old kind of transform beside an honest edit of the profile', {
    defence: fieldsOfAProfile,
    attempt: writing(grpc, (_, mine) => [
      patch(mine, { displayName: { stringValue: 'New' } }, PROFILE_EDIT),
      {
        transform: {
          document: mine,
          fieldTransforms: [
            ...PROFILE_EDIT.updateTransforms,
            { fieldPath: 'role', appendMissingElements: { values: [{ stringValue: 'owner' }] } },
          ],
        },
      },
    ]),
  });

  attack('in a batch, behind an honest new post', {
    defence: fieldsOfAProfile,
    attempt: async (target) => {
      await target.seed({ 'users/me': userDocument('editor') });
      await grpc(target, target.token('me', { role: 'editor' }), [
        newPost(target.name('posts/new'), 'me'),
        patch(target.name('users/me'), OWNER, PROFILE_EDIT),
      ]);
      return outcome((await target.read('users/me'))?.role.stringValue === 'owner');
    },
  });

  attack('by creating the own document first', {
    defence: nobodyCreates,
    attempt: async (target) => {
      const write = { update: { name: target.name('users/new'), fields: OWNER } };
      await rest(target, target.token('new'), [write]);
      return outcome((await target.read('users/new')) !== null);
    },
  });

  attack('by deleting the own document and creating it again', {
    defence: nobodyDeletes,
    attempt: async (target) => {
      await target.seed({ 'users/me': userDocument('viewer') });
      const before = await accessOf(target, 'me');
      const mine = target.name('users/me');
      await rest(target, target.token('me'), [{ delete: mine }]);
      await rest(target, target.token('me'), [{ update: { name: mine, fields: OWNER } }]);
      return outcome((await accessOf(target, 'me')) !== before);
    },
  });

  attack('by a document at a path where a check might look for a role', {
    defence: rule(
      'what no rule names is refused',
      'match /users/{uid} {',
      'match /{anywhere}/{uid=**} { allow create: if true; } match /users/{uid} {',
    ),
    attempt: async (target) => {
      const paths = ['users/me/users/me', 'Users/me', 'roles/me'];
      const writes = paths.map((path) => ({ update: { name: target.name(path), fields: OWNER } }));
      for (const write of writes) await rest(target, target.token('me'), [write]);
      const found = await Promise.all(paths.map((path) => target.read(path)));
      return outcome(found.some((fields) => fields !== null));
    },
  });
});
