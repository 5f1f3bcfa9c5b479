import { Timestamp } from 'firebase-admin/firestore';
import { CALLABLES } from 'live-claims/core';
import { createPerson, type TestUser, userDoc } from '../support/admin.ts';
import { dismissOwners } from '../support/admin-cli.ts';
import { attack, outcome, threat } from './support/attack.ts';
import { code } from './support/functions-defence.ts';
import { idTokenOf } from './support/id-token.ts';

const PLAN = 'packages/live-claims/src/functions/edit/plan-edit.ts';

/** How often two owners go for each other at the same moment. */
const DUELS = 8;

const isOwner = async ({ uid }: TestUser) => (await userDoc(uid).get()).get('role') === 'owner';

threat('the project is left without an owner', '15.4.2', () => {
  attack(`two owners demote each other at the same moment, ${DUELS} times`, {
    defence: code(
      'the caller is still an owner at the commit',
      'packages/live-claims/src/functions/firebase/verified-commit.ts',
      'if (!this.#written.includes(path)) verifyUnchanged(this.#batch, snapshot);',
      '',
    ),
    attempt: async ({ call }) => {
      for (let duel = 0; duel < DUELS; duel += 1) {
        const owners = await Promise.all([createPerson('owner'), createPerson('owner')]);
        const [a, b] = owners;
        const [tokenA, tokenB] = await Promise.all(owners.map(idTokenOf));
        await Promise.all([
          call(CALLABLES.setUserRole, tokenA as string, { uid: b.uid, role: 'viewer' }),
          call(CALLABLES.setUserRole, tokenB as string, { uid: a.uid, role: 'viewer' }),
        ]);
        const left = (await Promise.all(owners.map(isOwner))).filter(Boolean);
        if (left.length === 0) return 'got in';
        if (left.length === 2) throw new Error('Neither owner was demoted.');
      }
      return 'was stopped';
    },
  });

  attack('a time-bound owner removes the only permanent one, and then their role ends', {
    defence: code(
      'the last owner without an end stays',
      PLAN,
      "if (stepsDown && !hasOtherOwner) return { outcome: 'forbidden', reason: 'last-owner' };",
      '',
    ),
    attempt: async ({ call }) => {
      await dismissOwners();
      const [last, guest] = await Promise.all([createPerson('owner'), createPerson('owner')]);
      const end = Timestamp.fromMillis(Date.now() + 3_600_000);
      await userDoc(guest.uid).update({ roleExpiresAt: end });
      await call(CALLABLES.setUserRole, await idTokenOf(guest), { uid: last.uid, role: null });
      return outcome(!(await isOwner(last)));
    },
  });
});
