import { randomUUID } from 'node:crypto';
import { Timestamp } from 'firebase-admin/firestore';
import { TEXT_LIMITS } from 'live-claims/core';
import { OPERATOR } from '../../packages/live-claims/src/functions/invites/invite-document.ts';
import { ACCESS_SETTINGS_PATH, userPath } from '../../tools/demo-paths.ts';
import { attack, outcome, threat } from './support/attack.ts';
import { moduleCode } from './support/module-defence.ts';
import { type OwnProject, openProject } from './support/project-of-its-own.ts';

type Provisioning =
  typeof import('../../packages/live-claims/src/functions/provision/provision-account.ts');

/** The profile of a new account comes from the user or from an identity provider. */
const profile = moduleCode<Provisioning>(
  'the profile of a new account keeps to the limits of an edited one',
  'packages/live-claims/src/functions/provision/provision-account.ts',
  {
    file: 'packages/live-claims/src/functions/firebase/known-account.ts',
    find: '...storableProfile({ displayName, photoURL }), createdAt };',
    replace: 'displayName, photoURL, createdAt };',
  },
);

const signingUp =
  (brings: { displayName?: string; photoURL?: string }, isStored: (fields: object) => boolean) =>
  async ({ provisionAccount }: Provisioning) => {
    const project = openProject();
    const account = {
      uid: 'new',
      email: 'new@example.com',
      emailVerified: false,
      displayName: null,
      photoURL: null,
      ...brings,
    };
    await provisionAccount(project, account);
    const document = await project.db.doc(userPath('new')).get();
    return outcome(isStored(document.data() ?? {}));
  };

threat('a sign-up stores what an edit could not', '2.2.1', () => {
  attack('a name of twenty thousand characters', {
    defence: profile,
    attempt: signingUp(
      { displayName: 'x'.repeat(20_000) },
      (fields) =>
        'displayName' in fields && String(fields.displayName).length > TEXT_LIMITS.displayName,
    ),
  });
  attack('a script as the address of a picture', {
    defence: profile,
    attempt: signingUp(
      { photoURL: 'javascript:alert(1)' },
      (fields) => 'photoURL' in fields && String(fields.photoURL).startsWith('javascript:'),
    ),
  });
});

const newcomer = (email: string) => ({
  uid: randomUUID(),
  email,
  emailVerified: true,
  displayName: null,
  photoURL: null,
});

async function invite({ db }: OwnProject, email: string): Promise<void> {
  const createdAt = Timestamp.now();
  const fields = { email, role: 'editor', invitedBy: OPERATOR, createdAt, acceptedAt: null };
  await db.collection('invites').add(fields);
}

const PROVISION = 'packages/live-claims/src/functions/provision/provision-account.ts';

threat('a sign-up gets an invite that is not available', '8.2.1', () => {
  attack('in a lockdown', {
    defence: moduleCode<Provisioning>('no invite is accepted in a lockdown', PROVISION, {
      file: 'packages/live-claims/src/functions/provision/create-document.ts',
      find: 'return !invites.empty && !readAccessSettings(settings.data(), Date.now()).lockdown;',
      replace: 'return !invites.empty;',
    }),
    attempt: async ({ provisionAccount }) => {
      const project = openProject();
      const account = newcomer('invited@example.com');
      await invite(project, account.email);
      await project.db.doc(ACCESS_SETTINGS_PATH).set({ lockdown: true });
      return outcome((await provisionAccount(project, account)).role === 'editor');
    },
  });

  attack('with a second account, before the event of the first one has come', {
    defence: moduleCode<Provisioning>(
      'an invite is kept for the account that its sign-up became',
      PROVISION,
      {
        file: 'packages/live-claims/src/functions/invites/offers.ts',
        find: 'return (await accounts.read(reservedFor)) === null ? [] : [id];',
        replace: 'return [];',
      },
    ),
    attempt: async ({ provisionAccount }) => {
      const project = openProject();
      const [first, second] = [newcomer('twice@example.com'), newcomer('twice@example.com')];
      await invite(project, first.email);
      await provisionAccount(project, first);
      await project.auth.createUser({ uid: first.uid });
      return outcome((await provisionAccount(project, second)).role === 'editor');
    },
  });

  attack('and keeps it, although it was refused and another sign-up has accepted it since', {
    defence: moduleCode<Provisioning>(
      'what was granted to a lost sign-up goes with the invite',
      PROVISION,
      {
        file: 'packages/live-claims/src/functions/invites/end-invites.ts',
        find: 'if (lostSignUp === null) return;',
        replace: 'if (lostSignUp !== undefined) return;',
      },
    ),
    attempt: async ({ provisionAccount }) => {
      const project = openProject();
      const [first, second] = [newcomer('again@example.com'), newcomer('again@example.com')];
      await invite(project, first.email);
      for (const account of [first, second]) {
        const { role } = await provisionAccount(project, account);
        if (role !== 'editor') throw new Error('The invite gave nothing at all.');
      }
      const lost = await project.db.doc(userPath(first.uid)).get();
      return outcome(lost.get('role') === 'editor');
    },
  });
});
