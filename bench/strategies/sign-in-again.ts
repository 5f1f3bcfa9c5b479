import { signInWithEmailAndPassword } from 'firebase/auth';
import { afterChange } from './after-change.ts';
import { apiReads } from './api-reads.ts';
import { callAsAdmin } from './call-as-admin.ts';
import { openLabClient } from './lab-client.ts';
import type { Strategy } from './strategy.ts';

/**
 * The server revokes the refresh tokens with each change of a role, and the API looks at each request
 * whether the sign-in still counts. Whoever is refused signs in again; the time that a person takes to
 * type a password is not in the figures.
 */
export const signInAgain: Strategy = {
  id: 'sign-in-again',
  name: 'Revoke the sessions and sign in again (typing not counted)',
  answers: 'T3',
  source: 'https://firebase.google.com/docs/auth/admin/manage-sessions',
  async open() {
    const lab = await openLabClient();
    const { uid, client, person } = lab;
    const change = afterChange();
    const mend = () => signInWithEmailAndPassword(client.auth, person.email, person.password);
    const reads = apiReads('/things/unrevoked', lab, { on: [401], mend });
    return {
      ...reads,
      claimsOf: uid,
      refusingBound: null,
      async change(role) {
        const sent = await callAsAdmin({ how: 'revoked', uid, role });
        change.acknowledged();
        return sent;
      },
      async untilLearned(role) {
        await change.wait();
        if ((await reads.read()) !== (role === 'editor')) throw new Error(`Not ${role} yet.`);
        const at = performance.now();
        return { at, markerAt: null, tokenAt: at, drawnWait: 0 };
      },
      close: () => client.close(),
    };
  },
};
