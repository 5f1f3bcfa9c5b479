import { describe, expect, it } from 'vitest';
import { auth, claimsOf, createAccount, userDoc } from '../../support/admin.ts';
import { admin, adminJson } from '../../support/admin-cli.ts';

async function createUnverified() {
  const person = await createAccount();
  await auth.updateUser(person.uid, { emailVerified: false });
  return person;
}

describe('an address that is not verified', () => {
  it.each(['grant', 'invite'])('is refused by %s, and nothing is written', async (command) => {
    const { uid, email } = await createUnverified();
    expect(await admin(command, email.toUpperCase(), 'owner')).toMatchObject({
      code: 4,
      err: expect.stringMatching(new RegExp(`\\[unverified-address\\][^]*${uid}`)),
    });
    expect((await userDoc(uid).get()).exists).toBe(false);
    expect(await claimsOf(uid)).toEqual({});
    const { json } = await adminJson('invites');
    expect(json.invites.filter((invite: { email: string }) => invite.email === email)).toEqual([]);
  });

  it('is accepted with --unverified, and by account id', async () => {
    const [said, byId] = [await createUnverified(), await createUnverified()];
    expect((await admin('grant', said.email, 'editor', '--unverified')).code).toBe(0);
    expect((await admin('grant', byId.uid, 'editor')).code).toBe(0);
    for (const { uid } of [said, byId]) {
      expect(await claimsOf(uid)).toMatchObject({ role: 'editor' });
    }
    expect((await admin('invite', said.email, 'admin', '--unverified')).code).toBe(0);
  });

  it('without an account can be invited', async () => {
    expect((await admin('invite', `new-${Date.now()}@example.com`, 'editor')).code).toBe(0);
  });
});
