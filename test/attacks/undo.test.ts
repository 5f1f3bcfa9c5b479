import { CALLABLES } from 'live-claims/core';
import { createPerson, type TestUser, userDoc } from '../support/admin.ts';
import { attack, outcome, threat } from './support/attack.ts';
import { code, type FunctionsTarget } from './support/functions-defence.ts';
import { idTokenOf } from './support/id-token.ts';

const GRANTING = 'packages/live-claims/src/core/granting.ts';
const PLAN = 'packages/live-claims/src/functions/edit/plan-edit.ts';

const roleOf = async (uid: string) => (await userDoc(uid).get()).get('role');

const three = (...[a, b, c]: readonly [string, string, string]) =>
  Promise.all([createPerson(a), createPerson(b), createPerson(c)]);

/** Makes a change, and returns the id of its entry. */
async function changed(
  { call }: FunctionsTarget,
  by: TestUser,
  order: { readonly uid: string; readonly role: string | null },
): Promise<string> {
  const answer = await call(CALLABLES.setUserRole, await idTokenOf(by), order);
  if (!answer.ok) throw new Error(answer.message);
  return answer.result.changeId;
}

threat('an undo gives what its author could not give', '8.2.1', () => {
  const rank = code(
    'a user changes, and grants, only ranks below their own',
    GRANTING,
    "if (actor.role !== topRole(table) && isTooLow) return 'rank-too-low';",
    '',
  );

  attack('an admin undoes that an owner was removed', {
    defence: rank,
    attempt: async (target) => {
      const [owner, accomplice, admin] = await three('owner', 'owner', 'admin');
      const entryId = await changed(target, owner, { uid: accomplice.uid, role: 'viewer' });
      await target.call(CALLABLES.undoChange, await idTokenOf(admin), { entryId });
      return outcome((await roleOf(accomplice.uid)) === 'owner');
    },
  });

  attack('an admin undoes that another one was made an owner', {
    defence: rank,
    attempt: async (target) => {
      const [owner, raised, admin] = await three('owner', 'viewer', 'admin');
      const entryId = await changed(target, owner, { uid: raised.uid, role: 'owner' });
      await target.call(CALLABLES.undoChange, await idTokenOf(admin), { entryId });
      return outcome((await roleOf(raised.uid)) === 'viewer');
    },
  });

  attack('an owner undoes what was made of themselves by another one', {
    defence: code(
      'a user cannot change their own access',
      GRANTING,
      "if (actor.uid === target.uid) return 'own-role';",
      '',
    ),
    attempt: async (target) => {
      const [owner, risen] = await Promise.all([createPerson('owner'), createPerson('admin')]);
      const entryId = await changed(target, owner, { uid: risen.uid, role: 'owner' });
      await target.call(CALLABLES.undoChange, await idTokenOf(risen), { entryId });
      return outcome((await roleOf(risen.uid)) === 'admin');
    },
  });
});

threat('an undo overwrites a decision that was made after the undone one', '15.4.2', () => {
  const changedSince = code(
    'an undo asks the audit log for what was changed since',
    PLAN,
    "if (scene.since === 'changed' || !isAsChanged(data, order.undoes)) {",
    'if (!isAsChanged(data, order.undoes)) {',
  );

  attack('it removes a role that was given again on purpose', {
    defence: changedSince,
    attempt: async (target) => {
      const [owner, admin, member] = await three('owner', 'admin', 'viewer');
      const entryId = await changed(target, admin, { uid: member.uid, role: 'editor' });
      await changed(target, owner, { uid: member.uid, role: null });
      await changed(target, owner, { uid: member.uid, role: 'editor' });
      await target.call(CALLABLES.undoChange, await idTokenOf(admin), { entryId });
      return outcome((await roleOf(member.uid)) === 'viewer');
    },
  });

  attack('it gives back a role that an owner has removed', {
    defence: code(
      'an undo is made only where the document is as the undone change left it',
      PLAN,
      "if (scene.since === 'changed' || !isAsChanged(data, order.undoes)) {",
      "if (scene.since === 'never') {",
    ),
    attempt: async (target) => {
      const [owner, admin, member] = await three('owner', 'admin', 'editor');
      const entryId = await changed(target, admin, { uid: member.uid, role: 'viewer' });
      await changed(target, owner, { uid: member.uid, role: null });
      await target.call(CALLABLES.undoChange, await idTokenOf(admin), { entryId });
      return outcome((await roleOf(member.uid)) === 'editor');
    },
  });

  attack('the same undo is made twice, past the undo of it', {
    defence: code(
      'a change is undone once',
      PLAN,
      "if (scene.since === 'undone') return { outcome: 'already-undone', ...changeOf(data) };",
      "if (scene.since === 'undone') scene = { ...scene, since: undefined };",
    ),
    attempt: async (target) => {
      const [owner, admin, member] = await three('owner', 'admin', 'viewer');
      const entryId = await changed(target, admin, { uid: member.uid, role: 'editor' });
      const token = await idTokenOf(admin);
      const undone = await target.call(CALLABLES.undoChange, token, { entryId });
      if (!undone.ok) throw new Error(undone.message);
      const { changeId } = undone.result;
      await target.call(CALLABLES.undoChange, await idTokenOf(owner), { entryId: changeId });
      await target.call(CALLABLES.undoChange, token, { entryId });
      return outcome((await roleOf(member.uid)) === 'viewer');
    },
  });
});

threat('a bulk edit changes what its author could not change', '8.2.1', () => {
  attack('an editor reads in a preview how others stand', {
    defence: code(
      'who changes roles holds the permission',
      'packages/live-claims/src/core/roles.ts',
      'return permissionsOf(table, role).includes(permission);',
      'return role !== null || permissionsOf(table, role).includes(permission);',
    ),
    attempt: async ({ call }) => {
      const [editor, owner] = await Promise.all([createPerson('editor'), createPerson('owner')]);
      const people = { uids: [owner.uid] };
      const order = { people, action: { kind: 'disable' }, dryRun: true };
      const answer = await call(CALLABLES.bulkEdit, await idTokenOf(editor), order);
      return outcome(answer.ok && answer.result.lines[0].role === 'owner');
    },
  });
});
