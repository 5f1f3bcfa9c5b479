import { sourceOf } from '../../packages/live-claims/src/functions/firebase/firestore-documents.ts';
import { userDocument } from '../rules/support/people.ts';
import { attack, outcome, threat } from './support/attack.ts';
import { moduleCode } from './support/module-defence.ts';
import { openProject } from './support/project-of-its-own.ts';
import { rule } from './support/rules-defence.ts';
import { PROFILE_EDIT, patch } from './support/writes.ts';

/** These two name the author of a revision and its entry of the log. */
const signature = rule(
  'no client writes updatedBy and changeId of its own document',
  '!changesAccess() && editsOnlyProfile()',
  "request.resource.data.diff(resource.data).affectedKeys().hasOnly(['displayName', 'photoURL', 'profileEditedAt', 'updatedBy', 'changeId'])",
);

const sameCommit = moduleCode<
  typeof import('../../packages/live-claims/src/functions/sync/follow-edit.ts')
>(
  'an entry of the log explains the person’s revision that was committed with it, and no other',
  'packages/live-claims/src/functions/sync/follow-edit.ts',
  {
    file: 'packages/live-claims/src/functions/sync/sync-user.ts',
    find: 'entry !== null && entry.uid === uid && entry.createdVersion === source.version',
    replace: 'entry !== null',
  },
);

const noSleep = async () => {};

threat('the trigger is made a confused deputy', '16.2.1', () => {
  attack('by a forged updatedBy: the document names another author of the change', {
    defence: signature,
    attempt: async (target) => {
      await target.seed({ 'users/me': userDocument('viewer') });
      const fields = { updatedBy: { stringValue: 'boss' }, changeId: { stringValue: 'earlier' } };
      const writes = [patch(target.name('users/me'), fields, PROFILE_EDIT)];
      const token = target.token('me', { role: 'viewer' });
      await target.rest(token, 'POST', ':commit', { writes });
      const document = await target.read('users/me');
      return outcome((document?.updatedBy as { stringValue?: string })?.stringValue === 'boss');
    },
  });

  // The author could still write `users/{uid}` directly: another program's service account.
  for (const [whose, uid] of [
    ['of another user', 'boss'],
    ['of the same person, from before', 'me'],
  ] as const) {
    attack(
      `by the changeId of an entry ${whose}: the edit has no author, and the entry is changed`,
      {
        defence: sameCommit,
        attempt: async ({ followEdit }) => {
          const { auth, db, store, engine } = openProject();
          await auth.createUser({ uid: 'me' });
          const earlier = db.doc('auditLog/earlier');
          await earlier.set({ uid, type: 'token-claims-change', outcome: 'written', version: 0 });
          const me = db.doc('users/me');
          await me.set({ role: 'viewer' });
          const before = await me.get();
          await me.update({ role: 'owner', changeId: 'earlier' });
          const edit = {
            uid: 'me',
            before: before.data() ?? null,
            after: sourceOf(store, await me.get()),
            authType: 'unknown',
          };
          await followEdit(engine, edit, noSleep);
          const { count: entries } = (await db.collection('auditLog').count().get()).data();
          const untouched = (await earlier.get()).get('outcome') === 'written';
          return outcome(entries === 1 && !untouched);
        },
      },
    );
  }
});
