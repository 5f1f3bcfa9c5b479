import { afterChange } from './after-change.ts';
import { apiReads } from './api-reads.ts';
import { callAsAdmin } from './call-as-admin.ts';
import { openLabClient } from './lab-client.ts';
import type { Strategy } from './strategy.ts';

/**
 * The token carries a version, which the API compares with the one on the server each time; another
 * one is a 401, and the client gets a new token. Whoever asks for nothing hears of nothing: times are
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
    const change = afterChange();
    const refresh = async () => client.auth.currentUser?.getIdToken(true);
    const reads = apiReads('/things/versioned', lab, { on: [401], mend: refresh });
    return {
      ...reads,
      claimsOf: uid,
      refusingBound: null,
      async change(role) {
        const sent = await callAsAdmin({ how: 'versioned', uid, role });
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
