import { auth, createAccount, type TestUser } from '../../test/support/admin.ts';
import { type Client, signIn, tokenClaims } from '../../test/support/client.ts';

/** A person of the lab, a viewer at first, with one client signed in. */
export interface LabClient {
  readonly person: TestUser;
  readonly uid: string;
  readonly client: Client;
  /** The ID token in use, without a request. */
  token(): Promise<string>;
  /** Exchanges the ID token. @throws when the new one does not have the role. */
  refresh(role: string): Promise<void>;
  /** Remembers the token in use, for the client that refuses to refresh. */
  keep(): Promise<void>;
  /** The token that was kept last. */
  kept(): string;
}

/** Without `users/{uid}`, so that our sync leaves the account alone. */
export async function openLabClient(role = 'viewer'): Promise<LabClient> {
  const person = await createAccount();
  const { uid } = person;
  await auth.setCustomUserClaims(uid, { role });
  const client = await signIn(person);
  const token = async () => (await client.auth.currentUser?.getIdToken()) ?? '';
  let kept = await token();
  return {
    person,
    uid,
    client,
    token,
    async refresh(expected) {
      const { role: found } = await tokenClaims(client, true);
      if (found !== expected) throw new Error(`The new token says ${found}, not ${expected}.`);
    },
    async keep() {
      kept = await token();
    },
    kept: () => kept,
  };
}
