import { type FunctionsError, httpsCallable } from 'firebase/functions';
import { Timestamp } from 'firebase-admin/firestore';
import { CALLABLES } from 'live-claims/core';
import { describe, expect, it } from 'vitest';
import { inviteId } from '../../../packages/live-claims/src/functions/invites/invite-document.ts';
import { ACCESS_SETTINGS_PATH } from '../../../tools/demo-paths.ts';
import {
  auditOf,
  auth,
  claimsOf,
  createPerson,
  db,
  editInConsole,
  markerOf,
  untilMarker,
  userDoc,
} from '../../support/admin.ts';
import { tokenClaims } from '../../support/client.ts';
import { accept, create, given, newEmail, readInvite } from '../../support/invites.ts';
import { signedIn } from '../../support/signed-in.ts';

describe('acceptInvite', () => {
  it('raises the role of a signed-in user, and has applied it when it answers', async () => {
    const [inviter, guest] = await Promise.all([createPerson('admin'), createPerson('viewer')]);
    await create(inviter, guest.email, 'editor');
    const client = await signedIn(guest);
    const { data } = await httpsCallable(client.functions, CALLABLES.acceptInvite)();
    const { version } = data as { version: number };
    expect(data).toMatchObject({ taken: true, role: 'editor', status: 'applied' });
    expect(await tokenClaims(client, true)).toMatchObject({ role: 'editor', cv: version });
    expect(await markerOf(guest.uid)).toMatchObject({ role: 'editor', version });
    expect((await userDoc(guest.uid).get()).data()).toMatchObject({
      role: 'editor',
      updatedBy: guest.uid,
    });
    expect(await readInvite(guest.email)).toMatchObject({
      acceptedAt: expect.any(Timestamp),
      acceptedBy: guest.uid,
    });
    const entries = (await auditOf(guest.uid)).slice(1);
    expect(entries).toHaveLength(2);
    for (const entry of entries) {
      expect(entry).toMatchObject({
        before: { role: 'viewer' },
        after: { role: 'editor' },
        actor: { kind: 'person', uid: guest.uid },
        reason: `Invite ${inviteId(guest.email)}`,
      });
    }
    expect(entries.map(({ type }) => type).sort()).toEqual([
      'invite-accepted',
      'token-claims-change',
    ]);
  });

  it('is accepted once, for any number of simultaneous calls', async () => {
    const guest = await createPerson('viewer');
    await given(guest.email);
    const client = await signedIn(guest);
    const call = httpsCallable<unknown, { taken: boolean }>(
      client.functions,
      CALLABLES.acceptInvite,
    );
    const answers = await Promise.all([call(), call(), call()]);
    expect(answers.map(({ data }) => data.taken).sort()).toEqual([false, false, true]);
    // And replayed once the role is gone again.
    await editInConsole(guest.uid, { role: 'viewer' });
    await untilMarker(guest.uid, ({ role }) => role === 'viewer');
    expect((await call()).data).toMatchObject({ taken: false, role: 'viewer' });
  });

  it('checks the verified address in Firebase Auth, not in the token', async () => {
    const [guest, other] = await Promise.all([createPerson('viewer'), createPerson('viewer')]);
    await Promise.all([given(guest.email), given(other.email, { role: 'admin' })]);
    // Signed in with a proven address; what the token says is then no longer so.
    const client = await signedIn(guest);
    const call = httpsCallable(client.functions, CALLABLES.acceptInvite);
    await auth.updateUser(guest.uid, { emailVerified: false });
    const notVerified = {
      code: 'functions/failed-precondition',
      details: { reason: 'email-not-verified' },
    };
    await expect(call()).rejects.toMatchObject(notVerified);
    await auth.updateUser(guest.uid, { email: newEmail(), emailVerified: true });
    expect((await call()).data).toMatchObject({ taken: false, role: 'viewer' });
    expect(await readInvite(guest.email)).toMatchObject({ acceptedAt: null });
    expect(await readInvite(other.email)).toMatchObject({ acceptedAt: null });
  });

  it('reveals nothing about invites to an unverified address', async () => {
    const [invited, not] = await Promise.all([createPerson('viewer'), createPerson('viewer')]);
    await given(invited.email);
    const answers = await Promise.all(
      [invited, not].map(async (person) => {
        await auth.updateUser(person.uid, { emailVerified: false });
        return accept(person).catch(({ code, message, details }: FunctionsError) => [
          code,
          message,
          details,
        ]);
      }),
    );
    expect(answers[0]).toEqual(answers[1]);
  });

  it.each([
    ['lowers a role', 'admin', {}],
    ['gives the role that is there', 'editor', {}],
    ['is over', 'viewer', { expiresAt: Timestamp.fromMillis(Date.now() - 1) }],
    ['names no role of the table', 'viewer', { role: 'superuser' }],
    ['comes from a missing account', 'viewer', { invitedBy: 'nobody' }],
    ['comes from an id that is none', 'viewer', { invitedBy: 'users/x/y' }],
    ['was taken by an account that is gone', 'viewer', { acceptedAt: Timestamp.fromMillis(1) }],
  ])('gives nothing when the invite %s', async (_, role, fields) => {
    const guest = await createPerson(role);
    await given(guest.email, fields);
    const before = (await userDoc(guest.uid).get()).updateTime;
    expect(await accept(guest)).toMatchObject({ taken: false, role });
    expect((await userDoc(guest.uid).get()).updateTime).toEqual(before);
  });

  it.each([
    ['was demoted', { role: 'viewer' }],
    ['was demoted to the rank that they offered', { role: 'editor' }],
    ['was disabled', { disabled: true }],
    ['holds the rank no longer', { roleExpiresAt: Timestamp.fromMillis(Date.now() - 1000) }],
  ])('gives nothing when the inviter %s, until they may again', async (_, edit) => {
    const [inviter, guest] = await Promise.all([createPerson('admin'), createPerson('viewer')]);
    await create(inviter, guest.email, 'editor');
    await editInConsole(inviter.uid, edit);
    expect(await accept(guest)).toMatchObject({ taken: false, role: 'viewer' });
    expect(await readInvite(guest.email)).toMatchObject({ acceptedAt: null });
    await editInConsole(inviter.uid, { role: 'admin', disabled: false, roleExpiresAt: null });
    expect(await accept(guest)).toMatchObject({ taken: true, role: 'editor' });
  });

  it('never makes a user their own inviter', async () => {
    const admin = await createPerson('owner');
    await create(admin, admin.email, 'owner');
    await editInConsole(admin.uid, { role: 'admin' });
    await untilMarker(admin.uid, ({ role }) => role === 'admin');
    expect(await accept(admin)).toMatchObject({ taken: false, role: 'admin' });
  });

  it('gives a permanent role to a user whose own has ended', async () => {
    const guest = await createPerson('editor');
    await editInConsole(guest.uid, { roleExpiresAt: Timestamp.fromMillis(Date.now() - 1000) });
    await given(guest.email);
    expect(await accept(guest)).toMatchObject({ taken: true, role: 'editor' });
    expect(await claimsOf(guest.uid)).not.toHaveProperty('rx');
  });

  it('does not lower a higher role that ends soon', async () => {
    const guest = await createPerson('admin');
    await editInConsole(guest.uid, { roleExpiresAt: Timestamp.fromMillis(Date.now() + 60_000) });
    await given(guest.email);
    expect(await accept(guest)).toMatchObject({ taken: false, role: 'admin' });
  });

  it('refuses a user who is disabled, signed out everywhere, or locked out', async () => {
    const guest = await createPerson('viewer');
    await given(guest.email);
    const client = await signedIn(guest);
    const call = httpsCallable(client.functions, CALLABLES.acceptInvite);
    await editInConsole(guest.uid, { disabled: true });
    await expect(call()).rejects.toMatchObject({ details: { reason: 'disabled' } });
    // An unreadable end of the sessions ends all of them.
    await editInConsole(guest.uid, { disabled: false, sessionsRevokedAt: 'today' });
    await expect(call()).rejects.toMatchObject({ details: { reason: 'session-revoked' } });
    await editInConsole(guest.uid, { sessionsRevokedAt: null });
    await db.doc(ACCESS_SETTINGS_PATH).set({ lockdown: true });
    try {
      await expect(call()).rejects.toMatchObject({ details: { reason: 'locked-down' } });
    } finally {
      await db.doc(ACCESS_SETTINGS_PATH).delete();
    }
    expect(await readInvite(guest.email)).toMatchObject({ acceptedAt: null });
    await expect(accept(null)).rejects.toMatchObject({ code: 'functions/unauthenticated' });
  });

  it('leaves a document alone that cannot be read', async () => {
    const guest = await createPerson('viewer');
    await given(guest.email);
    await editInConsole(guest.uid, { role: 'Viewer ' });
    expect(await accept(guest)).toMatchObject({ taken: false, status: 'rejected' });
    expect(await readInvite(guest.email)).toMatchObject({ acceptedAt: null });
  });

  it('creates no document for an account without one: its access may have just been deleted', async () => {
    const guest = await createPerson('viewer');
    await given(guest.email);
    await userDoc(guest.uid).delete();
    expect(await accept(guest)).toMatchObject({ taken: false });
    expect((await userDoc(guest.uid).get()).exists).toBe(false);
  });
});
