import { sourceOf } from '../../functions/src/firebase/firestore-documents.ts';
import { followEdit } from '../../functions/src/sync/follow-edit.ts';
import { userDocument } from '../rules/support/people.ts';
import { attack, outcome, threat } from './support/attack.ts';
import type { FirestoreGround } from './support/firestore-ground.ts';
import { wentThrough } from './support/firestore-rest.ts';
import { openPlace } from './support/project-of-its-own.ts';
import { rule } from './support/rules-defence.ts';
import { PROFILE_EDIT, patch } from './support/writes.ts';

/** What the trigger believes about who wrote a revision stands in these two. */
const signature = rule(
  'nobody writes updatedBy and changeId of their own document',
  '!changesAccess() && editsOnlyProfile()',
  "request.resource.data.diff(resource.data).affectedKeys().hasOnly(['displayName', 'photoURL', 'profileEditedAt', 'updatedBy', 'changeId'])",
);

const noSleep = async () => {};

/** Somebody forges the signature of their own document, and the trigger runs for what came of it. */
async function forge(
  ground: FirestoreGround,
  changeId: string,
): Promise<ReturnType<typeof openPlace>> {
  const place = openPlace(ground.projectId);
  await place.auth
    .createUser({ uid: 'me' })
    .catch(() => place.auth.setCustomUserClaims('me', null));
  await ground.seed({
    'users/me': userDocument('viewer'),
    'userClaims/me': null,
    'auditLog/earlier': { uid: 'boss', type: 'account-disabled', reason: 'as it was' },
  });
  const mine = place.db.doc('users/me');
  const before = await mine.get();
  const fields = { updatedBy: { stringValue: 'boss' }, changeId: { stringValue: changeId } };
  const writes = [patch(ground.name('users/me'), fields, PROFILE_EDIT)];
  const token = ground.token('me', { role: 'viewer' });
  wentThrough(await ground.rest(token, 'POST', ':commit', { writes }));
  const edit = {
    uid: 'me',
    before: before.data() ?? null,
    after: sourceOf(await mine.get()),
    authType: 'unknown',
  };
  await followEdit(place.engine, edit, noSleep);
  return place;
}

threat('the trigger is made a confused deputy', '16.2.1', () => {
  attack('by a forged updatedBy: the audit log names somebody else', {
    defence: signature,
    attempt: async (ground) => {
      const { db } = await forge(ground, crypto.randomUUID());
      const { docs } = await db.collection('auditLog').where('uid', '==', 'me').get();
      if (docs.length === 0) throw new Error('The trigger logged nothing.');
      return outcome(docs.some((entry) => entry.get('actor.uid') === 'boss'));
    },
  });

  attack('by the changeId of an earlier entry: it is written over', {
    defence: signature,
    attempt: async (ground) => {
      const { db } = await forge(ground, 'earlier');
      const entry = await db.doc('auditLog/earlier').get();
      return outcome(entry.get('reason') !== 'as it was');
    },
  });
});
