import assert from 'node:assert/strict';
import { connectAuthEmulator, signInWithEmailAndPassword } from 'firebase/auth';
import { connectFirestoreEmulator } from 'firebase/firestore';
import type { TestUser } from '../../support/admin.ts';
import { type Client, hostAndPort, openClient } from '../../support/client.ts';
import {
  type EmulatorProxy,
  type Fault,
  startEmulatorProxy,
} from '../../support/emulator-proxy.ts';
import type { ChaosCase } from '../chaos-case.ts';
import { withMember } from './with-member.ts';

interface Trouble {
  readonly name: string;
  /** The request that fails: the exchange of the token, or the listener's stream. */
  readonly call: 'token' | 'Listen';
  readonly fault: Fault;
  readonly times: number;
  readonly pace?: 'waits';
}

/** The person's own client is in trouble, from the moment of the edit on. The functions are well. */
function clientInTrouble({ name, call, fault, times, ...rest }: Trouble): ChaosCase {
  return {
    name: `client: ${name}`,
    ...rest,
    async run(context) {
      const { stack } = context;
      const proxy = await startEmulatorProxy({
        auth: stack.env.FIREBASE_AUTH_EMULATOR_HOST,
        firestore: stack.env.FIRESTORE_EMULATOR_HOST,
      });
      try {
        return await withMember(
          context,
          'viewer',
          async (member) => {
            const matches = ({ name }: { name: string }) => name === call;
            const planted = proxy.faults.plant({ matches, moment: 'before', fault, times });
            if (call === 'Listen') proxy.cutConnections();
            await member.edit({ role: 'editor' });
            const ms = await member.converged({ role: 'editor' });
            await member.verify({ role: 'editor', applied: 1 });
            assert.equal(planted.struck(), times, 'the fault did not occur');
            return ms;
          },
          (person) => signInThrough(proxy, person),
        );
      } finally {
        await proxy.close();
      }
    },
  };
}

async function signInThrough(proxy: EmulatorProxy, person: TestUser): Promise<Client> {
  const client = openClient();
  // An Auth or a Firestore may be told where its emulator is until its first request.
  connectAuthEmulator(client.auth, `http://${proxy.auth}`, { disableWarnings: true });
  connectFirestoreEmulator(client.firestore, ...hostAndPort(proxy.firestore));
  await signInWithEmailAndPassword(client.auth, person.email, person.password);
  return client;
}

export const CLIENTS: readonly ChaosCase[] = [
  clientInTrouble({
    name: '503 for three token exchanges',
    call: 'token',
    fault: 'unavailable',
    times: 3,
  }),
  clientInTrouble({
    name: '429 QUOTA_EXCEEDED for two token exchanges',
    call: 'token',
    fault: 'quota',
    times: 2,
  }),
  clientInTrouble({
    name: 'connection cut at three token exchanges',
    call: 'token',
    fault: 'cut',
    times: 3,
  }),
  clientInTrouble({
    name: 'no answer to a token exchange',
    call: 'token',
    fault: 'hang',
    times: 1,
    pace: 'waits',
  }),
  clientInTrouble({
    name: 'listener cut, UNAVAILABLE twice when it comes back',
    call: 'Listen',
    fault: 'unavailable',
    times: 2,
    pace: 'waits',
  }),
  clientInTrouble({
    name: 'listener cut, and twice more when it comes back',
    call: 'Listen',
    fault: 'cut',
    times: 2,
    pace: 'waits',
  }),
  clientInTrouble({
    name: 'listener cut, RESOURCE_EXHAUSTED when it comes back',
    call: 'Listen',
    fault: 'quota',
    times: 1,
    pace: 'waits',
  }),
];
