import { apiReads } from './api-reads.ts';
import { changedByCall } from './changed-by-call.ts';
import { drawWait } from './draw-wait.ts';
import { openLabClient } from './lab-client.ts';
import type { Strategy } from './strategy.ts';
import { TOKEN_BOUND, TOKEN_LIFETIME_MS } from './token-lifetime.ts';

/**
 * The API believes the token. A client that is refused gets a new one and asks once more, so a grant
 * is there with the first request for it. After the loss of a role nothing is refused until the token
 * runs out: no refusal, no new token.
 */
export const refetchWhenRefused: Strategy = {
  id: 'refetch-when-refused',
  name: 'Refused, get a new token and ask again',
  answers: 'T8',
  source: 'https://axios-http.com/docs/interceptors',
  async open() {
    const lab = await openLabClient();
    const { uid, client } = lab;
    const { change, changed } = changedByCall('claims', uid);
    const refresh = async () => client.auth.currentUser?.getIdToken(true);
    const reads = apiReads('/things/by-token', lab, { on: [401, 403], mend: refresh });
    return {
      ...reads,
      claimsOf: uid,
      refusingBound: TOKEN_BOUND,
      change,
      async untilLearned(role) {
        await changed();
        if (role === 'viewer') {
          await lab.refresh('viewer');
        } else if (!(await reads.read())) {
          throw new Error('Refused with a new token too.');
        }
        const at = performance.now();
        const drawnWait = role === 'viewer' ? drawWait(TOKEN_LIFETIME_MS) : 0;
        return { at, markerAt: null, tokenAt: at, drawnWait };
      },
      close: () => client.close(),
    };
  },
};
