import { apiReads, learnByReading } from './api-reads.ts';
import { callAsAdmin } from './call-as-admin.ts';
import { changedByCall } from './changed-by-call.ts';
import { openLabClient } from './lab-client.ts';
import type { Strategy } from './strategy.ts';

/**
 * The token carries a version, which the API compares with the one on the server each time; another
 * one is a 401, and the client gets a new token. A client without requests learns nothing: times are
 * those of a client that makes its next request at once.
 */
export const versionPerRequest: Strategy = {
  id: 'version-per-request',
  name: 'A token version, compared with the server on each request',
  answers: 'T1',
  source: 'https://stackoverflow.com/a/44028839',
  async open() {
    const lab = await openLabClient();
    const { uid, client } = lab;
    await callAsAdmin({ how: 'versioned', uid, role: 'viewer' });
    await lab.refresh('viewer');
    const { change, changed } = changedByCall('versioned', uid);
    const refresh = async () => client.auth.currentUser?.getIdToken(true);
    const reads = apiReads('/things/versioned', lab, { on: [401], mend: refresh });
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
