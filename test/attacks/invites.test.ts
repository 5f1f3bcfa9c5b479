import { Timestamp } from 'firebase-admin/firestore';
import { CALLABLES, type InviteLine } from 'live-claims/core';
import config, { appRoles } from '../../functions/src/live-claims.config.ts';
import { Store } from '../../packages/live-claims/src/functions/firebase/store.ts';
import { OPERATOR } from '../../packages/live-claims/src/functions/invites/invite-document.ts';
import { syncEngine } from '../../packages/live-claims/src/functions/project.ts';
import { acceptInvite } from '../../packages/live-claims/src/functions/provision/accept-invite.ts';
import { userPath } from '../../tools/demo-paths.ts';
import {
  auth,
  createPerson,
  db,
  editInConsole,
  type TestUser,
  untilMarker,
  userDoc,
} from '../support/admin.ts';
import { attack, outcome, threat } from './support/attack.ts';
import { code } from './support/functions-defence.ts';
import { idTokenOf } from './support/id-token.ts';
import { moduleCode } from './support/module-defence.ts';
import { openProject } from './support/project-of-its-own.ts';

const roleOf = async ({ uid }: TestUser) => (await userDoc(uid).get()).get('role');

/** An open invite from an owner, as `createInvite` writes it. */
async function invite(email: string, fields: object = {}) {
  const owner = await createPerson('owner');
  await db.collection('invites').add({
    email,
    role: 'editor',
    invitedBy: owner.uid,
    createdAt: Timestamp.now(),
    expiresAt: Timestamp.fromMillis(Date.now() + 3_600_000),
    acceptedAt: null,
    acceptedBy: null,
    ...fields,
  });
  return owner;
}

/** Younger than whatever was decided against its person: that it is older is another defence. */
const YOUNGEST = { createdAt: Timestamp.fromMillis(Date.now() + 3_600_000) };

const verified = code(
  'an invite takes an address that Firebase Auth calls verified at this moment',
  'packages/live-claims/src/functions/callables/invite-callables.ts',
  'account?.email != null && account.emailVerified && !account.disabled',
  'account?.email != null && !account.disabled',
);

threat('a user accepts an invite that is not for them', '8.2.1', () => {
  attack('with an address that they never verified', {
    defence: verified,
    attempt: async ({ call }) => {
      const person = await createPerson('viewer');
      await auth.updateUser(person.uid, { emailVerified: false });
      await invite(person.email);
      await call(CALLABLES.acceptInvite, await idTokenOf(person), null);
      return outcome((await roleOf(person)) === 'editor');
    },
  });

  attack('with a token from before they changed to another person’s address', {
    defence: verified,
    attempt: async ({ call }) => {
      const person = await createPerson('viewer');
      const token = await idTokenOf(person);
      const email = `victim-${crypto.randomUUID()}@example.com`;
      await auth.updateUser(person.uid, { email, emailVerified: false });
      await invite(email);
      await call(CALLABLES.acceptInvite, token, null);
      return outcome((await roleOf(person)) === 'editor');
    },
  });

  attack('by signing up with the address, unverified', {
    defence: moduleCode<
      typeof import('../../packages/live-claims/src/functions/provision/provision-account.ts')
    >(
      'a new account gets an invite for a verified address alone',
      'packages/live-claims/src/functions/provision/provision-account.ts',
      {
        file: 'packages/live-claims/src/functions/provision/create-document.ts',
        find: 'if (email === null || !emailVerified) return false;',
        replace: 'if (email === null) return false;',
      },
    ),
    attempt: async ({ provisionAccount }) => {
      const email = `victim-${crypto.randomUUID()}@example.com`;
      await invite(email);
      const account = {
        uid: crypto.randomUUID(),
        email,
        emailVerified: false,
        displayName: null,
        photoURL: null,
      };
      const store = new Store(db, config);
      const project = { store, engine: syncEngine(auth, store, appRoles) };
      return outcome((await provisionAccount(project, account)).role === 'editor');
    },
  });
});

threat('an invite is accepted twice', '2.3.4', () => {
  const once = code(
    'an invite is taken in the commit that gives its role',
    'packages/live-claims/src/functions/invites/end-invites.ts',
    'commit.update(reference, { acceptedAt: FieldValue.serverTimestamp(), acceptedBy: uid });',
    '',
  );

  attack('after the role was removed', {
    defence: once,
    attempt: async ({ call }) => {
      const person = await createPerson('viewer');
      await invite(person.email, YOUNGEST);
      const token = await idTokenOf(person);
      await call(CALLABLES.acceptInvite, token, null);
      if ((await roleOf(person)) !== 'editor') throw new Error('The invite gave nothing at all.');
      await editInConsole(person.uid, { role: 'viewer' });
      await call(CALLABLES.acceptInvite, token, null);
      return outcome((await roleOf(person)) === 'editor');
    },
  });

  attack('as another account, which has the address now', {
    defence: once,
    attempt: async ({ call }) => {
      const [first, second] = await Promise.all([createPerson('viewer'), createPerson('viewer')]);
      const { email } = first;
      await invite(email);
      await call(CALLABLES.acceptInvite, await idTokenOf(first), null);
      await auth.updateUser(first.uid, { email: `former-${email}` });
      const token = await idTokenOf(second);
      await auth.updateUser(second.uid, { email, emailVerified: true });
      await call(CALLABLES.acceptInvite, token, null);
      return outcome((await roleOf(second)) === 'editor');
    },
  });

  attack('as two accounts at the same moment', {
    defence: moduleCode<
      typeof import('../../packages/live-claims/src/functions/provision/accept-invite.ts')
    >(
      'an invite is read for the commit that takes it',
      'packages/live-claims/src/functions/provision/accept-invite.ts',
      {
        file: 'packages/live-claims/src/functions/invites/offers.ts',
        find: 'await commit.get(openInvites(store, email))',
        replace: 'await openInvites(store, email).get()',
      },
    ),
    attempt: async ({ acceptInvite }) => {
      const store = new Store(db, config);
      const project = { store, engine: syncEngine(auth, store, appRoles) };
      for (let round = 0; round < 3; round += 1) {
        const people = await Promise.all([createPerson('viewer'), createPerson('viewer')]);
        const email = `team-${crypto.randomUUID()}@example.com`;
        await invite(email);
        const order = { email, now: Date.now() };
        await Promise.allSettled(
          people.map(({ uid }) =>
            acceptInvite(project, { ...order, uid, changeId: crypto.randomUUID() }),
          ),
        );
        const roles = await Promise.all(people.map(roleOf));
        if (roles.every((role) => role === 'editor')) return 'got in';
        if (!roles.includes('editor')) throw new Error('Neither account got the role.');
      }
      return 'was stopped';
    },
  });

  attack('after its time is over', {
    defence: code(
      'an invite ends',
      'packages/live-claims/src/functions/invites/offers.ts',
      'if (invite.acceptedAt !== null || isOver(invite, now) || !isRole(roles, role)) return false;',
      'if (invite.acceptedAt !== null || !isRole(roles, role)) return false;',
    ),
    attempt: async ({ call }) => {
      const person = await createPerson('viewer');
      await invite(person.email, { expiresAt: Timestamp.fromMillis(Date.now() - 1) });
      await call(CALLABLES.acceptInvite, await idTokenOf(person), null);
      return outcome((await roleOf(person)) === 'editor');
    },
  });
});

threat('an invite gives more than its inviter could', '8.2.1', () => {
  attack('who was demoted since', {
    defence: code(
      'an invite gives what its inviter could give at this moment',
      'packages/live-claims/src/functions/invites/offers.ts',
      'return refuseRoleChange(roles, { actor, target, role, expiresAt }) === null;',
      'return true;',
    ),
    attempt: async ({ call }) => {
      const person = await createPerson('viewer');
      const owner = await invite(person.email, { role: 'admin' });
      await editInConsole(owner.uid, { role: 'viewer' });
      await call(CALLABLES.acceptInvite, await idTokenOf(person), null);
      return outcome((await roleOf(person)) === 'admin');
    },
  });

  attack('an admin, who invites an owner', {
    defence: code(
      'who invites could grant the role',
      'packages/live-claims/src/functions/invites/write-invite.ts',
      "const refusal = refuse(role);\n    if (refusal !== null) return { outcome: 'forbidden', reason: refusal };",
      '',
    ),
    attempt: async ({ call }) => {
      const admin = await createPerson('admin');
      const answer = await call(CALLABLES.createInvite, await idTokenOf(admin), {
        email: `accomplice-${crypto.randomUUID()}@example.com`,
        role: 'owner',
        expiresAt: Date.now() + 3_600_000,
      });
      return outcome(answer.ok);
    },
  });

  attack('to a user whose role cannot be read', {
    defence: code(
      'a user with an unreadable document accepts no invite',
      'packages/live-claims/src/functions/provision/accept-invite.ts',
      'if (problem !== null || grant.disabled) return null;',
      '',
    ),
    attempt: async ({ call }) => {
      const person = await createPerson('viewer');
      await invite(person.email, YOUNGEST);
      await editInConsole(person.uid, { role: 'Viewer ' });
      await call(CALLABLES.acceptInvite, await idTokenOf(person), null);
      return outcome((await roleOf(person)) === 'editor');
    },
  });

  attack('whose address only looks like the invited one: the Kelvin sign is no k', {
    defence: moduleCode<
      typeof import('../../packages/live-claims/src/functions/invites/invite-document.ts')
    >(
      'addresses are compared in ASCII',
      'packages/live-claims/src/functions/invites/invite-document.ts',
      {
        file: 'packages/live-claims/src/core/addresses.ts',
        find: 'return address.replace(/[A-Z]/g, (letter) => letter.toLowerCase());',
        replace: 'return address.toLowerCase();',
      },
    ),
    attempt: async ({ openInvites }) => {
      const email = `kelvin-${crypto.randomUUID()}@example.com`;
      await invite(email);
      const { docs } = await openInvites(new Store(db, config), email.replace('k', '\u212a')).get();
      return outcome(docs.length > 0);
    },
  });
});

threat('an open invite undoes a later decision', '8.3.1', () => {
  const older = code(
    'an invite from before the last decision against its person gives nothing',
    'packages/live-claims/src/functions/invites/offers.ts',
    'if (versionAt(invite.createdAt) <= loweredVersion) return false;',
    '',
  );

  attack('the role was removed in the console', {
    defence: older,
    attempt: async ({ call }) => {
      const person = await createPerson('editor');
      await invite(person.email, { role: 'admin' });
      await editInConsole(person.uid, { role: null });
      await untilMarker(person.uid, ({ role }) => role === null);
      await call(CALLABLES.acceptInvite, await idTokenOf(person), null);
      return outcome((await roleOf(person)) === 'admin');
    },
  });

  attack('the access was deleted with its document', {
    defence: older,
    attempt: async ({ call }) => {
      const person = await createPerson('editor');
      await invite(person.email, { role: 'admin' });
      await userDoc(person.uid).delete();
      await untilMarker(person.uid, ({ role }) => role === null);
      await call(CALLABLES.acceptInvite, await idTokenOf(person), null);
      return outcome((await roleOf(person)) === 'admin');
    },
  });

  attack('the role is removed at the same moment', {
    defence: moduleCode<
      typeof import('../../packages/live-claims/src/functions/provision/accept-invite.ts')
    >(
      'the marker has heard of the revision that an invite raises',
      'packages/live-claims/src/functions/provision/accept-invite.ts',
      { find: "if (!isSameRevision(sourceOf(store, user), synced)) return 'moved';", replace: '' },
    ),
    attempt: async ({ acceptInvite }) => {
      const project = openProject();
      const uid = crypto.randomUUID();
      const email = `${uid}@example.com`;
      await project.auth.createUser({ uid, email, emailVerified: true });
      await project.db.doc(userPath(uid)).set({ role: 'editor' });
      await project.db.collection('invites').add({
        email,
        role: 'admin',
        invitedBy: OPERATOR,
        createdAt: Timestamp.now(),
        acceptedAt: null,
      });
      const { documents } = project.engine;
      let reads = 0;
      // The last read of the sync comes before the transaction: the edit falls between them, once.
      const readSource = async (id: string) => {
        const source = await documents.readSource(id);
        reads += 1;
        if (reads === 2) await project.db.doc(userPath(uid)).update({ role: null });
        return source;
      };
      const engine = { ...project.engine, documents: { ...documents, readSource } };
      const order = { uid, email, changeId: crypto.randomUUID(), now: Date.now() };
      await acceptInvite({ ...project, engine }, order);
      return outcome((await project.db.doc(userPath(uid)).get()).get('role') === 'admin');
    },
  });
});

threat('an invite is withdrawn and accepted as well', '15.4.2', () => {
  attack('by a user who accepts it at that moment', {
    defence: moduleCode<
      typeof import('../../packages/live-claims/src/functions/invites/write-invite.ts')
    >(
      'an invite is read in the transaction that withdraws it',
      'packages/live-claims/src/functions/invites/write-invite.ts',
      { find: 'await transaction.get(reference);', replace: 'await reference.get();' },
    ),
    attempt: async ({ withdrawInvite }) => {
      const project = openProject();
      const uid = crypto.randomUUID();
      const email = `${uid}@example.com`;
      await project.auth.createUser({ uid, email, emailVerified: true });
      await project.db.doc(userPath(uid)).set({ role: 'viewer' });
      const invites = project.db.collection('invites');
      const open = await invites.add({
        email,
        role: 'editor',
        invitedBy: OPERATOR,
        createdAt: Timestamp.now(),
        acceptedAt: null,
      });
      const order = { uid, email, changeId: crypto.randomUUID(), now: Date.now() };
      const taking = () => acceptInvite(project, order).then(({ inviteId }) => inviteId !== null);
      let taken: Promise<boolean> | null = null;
      // The accepting call begins when the invite has been read. Without a lock it also finishes then.
      const byId = invites.doc.bind(invites);
      const doc = (id: string) => {
        const reference = byId(id);
        const read = reference.get.bind(reference);
        reference.get = async () => {
          const snapshot = await read();
          taken = taking();
          await taken;
          return snapshot;
        };
        return reference;
      };
      const db = new Proxy(project.db, {
        get(target, name) {
          if (name === 'collection') {
            return (path: string) =>
              path === 'invites' ? Object.assign(invites, { doc }) : target.collection(path);
          }
          const value: unknown = Reflect.get(target, name, target);
          return typeof value === 'function' ? value.bind(target) : value;
        },
      });
      const inviter = { kind: 'operator' } as const;
      const where = { store: new Store(db, config), roles: appRoles };
      const withdrawn = await withdrawInvite(where, {
        inviteId: open.id,
        inviter,
        now: Date.now(),
      });
      const isTaken = await (taken ?? taking());
      return outcome(isTaken && withdrawn.outcome === 'withdrawn');
    },
  });
});

threat('a user creates invites without limit', '2.4.1', () => {
  attack('one after the other', {
    defence: code(
      'at most 50 invites in an hour',
      'packages/live-claims/src/functions/invites/write-invite.ts',
      'return next > invitesPerHour ? null :',
      'return',
    ),
    attempt: async ({ call }) => {
      const admin = await createPerson('admin');
      const token = await idTokenOf(admin);
      await db
        .doc(`rateLimits/createInvite:${admin.uid}`)
        .set({ since: Timestamp.now(), count: 50 });
      const answer = await call(CALLABLES.createInvite, token, {
        email: `litter-${crypto.randomUUID()}@example.com`,
        role: 'viewer',
        expiresAt: Date.now() + 3_600_000,
      });
      return outcome(answer.ok);
    },
  });

  attack('many in one call', {
    defence: code(
      'each invite of a list counts in the hour',
      'packages/live-claims/src/functions/invites/write-invite.ts',
      'return next > invitesPerHour ? null :',
      'return',
    ),
    attempt: async ({ call }) => {
      const admin = await createPerson('admin');
      const token = await idTokenOf(admin);
      const allowance = db.doc(`rateLimits/createInvite:${admin.uid}`);
      await allowance.set({ since: Timestamp.now(), count: 49 });
      // Lists at the same moment: each sees that one more is left.
      const list = () => {
        const emails = Array.from({ length: 3 }, () => `litter-${crypto.randomUUID()}@example.com`);
        const expiresAt = Date.now() + 3_600_000;
        return call(CALLABLES.createInvites, token, { emails, role: 'viewer', expiresAt });
      };
      const answers = await Promise.all(Array.from({ length: 6 }, list));
      const written = answers.flatMap((answer) =>
        answer.ok ? answer.result.lines.filter((line: InviteLine) => line.inviteId !== null) : [],
      );
      return outcome(written.length > 1);
    },
  });
});
