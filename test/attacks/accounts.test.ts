import { randomUUID } from 'node:crypto';
import { CALLABLES } from 'live-claims/core';
import { ensureDocument } from '../../packages/live-claims/src/functions/provision/ensure-document.ts';
import { syncUser } from '../../packages/live-claims/src/functions/sync/sync-user.ts';
import { userPath } from '../../tools/demo-paths.ts';
import { createAccount, createPerson, db } from '../support/admin.ts';
import { attack, outcome, threat } from './support/attack.ts';
import { code } from './support/functions-defence.ts';
import { idTokenOf } from './support/id-token.ts';
import { moduleCode } from './support/module-defence.ts';
import { openProject } from './support/project-of-its-own.ts';

const ENSURE = 'packages/live-claims/src/functions/provision/ensure-document.ts';
const UNDECIDED = 'packages/live-claims/src/functions/provision/is-undecided.ts';

threat('an outsider finds out which accounts exist', '6.3.8', () => {
  attack('by trying addresses, without a role that gives roles', {
    defence: code(
      'only a user with the permission to grant roles looks for accounts',
      'packages/live-claims/src/functions/callables/user-callables.ts',
      'permission: config.can.grantRoles',
      'permission: null',
    ),
    attempt: async ({ call }) => {
      const [editor, person] = await Promise.all([createPerson('editor'), createAccount()]);
      const key = { email: person.email };
      const answer = await call(CALLABLES.findAccount, await idTokenOf(editor), key);
      return outcome(answer.ok && answer.result.uid === person.uid);
    },
  });
});

threat('a first visit gives what an admin has decided against', '8.2.1', () => {
  attack('to a user who asks again after their access was deleted', {
    defence: moduleCode<
      typeof import('../../packages/live-claims/src/functions/provision/ensure-document.ts')
    >('the initial role is for accounts about which nothing was ever decided', ENSURE, {
      file: UNDECIDED,
      find: 'if (data === null) return marker === null;',
      replace: 'if (data === null) return true;',
    }),
    attempt: async (module) => {
      const project = openProject();
      const uid = randomUUID();
      await project.auth.createUser({ uid, email: `${uid}@example.com` });
      await ensureDocument(project, uid, { isGuest: false });
      await syncUser(project.engine, uid);
      await project.db.doc(userPath(uid)).delete();
      await module.ensureDocument(project, uid, { isGuest: false });
      return outcome((await project.db.doc(userPath(uid)).get()).exists);
    },
  });

  attack('to a user without a role, by an explicit null', {
    defence: moduleCode<
      typeof import('../../packages/live-claims/src/functions/provision/ensure-document.ts')
    >('a document that names a role, or none, is a decision', ENSURE, {
      file: UNDECIDED,
      find: 'if (data.role !== undefined) return false;',
      replace: '',
    }),
    attempt: async (module) => {
      const project = openProject();
      const uid = randomUUID();
      await project.auth.createUser({ uid, email: `${uid}@example.com` });
      await project.db.doc(userPath(uid)).set({ role: null });
      await module.ensureDocument(project, uid, { isGuest: false });
      return outcome((await project.db.doc(userPath(uid)).get()).get('role') === 'viewer');
    },
  });

  attack('to an anonymous guest', {
    defence: moduleCode<
      typeof import('../../packages/live-claims/src/functions/provision/ensure-document.ts')
    >('guests get nothing', ENSURE, {
      find: ' || (isGuest && !account.isIdentified)',
      replace: '',
    }),
    attempt: async (module) => {
      const project = openProject();
      const uid = randomUUID();
      await project.auth.createUser({ uid });
      await module.ensureDocument(project, uid, { isGuest: true });
      return outcome((await project.db.doc(userPath(uid)).get()).exists);
    },
  });
});

threat('an account of another tenant counts', '8.4.1', () => {
  attack('by signing up there', {
    defence: moduleCode<typeof import('../../functions/src/index.ts')>(
      'a sign-up with a tenant is given nothing',
      'functions/src/index.ts',
      {
        file: 'packages/live-claims/src/functions/account-functions.ts',
        find: 'if (user === undefined || user.tenantId || !isUid(user.uid)) return {};',
        replace: 'if (user === undefined || !isUid(user.uid)) return {};',
      },
    ),
    attempt: async ({ provisionUser }) => {
      const uid = randomUUID();
      const data = { uid, email: `${uid}@example.com`, emailVerified: true, tenantId: 'other' };
      const { run } = provisionUser as unknown as { run(event: object): Promise<unknown> };
      await run({ data });
      return outcome((await db.doc(userPath(uid)).get()).exists);
    },
  });
});
