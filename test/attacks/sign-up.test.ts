import { TEXT_LIMITS, userPath } from '@live-claims/contract';
import { attack, outcome, threat } from './support/attack.ts';
import { moduleCode } from './support/module-defence.ts';
import { openPlace } from './support/project-of-its-own.ts';

type Provisioning = typeof import('../../functions/src/provision/provision-account.ts');

/** What a new account brings along comes from whoever signs up, or from an identity provider. */
const profile = moduleCode<Provisioning>(
  'the profile of a new account keeps to the limits of an edited one',
  'functions/src/provision/provision-account.ts',
  {
    file: 'functions/src/provision/create-document.ts',
    find: '...storableProfile({ displayName, photoURL }) };',
    replace: 'displayName, photoURL };',
  },
);

const signingUp =
  (brings: { displayName?: string; photoURL?: string }, isStored: (fields: object) => boolean) =>
  async ({ provisionAccount }: Provisioning) => {
    const place = openPlace();
    const account = {
      uid: 'new',
      email: 'new@example.com',
      emailVerified: false,
      displayName: null,
      photoURL: null,
      ...brings,
    };
    await provisionAccount(place, account);
    const document = await place.db.doc(userPath('new')).get();
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
