import { Timestamp } from 'firebase-admin/firestore';
import { CALLABLES } from 'live-claims/core';
import { auth, createPerson, editInConsole, untilMarker, userDoc } from '../support/admin.ts';
import { attack, outcome, threat } from './support/attack.ts';
import { code } from './support/functions-defence.ts';
import { idTokenOf } from './support/id-token.ts';

const GRANTING = 'packages/live-claims/src/core/granting.ts';
const PLAN = 'packages/live-claims/src/functions/edit/plan-edit.ts';

const roleOf = async (uid: string) => (await userDoc(uid).get()).get('role');

const rank = code(
  'a user changes, and grants, only ranks below their own',
  GRANTING,
  "if (actor.role !== topRole(table) && isTooLow) return 'rank-too-low';",
  '',
);
const permission = code(
  'who changes roles holds the permission, before the transaction and in it',
  'packages/live-claims/src/core/roles.ts',
  'return permissionsOf(table, role).includes(permission);',
  'return role !== null || permissionsOf(table, role).includes(permission);',
);

threat('a user raises a role by a callable', '8.2.1', () => {
  attack('an admin makes an accomplice an owner', {
    defence: rank,
    attempt: async ({ call }) => {
      const [admin, accomplice] = await Promise.all([
        createPerson('admin'),
        createPerson('viewer'),
      ]);
      const token = await idTokenOf(admin);
      await call(CALLABLES.setUserRole, token, { uid: accomplice.uid, role: 'owner' });
      return outcome((await roleOf(accomplice.uid)) === 'owner');
    },
  });

  attack('an admin removes an owner', {
    defence: rank,
    attempt: async ({ call }) => {
      const [admin, owner] = await Promise.all([createPerson('admin'), createPerson('owner')]);
      await createPerson('owner');
      await call(CALLABLES.setUserRole, await idTokenOf(admin), { uid: owner.uid, role: null });
      return outcome((await roleOf(owner.uid)) === null);
    },
  });

  attack('an admin disables an owner', {
    defence: rank,
    attempt: async ({ call }) => {
      const [admin, owner] = await Promise.all([createPerson('admin'), createPerson('owner')]);
      await createPerson('owner');
      const order = { uid: owner.uid, disabled: true };
      await call(CALLABLES.setUserDisabled, await idTokenOf(admin), order);
      return outcome((await userDoc(owner.uid).get()).get('disabled') === true);
    },
  });

  attack('an admin deletes an owner', {
    defence: rank,
    attempt: async ({ call }) => {
      const [admin, owner] = await Promise.all([createPerson('admin'), createPerson('owner')]);
      await createPerson('owner');
      await call(CALLABLES.deleteUser, await idTokenOf(admin), { uid: owner.uid });
      const { notFound } = await auth.getUsers([{ uid: owner.uid }]);
      return outcome(notFound.length === 1);
    },
  });

  attack('an admin signs an owner out, again and again', {
    defence: rank,
    attempt: async ({ call }) => {
      const [admin, owner] = await Promise.all([createPerson('admin'), createPerson('owner')]);
      await call(CALLABLES.endSessions, await idTokenOf(admin), { uid: owner.uid });
      return outcome(
        (await userDoc(owner.uid).get()).get('sessionsRevokedAt') instanceof Timestamp,
      );
    },
  });

  attack('a viewer calls what the admin page calls', {
    defence: permission,
    attempt: async ({ call }) => {
      const [viewer, person] = await Promise.all([createPerson('editor'), createPerson(null)]);
      const order = { uid: person.uid, role: 'viewer' };
      await call(CALLABLES.setUserRole, await idTokenOf(viewer), order);
      return outcome((await roleOf(person.uid)) === 'viewer');
    },
  });

  attack('an owner for a time makes an accomplice one for ever', {
    defence: code(
      'who holds a role for a time gives it for that time at most',
      GRANTING,
      "return role !== null && endsAfter(change.expiresAt, actor.expiresAt) ? 'beyond-own-end' : null;",
      'return null;',
    ),
    attempt: async ({ call }) => {
      const [owner, accomplice] = await Promise.all([
        createPerson('owner'),
        createPerson('viewer'),
      ]);
      await editInConsole(owner.uid, { roleExpiresAt: Timestamp.fromMillis(Date.now() + 600_000) });
      await untilMarker(owner.uid, ({ expiresAt }) => expiresAt !== null);
      const order = { uid: accomplice.uid, role: 'owner' };
      await call(CALLABLES.setUserRole, await idTokenOf(owner), order);
      return outcome((await roleOf(accomplice.uid)) === 'owner');
    },
  });

  attack('a stolen session of an owner takes their role away', {
    defence: code(
      'a user cannot change their own access',
      GRANTING,
      "if (actor.uid === target.uid) return 'own-role';",
      '',
    ),
    attempt: async ({ call }) => {
      const [owner] = await Promise.all([createPerson('owner'), createPerson('owner')]);
      await call(CALLABLES.setUserRole, await idTokenOf(owner), { uid: owner.uid, role: null });
      return outcome((await roleOf(owner.uid)) === null);
    },
  });

  attack('a caller without a sign-in', {
    defence: code(
      'a call without a token is refused',
      'packages/live-claims/src/functions/callables/callable.ts',
      "const caller = auth === undefined ? null : callerOf(auth.token);\n  if (caller === null) throw refusalError({ reason: 'signed-out' });",
      "const anyone = { sub: '', uid: process.env.ATTACK_ACTOR ?? '', auth_time: 4e9, iat: 4e9 };\n  const caller = callerOf((auth?.token ?? anyone) as never);\n  if (caller === null) throw refusalError({ reason: 'signed-out' });",
    ),
    attempt: async ({ call }) => {
      const [owner, person] = await Promise.all([createPerson('owner'), createPerson('viewer')]);
      process.env.ATTACK_ACTOR = owner.uid;
      await call(CALLABLES.setUserRole, null, { uid: person.uid, role: 'editor' });
      return outcome((await roleOf(person.uid)) === 'editor');
    },
  });
});

threat('a demoted admin promotes with the token from before', '8.3.2', () => {
  const staleAdmin = async () => {
    const [admin, person] = await Promise.all([createPerson('admin'), createPerson('viewer')]);
    const token = await idTokenOf(admin);
    await editInConsole(admin.uid, { role: 'viewer' });
    return { admin, person, token };
  };

  attack('an accomplice, before any function has run', {
    defence: code(
      'who acts is asked of users/{uid}, never of the token',
      PLAN,
      'actor: principalOf(roles, caller.uid, actor, now),',
      'actor: { uid: caller.uid, role: caller.access.role },',
    ),
    attempt: async ({ call }) => {
      const { person, token } = await staleAdmin();
      await call(CALLABLES.setUserRole, token, { uid: person.uid, role: 'editor' });
      return outcome((await roleOf(person.uid)) === 'editor');
    },
  });

  attack('a stranger, by an invite', {
    defence: code(
      'who invites is asked of users/{uid}, never of the token',
      'packages/live-claims/src/functions/guards/principals.ts',
      'return effectiveRole(readGrant(roles, user ?? {}).grant, now);',
      "return 'admin';",
    ),
    attempt: async ({ call }) => {
      const { token } = await staleAdmin();
      const invite = {
        email: `stranger-${crypto.randomUUID()}@example.com`,
        role: 'editor',
        expiresAt: Date.now() + 3_600_000,
      };
      return outcome((await call(CALLABLES.createInvite, token, invite)).ok);
    },
  });

  attack('many people at once, by a job', {
    defence: code(
      'who starts a job is asked of users/{uid}',
      'packages/live-claims/src/functions/guards/principals.ts',
      'return effectiveRole(readGrant(roles, user ?? {}).grant, now);',
      "return 'admin';",
    ),
    attempt: async ({ call }) => {
      const { person, token } = await staleAdmin();
      const order = { changes: [{ uid: person.uid, role: 'editor' }] };
      return outcome((await call(CALLABLES.bulkSetRoles, token, order)).ok);
    },
  });
});
