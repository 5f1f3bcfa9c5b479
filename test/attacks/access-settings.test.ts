import { Timestamp } from 'firebase-admin/firestore';
import { CALLABLES } from 'live-claims/core';
import { afterEach, expect, it } from 'vitest';
import { ACCESS_SETTINGS_PATH } from '../../tools/demo-paths.ts';
import { markerDocument, storedPost, tokenClaims, userDocument } from '../rules/support/people.ts';
import { createPerson, db } from '../support/admin.ts';
import { stack } from '../support/stack.ts';
import { attack, outcome, threat } from './support/attack.ts';
import { wentThrough } from './support/firestore-rest.ts';
import type { FirestoreTarget } from './support/firestore-target.ts';
import { code } from './support/functions-defence.ts';
import { idTokenOf } from './support/id-token.ts';
import { rule } from './support/rules-defence.ts';

const settings = db.doc(ACCESS_SETTINGS_PATH);
const isLockedDown = async () => (await settings.get()).get('lockdown') === true;
const base = `http://${stack.functions}/${stack.projectId}/us-central1`;

// They hold for all users of the project, also in the next test.
afterEach(() => settings.delete());

threat('a user changes the access settings without the permission', '8.2.1', () => {
  attack('an admin turns lockdown on', {
    defence: code(
      'the access settings are for the top role, and roles with the permission that the app has chosen',
      'packages/live-claims/src/functions/access-settings/change-settings.ts',
      "return refusal ?? (mayChange ? null : { reason: 'not-allowed' });",
      'return refusal;',
    ),
    attempt: async ({ call }) => {
      const token = await idTokenOf(await createPerson('admin'));
      await call(CALLABLES.setAccessSettings, token, { lockdown: true });
      return outcome(await isLockedDown());
    },
  });

  attack('a user of a refused session lifts the minimum', {
    defence: code(
      'the access settings apply to their author',
      'packages/live-claims/src/functions/guards/check-access.ts',
      "if (caller.authTime < (settings.minimumAuthTime ?? 0)) return { reason: 'sign-in-too-old' };",
      '',
    ),
    attempt: async ({ call }) => {
      const token = await idTokenOf(await createPerson('owner'));
      // Whole seconds: one that the sign-in of just now does not reach, and that has come.
      const { auth_time } = JSON.parse(
        Buffer.from(token.split('.')[1] ?? '', 'base64url').toString(),
      );
      const minimum = Timestamp.fromMillis((auth_time + 1) * 1000);
      await settings.set({ lockdown: false, minimumAuthTime: minimum });
      await untilTime(minimum.toMillis());
      await call(CALLABLES.setAccessSettings, token, { minimumAuthTime: null });
      return outcome((await settings.get()).get('minimumAuthTime') === null);
    },
  });
});

threat('an admin goes on in a lockdown', '8.3.1', () => {
  for (const { name, callable, data } of [
    {
      name: 'by changing a role',
      callable: CALLABLES.setUserRole,
      data: (uid: string) => ({ uid, role: 'editor' }),
    },
    {
      name: 'by signing a user out',
      callable: CALLABLES.endSessions,
      data: (uid: string) => ({ uid }),
    },
    {
      name: 'by an invite',
      callable: CALLABLES.createInvite,
      data: (uid: string) => ({
        email: `${uid.toLowerCase()}@example.com`,
        role: 'viewer',
        expiresAt: Date.now() + 60_000,
      }),
    },
    {
      name: 'by a job for many',
      callable: CALLABLES.bulkSetRoles,
      data: (uid: string) => ({ changes: [{ uid, role: 'editor' }] }),
    },
  ]) {
    attack(name, {
      defence: code(
        'in a lockdown the top role alone gets in',
        'packages/live-claims/src/functions/guards/check-access.ts',
        '  if (settings.lockdown) {',
        '  if (settings.lockdown && check === null) {',
      ),
      attempt: async ({ call }) => {
        const [admin, person] = await Promise.all([createPerson('admin'), createPerson('viewer')]);
        await settings.set({ lockdown: true, minimumAuthTime: null });
        return outcome((await call(callable, await idTokenOf(admin), data(person.uid))).ok);
      },
    });
  }
});

threat('an old token still reads and writes in a lockdown, past the functions', '8.3.2', () => {
  const inLockdown = async (target: FirestoreTarget, role: string) => {
    await target.seed({
      'settings/access': { lockdown: true, minimumAuthTime: null },
      'users/me': userDocument(role),
      'userClaims/me': markerDocument(role),
      'posts/draft': storedPost('another-author', 'draft'),
      'posts/out': storedPost('another-author', 'published'),
    });
    return target.token('me', tokenClaims(role));
  };
  const marked = rule(
    'canCurrent asks for a lockdown',
    'can(permission) && tokenIsCurrent() && passesLockdown()',
    'can(permission) && tokenIsCurrent()',
  );

  attack('a viewer lists the published posts', {
    defence: marked,
    attempt: async (target) => {
      const token = await inLockdown(target, 'viewer');
      const published = {
        fieldFilter: {
          field: { fieldPath: 'status' },
          op: 'EQUAL',
          value: { stringValue: 'published' },
        },
      };
      const answer = await target.rest(token, 'POST', ':runQuery', {
        structuredQuery: { from: [{ collectionId: 'posts' }], where: published },
      });
      return outcome(wentThrough(answer));
    },
  });

  attack('an editor reads a draft', {
    defence: marked,
    attempt: async (target) => {
      const token = await inLockdown(target, 'editor');
      return outcome(wentThrough(await target.rest(token, 'GET', 'posts/draft')));
    },
  });

  attack('an admin withdraws what is published', {
    defence: rule(
      'canNow asks for a lockdown',
      'isSignedIn() && roleHas(effectiveRole(), permission) && passesLockdown()',
      'isSignedIn() && roleHas(effectiveRole(), permission)',
    ),
    attempt: async (target) => {
      const token = await inLockdown(target, 'admin');
      return outcome(wentThrough(await target.rest(token, 'DELETE', 'posts/out')));
    },
  });
});

it('the top role always has access, whatever the access settings say', async () => {
  const owner = await createPerson('owner');
  for (const broken of [
    { lockdown: true },
    { lockdown: 'on' },
    { minimumAuthTime: 'yesterday' },
    { minimumAuthTime: Timestamp.fromMillis(Date.now() + 86_400_000) },
  ]) {
    await settings.set(broken);
    const answer = await fetch(`${base}/${CALLABLES.setAccessSettings}`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        authorization: `Bearer ${await idTokenOf(owner)}`,
      },
      body: JSON.stringify({ data: { lockdown: false, minimumAuthTime: null } }),
    });
    expect(await answer.json()).toEqual({ result: { lockdown: false, minimumAuthTime: null } });
  }
});

/** The second has come, by the clock of this machine, which the emulators share. */
async function untilTime(moment: number): Promise<void> {
  while (Date.now() < moment) await new Promise(setImmediate);
}
