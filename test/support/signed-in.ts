import { afterEach } from 'vitest';
import type { Person } from './admin.ts';
import { type Client, openClient, signIn } from './client.ts';

const clients: Client[] = [];
afterEach(() => Promise.all(clients.splice(0).map((client) => client.close())));

/** A client with the person signed in, or with nobody; closed when the test ends. */
export async function signedIn(person: Person | null): Promise<Client> {
  const client = person === null ? openClient() : await signIn(person);
  clients.push(client);
  return client;
}
