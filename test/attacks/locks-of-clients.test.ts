import { readFileSync } from 'node:fs';
import { expect, it, onTestFinished } from 'vitest';
import { ROOT } from '../../tools/emulators/root.ts';
import { encodeFields } from '../rules/support/fields.ts';
import { markerDocument, storedPost, tokenClaims, userDocument } from '../rules/support/people.ts';
import { attack, outcome, threat } from './support/attack.ts';
import { ADMIN_TOKEN, wentThrough } from './support/firestore-rest.ts';
import { type FirestoreTarget, openFirestore } from './support/firestore-target.ts';
import { rule } from './support/rules-defence.ts';

/**
 * Reads a document in a transaction of a client's own, as any client can over REST, and leaves that open
 * until the test is over. The read may be refused: the lock stands all the same.
 */
async function lock(target: FirestoreTarget, token: string | null, path: string): Promise<void> {
  const begun = await target.rest(token, 'POST', ':beginTransaction', {
    options: { readWrite: {} },
  });
  if (!wentThrough(begun)) throw new Error('A transaction can no longer be begun.');
  const { transaction } = begun.body;
  onTestFinished(async () => {
    await target.rest(ADMIN_TOKEN, 'POST', ':rollback', { transaction });
  });
  await target.rest(token, 'POST', ':batchGet', { documents: [target.name(path)], transaction });
}

/** Whether an administrator's edit of the fields is committed; false where it gives up on a lock. */
async function commits(target: FirestoreTarget, path: string, fields: object): Promise<boolean> {
  const mask = Object.keys(fields).map((field) => `updateMask.fieldPaths=${field}`);
  const answer = await target.rest(ADMIN_TOKEN, 'PATCH', `${path}?${mask.join('&')}`, {
    fields: encodeFields(fields as Record<string, unknown>),
  });
  return answer.status === 409 ? false : wentThrough(answer);
}

const GAP =
  'the emulator gives clients locks that writers wait for, also for a read that the rules refuse; whether production does is not known, and a database in concurrencyMode OPTIMISTIC lets writers win';

/** Requests that this app's own clients never make, and that any client can. */
const seeded = async (target: FirestoreTarget) => {
  await target.seed({
    'settings/access': { lockdown: false, minimumAuthTime: null },
    'users/me': userDocument('admin'),
    'userClaims/me': markerDocument('admin'),
    'auditLog/entry': { reason: 'A reason' },
    'posts/draft': storedPost('another-author', 'draft'),
  });
  return target.token('me', tokenClaims('admin'));
};

const mayRead = async (target: FirestoreTarget, token: string, path: string) =>
  wentThrough(await target.rest(token, 'GET', path));

threat('a client holds up a revocation by a lock that it leaves', null, () => {
  attack('a lockdown, by a refused read without a sign-in', {
    defence: rule(
      'who reads the settings is signed in',
      'allow get: if isSignedIn();',
      'allow get;',
    ),
    knownGap: GAP,
    attempt: async (target) => {
      await seeded(target);
      await lock(target, null, 'settings/access');
      return outcome(!(await commits(target, 'settings/access', { lockdown: true })));
    },
  });

  attack('their own demotion, by a read of their own document', {
    defence: rule(
      'who gets a person is that person',
      "allow get: if isMe(uid) || canNow('people.read');\n      allow list: if canNow('people.read');\n      allow update",
      "allow get;\n      allow list: if canNow('people.read');\n      allow update",
    ),
    knownGap: GAP,
    attempt: async (target) => {
      const token = await seeded(target);
      await lock(target, token, 'users/me');
      return outcome(!(await commits(target, 'users/me', { role: 'viewer' })));
    },
  });

  attack('what the marker has to say of it, so that the old token goes on being current', {
    defence: rule(
      'a token is no older than the marker',
      "return claimedNumber('cv') >= marker.version",
      'return true',
    ),
    knownGap: GAP,
    attempt: async (target) => {
      const token = await seeded(target);
      await lock(target, token, 'userClaims/me');
      if (!(await commits(target, 'users/me', { role: 'viewer' }))) throw new Error('No demotion.');
      await commits(target, 'userClaims/me', { role: 'viewer', version: 2 ** 52 });
      return outcome(await mayRead(target, token, 'posts/draft'));
    },
  });

  attack('what the document says, where the marker is locked', {
    defence: rule(
      'who reads the log may do so now',
      "allow read: if canNow('audit.read');",
      "allow read: if canCurrent('audit.read');",
    ),
    attempt: async (target) => {
      const token = await seeded(target);
      await lock(target, token, 'userClaims/me');
      if (!(await commits(target, 'users/me', { role: 'viewer' }))) throw new Error('No demotion.');
      await commits(target, 'userClaims/me', { role: 'viewer', version: 2 ** 52 });
      return outcome(await mayRead(target, token, 'auditLog/entry'));
    },
  });
});

/** What an operator releases when the documents are out of reach. */
const NOBODY = `rules_version = '2';
service cloud.firestore {
  match /databases/{database}/documents {
    match /{document=**} {
      allow read, write: if false;
    }
  }
}
`;

it('a release of rules needs no lock: it closes everything while a client locks the access settings', async () => {
  const target = await openFirestore(
    `demo-attack-${crypto.randomUUID()}`,
    readFileSync(`${ROOT}firestore.rules`, 'utf8'),
  );
  const token = await seeded(target);
  await lock(target, token, 'settings/access');
  expect(await mayRead(target, token, 'auditLog/entry')).toBe(true);
  await openFirestore(target.projectId, NOBODY);
  expect(await mayRead(target, token, 'auditLog/entry')).toBe(false);
  expect(await mayRead(target, token, 'settings/access')).toBe(false);
});
