import { afterEach, vi } from 'vitest';
import { TELL_AGAIN_AFTER_MS, type TestUser, tellAgain } from './admin.ts';
import { type Client, openClient, signIn, tokenClaims } from './client.ts';

const clients: Client[] = [];
const repeating: NodeJS.Timeout[] = [];
afterEach(async () => {
  for (const timer of repeating.splice(0)) clearInterval(timer);
  await Promise.all(clients.splice(0).map((client) => client.close()));
});

/** A client with the person signed in, or without an account; closed when the test ends. */
export async function signedIn(person: TestUser | null): Promise<Client> {
  const client = person === null ? openClient() : await signIn(person);
  clients.push(client);
  if (person) repeating.push(setInterval(() => void tellAgain(person.uid), TELL_AGAIN_AFTER_MS));
  return client;
}

/** Sign-ins of the second of the revoke are spared, by Auth as by us: waits until it is over. */
export async function whoSignedInEarlier(person: TestUser): Promise<Client> {
  const client = await signedIn(person);
  const { auth_time: signedInAt } = await tokenClaims(client);
  await vi.waitUntil(() => Math.floor(Date.now() / 1000) > Number(signedInAt), 60_000);
  return client;
}
