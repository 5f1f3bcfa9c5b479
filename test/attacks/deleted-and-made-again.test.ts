import { Timestamp } from 'firebase-admin/firestore';
import { CALLABLES } from 'live-claims/core';
import { appRoles } from '../../functions/src/live-claims.config.ts';
import {
  type Caller,
  callerOf,
  checkAccess,
} from '../../packages/live-claims/src/functions/guards/check-access.ts';
import { OPERATOR } from '../../packages/live-claims/src/functions/invites/invite-document.ts';
import { provisionAccount } from '../../packages/live-claims/src/functions/provision/provision-account.ts';
import { syncUser } from '../../packages/live-claims/src/functions/sync/sync-user.ts';
import { userPath } from '../../tools/demo-paths.ts';
import { fromNow, markerDocument, tokenClaims, userDocument } from '../rules/support/people.ts';
import { auth, createPerson, userDoc } from '../support/admin.ts';
import { attack, outcome, threat } from './support/attack.ts';
import { wentThrough } from './support/firestore-rest.ts';
import { code } from './support/functions-defence.ts';
import { idTokenOf } from './support/id-token.ts';
import { moduleCode } from './support/module-defence.ts';
import { type OwnProject, openProject } from './support/project-of-its-own.ts';
import { rule } from './support/rules-defence.ts';
import { newPost } from './support/writes.ts';

type Deleting =
  typeof import('../../packages/live-claims/src/functions/provision/account-deleted.ts');

const account = (uid: string) => ({
  uid,
  email: `${uid}@example.com`,
  emailVerified: true,
  displayName: null,
  photoURL: null,
});

/** An admin whose account and document are there, claims set and marker out. */
async function admin({ auth, db, engine }: OwnProject, uid: string): Promise<void> {
  await auth.createUser({ uid });
  await db.doc(userPath(uid)).set({ role: 'admin', updatedAt: Timestamp.now() });
  await syncUser(engine, uid);
}

threat('a re-created account inherits what the deleted one could do', '8.3.1', () => {
  attack('by the document that was left, when the account is deleted in the console', {
    defence: moduleCode<Deleting>(
      'the document of a deleted account goes as well',
      'packages/live-claims/src/functions/provision/account-deleted.ts',
      { find: 'if (user?.exists && isDeleted) transaction.delete(person);', replace: '' },
    ),
    attempt: async ({ deleteUserDocument }) => {
      const project = openProject();
      await admin(project, 'person');
      await project.auth.deleteUser('person');
      const order = {
        uid: 'person',
        actor: { kind: 'unknown', uid: null } as const,
        reason: null,
        document: 'delete-document' as const,
        keepIfRoleGranted: false,
        emails: [],
      };
      await deleteUserDocument(project.store, order);
      await syncUser(project.engine, 'person');
      const { claims } = await provisionAccount(project, account('person'));
      return outcome(claims.role === 'admin');
    },
  });

  attack('by the document that was left, when the account is made again before the event comes', {
    defence: moduleCode<
      typeof import('../../packages/live-claims/src/functions/provision/account-deleted.ts')
    >(
      'a document from before the account belongs to the former one',
      'packages/live-claims/src/functions/provision/account-deleted.ts',
      {
        file: 'packages/live-claims/src/functions/provision/account-deleted.ts',
        find: "if (isLater) return { outcome: 'spared', role: null };",
        replace: "if (madeBefore !== null) return { outcome: 'spared', role: null };",
      },
    ),
    attempt: async ({ accountDeleted }) => {
      const project = openProject();
      await admin(project, 'person');
      await project.auth.deleteUser('person');
      const later = Date.now() + 60_000;
      const creationTime = new Date(later).toUTCString();
      await project.auth.importUsers([{ uid: 'person', metadata: { creationTime } }]);
      const event = { uid: 'person', email: null, createdAt: 0, deletedAt: later };
      await accountDeleted(project, event);
      return outcome((await project.auth.getUser('person')).customClaims?.role === 'admin');
    },
  });

  attack('by an open invite to its address', {
    defence: moduleCode<Deleting>(
      'the open invites to a deleted person are closed',
      'packages/live-claims/src/functions/provision/account-deleted.ts',
      { find: 'closeInvites({ actor, reason });', replace: '' },
    ),
    attempt: async ({ deleteUserDocument }) => {
      const project = openProject();
      await admin(project, 'person');
      const { email } = account('person');
      await project.db.collection('invites').add({
        email,
        role: 'admin',
        invitedBy: OPERATOR,
        createdAt: Timestamp.now(),
        acceptedAt: null,
      });
      const order = {
        uid: 'person',
        actor: { kind: 'unknown', uid: null } as const,
        reason: null,
        document: 'delete-document' as const,
        keepIfRoleGranted: false,
      };
      await deleteUserDocument(project.store, { ...order, emails: [email] });
      const { claims } = await provisionAccount(project, { ...account('another'), email });
      return outcome(claims.role === 'admin');
    },
  });

  attack('by a call that dies between the account and the document', {
    defence: code(
      'role and sessions end before anything is deleted',
      'packages/live-claims/src/functions/callables/user-callables.ts',
      'const edit = { role: null, endSessions: true };',
      'const edit = { endSessions: true };',
    ),
    attempt: async ({ call }) => {
      const [owner, person] = await Promise.all([createPerson('owner'), createPerson('admin')]);
      let first: unknown;
      const looked = Promise.withResolvers<void>();
      const stop = userDoc(person.uid).onSnapshot((snapshot) => {
        // The revision after the first edit: what a death right then would leave behind.
        if (snapshot.get('sessionsRevokedAt') && first === undefined) first = snapshot.get('role');
        if (first !== undefined) looked.resolve();
      });
      await call(CALLABLES.deleteUser, await idTokenOf(owner), { uid: person.uid });
      await looked.promise;
      stop();
      return outcome(first === 'admin');
    },
  });

  attack('by the admin token of the deleted account, on the account that was made again', {
    defence: code(
      'who acts is asked of users/{uid}, never of the token',
      'packages/live-claims/src/functions/edit/plan-edit.ts',
      'actor: principalOf(roles, caller.uid, actor, now),',
      'actor: { uid: caller.uid, role: caller.access.role },',
    ),
    attempt: async ({ call }) => {
      const [owner, person, other] = await Promise.all([
        createPerson('owner'),
        createPerson('admin'),
        createPerson('viewer'),
      ]);
      const token = await idTokenOf(person);
      await call(CALLABLES.deleteUser, await idTokenOf(owner), { uid: person.uid });
      const { uid, email, password } = person;
      await auth.createUser({ uid, email, password });
      await userDoc(uid).set({ email, role: 'viewer' });
      await call(CALLABLES.setUserRole, token, { uid: other.uid, role: 'editor' });
      return outcome((await userDoc(other.uid).get()).get('role') === 'editor');
    },
  });
});

threat(
  'a session of a deleted account comes to life when the account is made again',
  '7.4.2',
  () => {
    attack('by the token from before, where users/{uid} decides', {
      defence: moduleCode<
        typeof import('../../packages/live-claims/src/functions/provision/provision-account.ts')
      >(
        'a new document says when the sessions of the account before it ended',
        'packages/live-claims/src/functions/provision/provision-account.ts',
        {
          file: 'packages/live-claims/src/functions/edit/commit-edit.ts',
          find: '...(sessionsEndedAt !== null && {',
          replace: '...((false as boolean) && {',
        },
      ),
      attempt: async (provisioning) => {
        const project = openProject();
        await admin(project, 'person');
        const authTime = Math.floor(Date.now() / 1000) - 600;
        const token = { uid: 'person', auth_time: authTime, iat: authTime };
        const thief = callerOf(token) as Caller;
        await project.db.doc(userPath('person')).update({
          role: null,
          sessionsRevokedAt: Timestamp.fromMillis(Date.now() - 1000),
        });
        await syncUser(project.engine, 'person');
        await project.auth.deleteUser('person');
        await project.db.doc(userPath('person')).delete();
        await provisioning.provisionAccount(project, account('person'));
        const user = (await project.db.doc(userPath('person')).get()).data() ?? null;
        const facts = { settings: { lockdown: false, minimumAuthTime: null }, user };
        const requirement = { permission: 'posts.read', check: 'document' } as const;
        return outcome(checkAccess(appRoles, requirement, thief, facts, Date.now()) === null);
      },
    });

    attack('by the token from before, where an administrator wrote the new document by hand', {
      defence: rule(
        'sign-ins from before the end of the sessions are out',
        'disabled == false && signedInSince(endedAt)',
        'disabled == false',
      ),
      knownGap:
        'users/{uid} alone is asked, and the new document does not say when the old sessions ended; for the hour of the token',
      attempt: async (target) => {
        await target.seed({
          'users/me': userDocument('editor'),
          'userClaims/me': markerDocument('editor', { sessionsRevokedAt: fromNow(-5) }),
        });
        const token = target.token('me', tokenClaims('admin'));
        const writes = [newPost(target.name('posts/new'), 'me')];
        return outcome(wentThrough(await target.rest(token, 'POST', ':commit', { writes })));
      },
    });
  },
);

threat('an admin deletes a user of a higher rank', '15.4.2', () => {
  attack('a user who is made an owner during the call', {
    defence: moduleCode<Deleting>(
      'who was given a role meanwhile is spared',
      'packages/live-claims/src/functions/provision/account-deleted.ts',
      {
        find: "if (keepIfRoleGranted && role !== null) return { outcome: 'spared', role: null };",
        replace: '',
      },
    ),
    attempt: async ({ deleteUserDocument }) => {
      const { db, store } = openProject();
      // The call has taken the role away; before it comes to this, an owner gives another.
      await db.doc(userPath('person')).set({ role: 'owner' });
      const order = {
        uid: 'person',
        actor: { kind: 'unknown', uid: null } as const,
        reason: null,
        document: 'delete-document' as const,
        keepIfRoleGranted: true,
        emails: [],
      };
      await deleteUserDocument(store, order);
      return outcome(!(await db.doc(userPath('person')).get()).exists);
    },
  });
});
