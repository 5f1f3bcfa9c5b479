import { signInWithEmailAndPassword } from 'firebase/auth';
import { apiReads, learnByReading } from './api-reads.ts';
import { changedByCall } from './changed-by-call.ts';
import { openLabClient } from './lab-client.ts';
import type { Strategy } from './strategy.ts';

/**
 * The server revokes the refresh tokens with each change of a role, and the API looks at each request
 * whether the sign-in still counts. A refused client signs in again; the time that a person takes to
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
    const { change, changed } = changedByCall('revoked', uid);
    const mend = () => signInWithEmailAndPassword(client.auth, person.email, person.password);
    const reads = apiReads('/things/unrevoked', lab, { on: [401], mend });
    return {
      ...reads,
      claimsOf: uid,
      refusingBound: null,
      change,
      async untilLearned(role) {
        await changed();
        return learnByReading(reads.read, role);
      },
      close: () => client.close(),
    };
  },
};
