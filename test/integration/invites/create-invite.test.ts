import { httpsCallable } from 'firebase/functions';
import { Timestamp } from 'firebase-admin/firestore';
import { CALLABLES } from 'live-claims/core';
import { describe, expect, it } from 'vitest';
import config from '../../../functions/src/live-claims.config.ts';
import { Store } from '../../../packages/live-claims/src/functions/firebase/store.ts';
import { inviteId } from '../../../packages/live-claims/src/functions/invites/invite-document.ts';
import { allowanceDoc } from '../../../packages/live-claims/src/functions/invites/write-invite.ts';
import { createPerson, db, editInConsole } from '../../support/admin.ts';
import {
  auditTo,
  create,
  DAY,
  inviteTo,
  newEmail,
  readInvite,
  refusal,
} from '../../support/invites.ts';
import { signedIn } from '../../support/signed-in.ts';

describe('createInvite', () => {
  it('writes an invite with an end, and an entry in the audit log', async () => {
    const inviter = await createPerson('admin');
    const email = newEmail();
    const expiresAt = Date.now() + DAY;
    const answer = await create(inviter, email.toUpperCase(), 'editor', { expiresAt });
    expect(answer).toEqual({ inviteId: inviteId(email) });
    expect(await readInvite(email)).toMatchObject({
      email,
      role: 'editor',
      invitedBy: inviter.uid,
      expiresAt: Timestamp.fromMillis(expiresAt),
      acceptedAt: null,
      acceptedBy: null,
    });
    expect(await auditTo(email)).toMatchObject([
      {
        type: 'invite-created',
        uid: null,
        before: null,
        after: { role: 'editor' },
        actor: { kind: 'person', uid: inviter.uid },
        outcome: 'applied',
      },
    ]);
  });

  it.each([
    ['admin', 'admin', 'rank-too-low'],
    ['admin', 'owner', 'rank-too-low'],
    ['editor', 'viewer', 'not-allowed'],
    [null, 'viewer', 'not-allowed'],
  ])('refuses a user with the role %s who invites as %s', async (own, role, reason) => {
    const inviter = await createPerson(own);
    const email = newEmail();
    await expect(create(inviter, email, role)).rejects.toMatchObject(refusal(reason));
    expect((await inviteTo(email).get()).exists).toBe(false);
    expect(await auditTo(email)).toEqual([]);
  });

  it('lets an owner invite an owner', async () => {
    const email = newEmail();
    await create(await createPerson('owner'), email, 'owner');
    expect(await readInvite(email)).toMatchObject({ role: 'owner' });
  });

  it('refuses a demoted admin whose token still says admin, and a caller without a sign-in', async () => {
    const inviter = await createPerson('admin');
    const client = await signedIn(inviter);
    await editInConsole(inviter.uid, { role: 'viewer' });
    const request = { email: newEmail(), role: 'viewer', expiresAt: Date.now() + DAY };
    await expect(
      httpsCallable(client.functions, CALLABLES.createInvite)(request),
    ).rejects.toMatchObject(refusal('not-allowed'));
    await expect(create(null, newEmail(), 'viewer')).rejects.toMatchObject({
      code: 'functions/unauthenticated',
    });
  });

  it.each([
    ['an end that has passed', { expiresAt: Date.now() - 1 }],
    [
      'an end after more than 30 days',
      { expiresAt: Date.now() + config.limits.maxInviteDays * DAY + 600_000 },
    ],
    ['no end', { expiresAt: null }],
    ['a role that is not there', { role: 'root' }],
    ['a role from the prototype', { role: '__proto__' }],
    ['no role', { role: null }],
    ['an address that is none', { email: 'no-address' }],
    ['an address that is a list', { email: ['a@example.com'] }],
    ['an unknown field', { acceptedBy: 'me' }],
  ])('refuses %s', async (_, fault) => {
    const email = newEmail();
    await expect(create(await createPerson('admin'), email, 'editor', fault)).rejects.toMatchObject(
      {
        code: 'functions/invalid-argument',
      },
    );
    expect((await inviteTo(email).get()).exists).toBe(false);
  });

  it('keeps one open invite to an address: a new one replaces it, also at the same moment', async () => {
    const [ada, ben] = await Promise.all([createPerson('admin'), createPerson('owner')]);
    const email = newEmail();
    await db.collection('invites').add({
      email,
      role: 'viewer',
      invitedBy: ada.uid,
      createdAt: Timestamp.now(),
      acceptedAt: null,
    });
    await create(ada, email, 'viewer');
    await Promise.all([create(ada, email, 'editor'), create(ben, email, 'viewer')]);
    const { docs } = await db.collection('invites').where('email', '==', email).get();
    expect(docs).toHaveLength(1);
    const entries = await auditTo(email);
    expect(entries.map((entry) => entry?.type)).toEqual(Array(3).fill('invite-created'));
    expect(entries[0]).toMatchObject({ before: { role: 'viewer' }, after: { role: 'viewer' } });
  });

  it('does not let an admin replace an invite that is above their own rank', async () => {
    const [admin, owner] = await Promise.all([createPerson('admin'), createPerson('owner')]);
    const email = newEmail();
    await create(owner, email, 'admin');
    await expect(create(admin, email, 'viewer')).rejects.toMatchObject(refusal('rank-too-low'));
    expect(await readInvite(email)).toMatchObject({ role: 'admin', invitedBy: owner.uid });
  });

  it('answers the same whether or not the address has an account', async () => {
    const [inviter, member] = await Promise.all([createPerson('admin'), createPerson('viewer')]);
    const known = await create(inviter, member.email, 'editor');
    const unknown = await create(inviter, newEmail(), 'editor');
    expect(Object.keys(known)).toEqual(Object.keys(unknown));
    expect(known.inviteId).toHaveLength(unknown.inviteId.length);
  });

  it('has a limit per hour and person, which ends with the hour', async () => {
    const [busy, other] = await Promise.all([createPerson('admin'), createPerson('admin')]);
    const email = newEmail();
    const since = Timestamp.now();
    await allowanceDoc(new Store(db, config), busy.uid).set({
      since,
      count: config.limits.invitesPerHour - 1,
    });
    // Two at the same time, and one is left.
    const results = await Promise.allSettled([
      create(busy, email, 'viewer'),
      create(busy, newEmail(), 'viewer'),
    ]);
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(results.find(({ status }) => status === 'rejected')).toMatchObject({
      reason: { code: 'functions/resource-exhausted' },
    });
    await create(other, newEmail(), 'viewer');
    const anHourAgo = Timestamp.fromMillis(Date.now() - 3_600_000);
    await allowanceDoc(new Store(db, config), busy.uid).set({
      since: anHourAgo,
      count: config.limits.invitesPerHour,
    });
    await create(busy, newEmail(), 'viewer');
  });
});
