import {
  createUserWithEmailAndPassword,
  GoogleAuthProvider,
  signInWithCredential,
  type UserCredential,
} from 'firebase/auth';
import { Timestamp } from 'firebase-admin/firestore';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { OPERATOR } from '../../packages/live-claims/src/functions/invites/invite-document.ts';
import {
  auditOf,
  auth,
  claimsOf,
  createPerson,
  db,
  editInConsole,
  markerOf,
  untilData,
  userDoc,
} from '../support/admin.ts';
import { type Client, openClient, tokenClaims } from '../support/client.ts';

let client: Client;
beforeEach(() => {
  client = openClient();
});
afterEach(() => client.close());

const newEmail = () => `new-${Date.now()}-${Math.random().toString(36).slice(2)}@example.com`;

/** Signs up through Google, as the Auth emulator lets tests do: with the identity spelled out. */
function signUpWithGoogle(email: string, verified: boolean): Promise<UserCredential> {
  const identity = { sub: email, email, email_verified: verified };
  const credential = GoogleAuthProvider.credential(JSON.stringify(identity));
  return signInWithCredential(client.auth, credential);
}

async function invite(
  email: string,
  role: string,
  fields: Record<string, unknown> = {},
): Promise<FirebaseFirestore.DocumentReference> {
  const createdAt = Timestamp.now();
  return db
    .collection('invites')
    .add({ email, role, invitedBy: OPERATOR, createdAt, acceptedAt: null, ...fields });
}

describe('a new account', () => {
  it('carries its role in the very first token', async () => {
    const { user } = await createUserWithEmailAndPassword(client.auth, newEmail(), 'correct horse');
    const claims = await tokenClaims(client);
    expect(claims).toMatchObject({ role: 'viewer' });
    expect(await claimsOf(user.uid)).toEqual({ role: 'viewer', cv: claims.cv });
  });

  it('has its document and a marker that its first token satisfies', async () => {
    const email = newEmail();
    const { user } = await createUserWithEmailAndPassword(client.auth, email, 'correct horse');
    const { cv } = await tokenClaims(client);
    expect((await userDoc(user.uid).get()).data()).toMatchObject({
      email,
      role: 'viewer',
      roleExpiresAt: null,
      disabled: false,
    });
    expect(await markerOf(user.uid)).toMatchObject({
      role: 'viewer',
      status: 'applied',
      version: cv,
    });
    expect(await auditOf(user.uid)).toMatchObject([
      { type: 'token-claims-change', actor: { kind: 'sign-up', uid: user.uid } },
    ]);
  });
});

describe('an invite', () => {
  it('gives its role to the account that verifies the address, once', async () => {
    const email = newEmail();
    const open = await invite(email, 'editor');
    const { user } = await signUpWithGoogle(email, true);
    expect(await tokenClaims(client)).toMatchObject({ role: 'editor' });
    // It is taken once the account is there: a sign-up that is refused after all leaves it open.
    await untilData(
      open,
      (data) => (data as { acceptedBy?: unknown }).acceptedBy === user.uid || null,
    );
    expect((await open.get()).data()).toMatchObject({
      acceptedAt: expect.any(Timestamp),
      acceptedBy: user.uid,
    });
    const entries = await auditOf(user.uid);
    expect(entries.map(({ type }) => type).sort()).toEqual([
      'invite-accepted',
      'token-claims-change',
    ]);
    for (const entry of entries) {
      expect(entry).toMatchObject({
        before: null,
        after: { role: 'editor' },
        actor: { kind: 'sign-up', uid: user.uid },
        reason: `Invite ${open.id}`,
      });
    }
  });

  it('gives a new account nothing that an earlier one accepted', async () => {
    const email = newEmail();
    const open = await invite(email, 'editor');
    const { user } = await signUpWithGoogle(email, true);
    // Until then it is only reserved: another sign-up could have it, if this one came to nothing.
    await untilData(open, (data) => (data as { acceptedAt: unknown }).acceptedAt);
    await auth.deleteUser(user.uid);
    await client.close();
    client = openClient();
    const { user: again } = await signUpWithGoogle(email, true);
    expect(again.uid).not.toBe(user.uid);
    expect(await tokenClaims(client)).toMatchObject({ role: 'viewer' });
  });

  it.each([
    ['is over', { expiresAt: Timestamp.fromMillis(Date.now() - 1) }],
    ['comes from a user who may not give it', { invitedBy: 'nobody' }],
  ])('that %s gives nothing, and stays as it is', async (_, fields) => {
    const email = newEmail();
    const open = await invite(email, 'admin', fields);
    await signUpWithGoogle(email, true);
    expect(await tokenClaims(client)).toMatchObject({ role: 'viewer' });
    expect((await open.get()).get('acceptedAt')).toBeNull();
  });

  it('gives nothing once its inviter has lost the rank for it', async () => {
    const inviter = await createPerson('admin');
    const [mine, theirs] = [newEmail(), newEmail()];
    await invite(mine, 'editor', { invitedBy: inviter.uid });
    await invite(theirs, 'editor', { invitedBy: inviter.uid });
    await signUpWithGoogle(mine, true);
    expect(await tokenClaims(client)).toMatchObject({ role: 'editor' });
    await editInConsole(inviter.uid, { role: 'editor' });
    await client.close();
    client = openClient();
    await signUpWithGoogle(theirs, true);
    expect(await tokenClaims(client)).toMatchObject({ role: 'viewer' });
  });

  it('is not available to an unverified address', async () => {
    const email = newEmail();
    const open = await invite(email, 'admin');
    await createUserWithEmailAndPassword(client.auth, email, 'correct horse');
    expect(await tokenClaims(client)).toMatchObject({ role: 'viewer' });
    expect((await open.get()).get('acceptedAt')).toBeNull();
  });

  it('that was accepted before gives nothing', async () => {
    const email = newEmail();
    const used = await invite(email, 'admin');
    await used.update({ acceptedAt: Timestamp.now() });
    await signUpWithGoogle(email, true);
    expect(await tokenClaims(client)).toMatchObject({ role: 'viewer' });
  });

  it('to a role that the table no longer has gives the initial one', async () => {
    const email = newEmail();
    await invite(email, 'superuser');
    await signUpWithGoogle(email, true);
    expect(await tokenClaims(client)).toMatchObject({ role: 'viewer' });
  });
});
