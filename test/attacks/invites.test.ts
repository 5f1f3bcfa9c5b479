import { appRoles, CALLABLES } from '@live-claims/contract';
import { Timestamp } from 'firebase-admin/firestore';
import { syncEngine } from '../../functions/src/firebase/sync-engine.ts';
import {
  auth,
  createPerson,
  db,
  editInConsole,
  type Person,
  untilMarker,
  userDoc,
} from '../support/admin.ts';
import { attack, outcome, threat } from './support/attack.ts';
import { code } from './support/functions-defence.ts';
import { idTokenOf } from './support/id-token.ts';
import { moduleCode } from './support/module-defence.ts';

const roleOf = async ({ uid }: Person) => (await userDoc(uid).get()).get('role');

/** An open invite from an owner, as `createInvite` writes it. */
async function invite(email: string, fields: object = {}) {
  const owner = await createPerson('owner');
  await db.collection('invites').add({
    email,
    role: 'editor',
    invitedBy: owner.uid,
    createdAt: Timestamp.now(),
    expiresAt: Timestamp.fromMillis(Date.now() + 60_000),
    acceptedAt: null,
    acceptedBy: null,
    ...fields,
  });
  return owner;
}

const verified = code(
  'an invite takes an address that Firebase Auth calls verified at this moment',
  'functions/src/callables/accept-invite.ts',
  'account?.email != null && account.emailVerified && !account.disabled',
  'account?.email != null && !account.disabled',
);

threat('somebody takes an invite that is not for them', '8.2.1', () => {
  attack('with an address that they never proved to own', {
    defence: verified,
    attempt: async ({ call }) => {
      const person = await createPerson('viewer');
      await auth.updateUser(person.uid, { emailVerified: false });
      await invite(person.email);
      await call(CALLABLES.acceptInvite, await idTokenOf(person), null);
      return outcome((await roleOf(person)) === 'editor');
    },
  });

  attack('with a token from before they changed to an address of somebody else', {
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
    defence: moduleCode<typeof import('../../functions/src/provision/provision-account.ts')>(
      'a new account gets an invite for a verified address alone',
      'functions/src/provision/provision-account.ts',
      {
        file: 'functions/src/provision/create-document.ts',
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
      const place = { db, engine: syncEngine(auth, db, appRoles) };
      return outcome((await provisionAccount(place, account)).role === 'editor');
    },
  });
});

threat('somebody takes an invite again', '2.3.4', () => {
  const once = code(
    'an invite is taken in the transaction that gives its role',
    'functions/src/invites/take-offer.ts',
    'transaction.update(reference, { acceptedAt: FieldValue.serverTimestamp(), acceptedBy: uid });',
    '',
  );

  attack('after the role was taken away', {
    defence: once,
    attempt: async ({ call }) => {
      const person = await createPerson('viewer');
      await invite(person.email);
      const token = await idTokenOf(person);
      await call(CALLABLES.acceptInvite, token, null);
      if ((await roleOf(person)) !== 'editor') throw new Error('The invite gave nothing at all.');
      await editInConsole(person.uid, { role: 'viewer' });
      await call(CALLABLES.acceptInvite, token, null);
      return outcome((await roleOf(person)) === 'editor');
    },
  });

  attack('as another account with the same address, after the first was deleted', {
    defence: once,
    attempt: async ({ call }) => {
      const first = await createPerson('viewer');
      await invite(first.email);
      await call(CALLABLES.acceptInvite, await idTokenOf(first), null);
      await auth.deleteUser(first.uid);
      const { email, password } = first;
      const { uid } = await auth.createUser({ email, password, emailVerified: true });
      await userDoc(uid).set({ role: 'viewer', email });
      await untilMarker(uid, ({ role }) => role === 'viewer');
      const second = { uid, email, password };
      await call(CALLABLES.acceptInvite, await idTokenOf(second), null);
      return outcome((await roleOf(second)) === 'editor');
    },
  });

  attack('as two accounts at the same moment', {
    defence: moduleCode<typeof import('../../functions/src/invites/accept-invite.ts')>(
      'an invite is read in the transaction that takes it',
      'functions/src/invites/accept-invite.ts',
      {
        file: 'functions/src/invites/find-offer.ts',
        find: 'await transaction.get(openInvites(db, email))',
        replace: 'await openInvites(db, email).get()',
      },
    ),
    attempt: async ({ acceptInvite }) => {
      const place = { db, engine: syncEngine(auth, db, appRoles) };
      for (let round = 0; round < 3; round += 1) {
        const people = await Promise.all([createPerson('viewer'), createPerson('viewer')]);
        const email = `team-${crypto.randomUUID()}@example.com`;
        await invite(email);
        const order = { email, now: Date.now() };
        await Promise.allSettled(
          people.map(({ uid }) =>
            acceptInvite(place, { ...order, uid, changeId: crypto.randomUUID() }),
          ),
        );
        const roles = await Promise.all(people.map(roleOf));
        if (roles.every((role) => role === 'editor')) return 'got in';
        if (!roles.includes('editor')) throw new Error('Nobody got the role.');
      }
      return 'was stopped';
    },
  });

  attack('after its time is over', {
    defence: code(
      'an invite ends',
      'functions/src/invites/pick-offer.ts',
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
      'functions/src/invites/pick-offer.ts',
      'return refuseRoleChange(roles, { actor, target: { uid, role: standing }, role }) === null;',
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
      'functions/src/invites/create-invite.ts',
      "const refusal = refuse(role);\n    if (refusal !== null) return { outcome: 'refused', reason: refusal };",
      '',
    ),
    attempt: async ({ call }) => {
      const admin = await createPerson('admin');
      const answer = await call(CALLABLES.createInvite, await idTokenOf(admin), {
        email: `accomplice-${crypto.randomUUID()}@example.com`,
        role: 'owner',
        expiresAt: Date.now() + 60_000,
      });
      return outcome(answer.ok);
    },
  });

  attack('to somebody whose role nobody can read', {
    defence: code(
      'who has a document that nobody can read takes no invite',
      'functions/src/invites/accept-invite.ts',
      'if (problem !== null || grant.disabled) return null;',
      '',
    ),
    attempt: async ({ call }) => {
      const person = await createPerson('viewer');
      await invite(person.email);
      await editInConsole(person.uid, { role: 'Viewer ' });
      await call(CALLABLES.acceptInvite, await idTokenOf(person), null);
      return outcome((await roleOf(person)) === 'editor');
    },
  });

  attack('whose address only looks like the invited one: the Kelvin sign is no k', {
    defence: moduleCode<typeof import('../../functions/src/invites/open-invites.ts')>(
      'addresses are compared in ASCII',
      'functions/src/invites/open-invites.ts',
      {
        file: 'contract/src/addresses.ts',
        find: 'return address.replace(/[A-Z]/g, (letter) => letter.toLowerCase());',
        replace: 'return address.toLowerCase();',
      },
    ),
    attempt: async ({ openInvites }) => {
      const email = `kelvin-${crypto.randomUUID()}@example.com`;
      await invite(email);
      const { docs } = await openInvites(db, email.replace('k', '\u212a')).get();
      return outcome(docs.length > 0);
    },
  });
});

threat('somebody litters with invites', '2.4.1', () => {
  attack('one after the other', {
    defence: code(
      'nobody writes more than 50 invites in an hour',
      'functions/src/invites/allowance.ts',
      'return next > INVITES_PER_HOUR ? null :',
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
        expiresAt: Date.now() + 60_000,
      });
      return outcome(answer.ok);
    },
  });
});
