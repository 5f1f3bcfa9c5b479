import {
  ACCESS_SETTINGS_PATH,
  CALLABLES,
  parseAuditEntry,
  parseInvite,
  versionAt,
} from '@live-claims/contract';
import { type FunctionsError, httpsCallable } from 'firebase/functions';
import { Timestamp } from 'firebase-admin/firestore';
import { describe, expect, it } from 'vitest';
import { allowanceDoc, INVITES_PER_HOUR } from '../../functions/src/invites/allowance.ts';
import { inviteId } from '../../functions/src/invites/invite-id.ts';
import { MAX_INVITE_MS, OPERATOR } from '../../functions/src/invites/invite-terms.ts';
import {
  auditOf,
  auth,
  claimsOf,
  createPerson,
  db,
  editInConsole,
  markerOf,
  type Person,
  untilMarker,
  userDoc,
} from '../support/admin.ts';
import { tokenClaims } from '../support/client.ts';
import { signedIn } from '../support/signed-in.ts';

const DAY = 86_400_000;
let addresses = 0;
const newEmail = () => `guest-${process.pid}-${Date.now()}-${addresses++}@example.com`;
const inviteTo = (email: string) => db.collection('invites').doc(inviteId(email));
const readInvite = async (email: string) => parseInvite((await inviteTo(email).get()).data());

async function called<Answer>(
  person: Person | null,
  name: keyof typeof CALLABLES,
  data?: unknown,
): Promise<Answer> {
  const client = await signedIn(person);
  const { data: answer } = await httpsCallable(client.functions, name)(data);
  return answer as Answer;
}

const create = (person: Person | null, email: string, role: string, more: object = {}) =>
  called<{ inviteId: string }>(person, 'createInvite', {
    email,
    role,
    expiresAt: Date.now() + DAY,
    ...more,
  });
const withdraw = (person: Person | null, id: string) =>
  called(person, 'withdrawInvite', { inviteId: id });
const accept = (person: Person | null) =>
  called<{ taken: boolean; role: string | null; version: number }>(person, 'acceptInvite');

/** An invite as it stands there, whoever wrote it. */
async function given(email: string, fields: Record<string, unknown> = {}): Promise<void> {
  await inviteTo(email).set({
    email,
    role: 'editor',
    invitedBy: OPERATOR,
    createdAt: Timestamp.now(),
    expiresAt: Timestamp.fromMillis(Date.now() + DAY),
    acceptedAt: null,
    ...fields,
  });
}

const NEVER = { seconds: 0, nanoseconds: 0 };

/** Oldest first. */
async function auditTo(email: string) {
  const { docs } = await db.collection('auditLog').where('email', '==', email).get();
  const entries = docs.map((entry) => parseAuditEntry(entry.data()));
  return entries.sort((a, b) => versionAt(a?.at ?? NEVER) - versionAt(b?.at ?? NEVER));
}

const refusal = (reason: string) => ({
  code: 'functions/permission-denied',
  details: { reason },
});

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
  ])('refuses somebody with the role %s who invites as %s', async (own, role, reason) => {
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

  it('refuses a demoted admin whose token still says admin, and whoever is not signed in', async () => {
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
    ['an end after more than 30 days', { expiresAt: Date.now() + MAX_INVITE_MS + 600_000 }],
    ['no end', { expiresAt: null }],
    ['a role that is not there', { role: 'root' }],
    ['a role from the prototype', { role: '__proto__' }],
    ['no role', { role: null }],
    ['an address that is none', { email: 'nobody' }],
    ['an address that is a list', { email: ['a@example.com'] }],
    ['a field of somebody’s own', { acceptedBy: 'me' }],
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
    await allowanceDoc(db, busy.uid).set({ since, count: INVITES_PER_HOUR - 1 });
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
    await allowanceDoc(db, busy.uid).set({ since: anHourAgo, count: INVITES_PER_HOUR });
    await create(busy, newEmail(), 'viewer');
  });
});

describe('withdrawInvite', () => {
  it('takes an invite back, so that it gives nothing any more, with an entry in the log', async () => {
    const [inviter, guest] = await Promise.all([createPerson('admin'), createPerson('viewer')]);
    const { inviteId: id } = await create(inviter, guest.email, 'editor');
    await withdraw(inviter, id);
    expect(await accept(guest)).toMatchObject({ taken: false, role: 'viewer' });
    expect((await auditTo(guest.email)).map((entry) => entry?.type).sort()).toEqual([
      'invite-created',
      'invite-withdrawn',
    ]);
    await expect(withdraw(inviter, id)).rejects.toMatchObject({ code: 'functions/not-found' });
  });

  it('tells a stranger nothing, and lets nobody withdraw above their rank', async () => {
    const [owner, admin, viewer] = await Promise.all([
      createPerson('owner'),
      createPerson('admin'),
      createPerson('viewer'),
    ]);
    const email = newEmail();
    const { inviteId: id } = await create(owner, email, 'admin');
    const answers = await Promise.all(
      [id, 'no-such-invite'].map((each) =>
        withdraw(viewer, each).catch(({ code, message, details }: FunctionsError) => [
          code,
          message,
          details,
        ]),
      ),
    );
    expect(answers[0]).toEqual(answers[1]);
    expect(answers[0]).toContain('functions/permission-denied');
    await expect(withdraw(admin, id)).rejects.toMatchObject(refusal('rank-too-low'));
    expect(await readInvite(email)).not.toBeNull();
  });

  it.each(['../users/x', '', 'a/b', '__x__', 42])('refuses %j as an id', async (id) => {
    const admin = await createPerson('admin');
    await expect(withdraw(admin, id as string)).rejects.toMatchObject({
      code: 'functions/invalid-argument',
    });
  });
});

describe('acceptInvite', () => {
  it('raises the role of somebody who is signed in, and has applied it when it answers', async () => {
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

  it('is taken once, however often and at the same time it is asked for', async () => {
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

  it('asks Firebase Auth for the address and its proof, not the token', async () => {
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

  it('tells nobody without a proven address whether it was invited', async () => {
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
    ['comes from nobody', 'viewer', { invitedBy: 'nobody' }],
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

  it('never makes somebody their own inviter', async () => {
    const admin = await createPerson('owner');
    await create(admin, admin.email, 'owner');
    await editInConsole(admin.uid, { role: 'admin' });
    await untilMarker(admin.uid, ({ role }) => role === 'admin');
    expect(await accept(admin)).toMatchObject({ taken: false, role: 'admin' });
  });

  it('gives a role without an end to somebody whose own has ended', async () => {
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

  it('refuses whoever is disabled, signed out everywhere, or locked out', async () => {
    const guest = await createPerson('viewer');
    await given(guest.email);
    const client = await signedIn(guest);
    const call = httpsCallable(client.functions, CALLABLES.acceptInvite);
    await editInConsole(guest.uid, { disabled: true });
    await expect(call()).rejects.toMatchObject({ details: { reason: 'disabled' } });
    // An end of the sessions that nobody can read ends all of them.
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

  it('makes no document for an account that has none: its access may have just been deleted', async () => {
    const guest = await createPerson('viewer');
    await given(guest.email);
    await userDoc(guest.uid).delete();
    expect(await accept(guest)).toMatchObject({ taken: false });
    expect((await userDoc(guest.uid).get()).exists).toBe(false);
  });
});
