import { httpsCallable } from 'firebase/functions';
import { Timestamp } from 'firebase-admin/firestore';
import { CALLABLES, parseSyncResult, type SyncResult } from 'live-claims/core';
import { createLiveClaims } from 'live-claims/web';
import { describe, expect, it } from 'vitest';
import { appRoles } from '../../functions/src/live-claims.config.ts';
import {
  auditOf,
  auth,
  claimsOf,
  createAccount,
  createPerson,
  editInConsole,
  markerOf,
  untilMarker,
  userDoc,
} from '../support/admin.ts';
import type { Client } from '../support/client.ts';
import { rawRequest } from '../support/firestore-rest.ts';
import { signedIn, whoSignedInEarlier } from '../support/signed-in.ts';
import { untilSnapshot } from '../support/until-snapshot.ts';

async function call(client: Client, name: string, data: unknown): Promise<SyncResult> {
  const { data: answer } = await httpsCallable(client.functions, name)(data);
  return parseSyncResult(answer);
}

const endSessions = (client: Client, data: unknown = {}) =>
  call(client, CALLABLES.endSessions, data);

/** What a token that is never refreshed can still write: the HTTP status. */
async function writePost(token: string, authorId: string): Promise<number> {
  return rawRequest(token, 'PATCH', `posts/by-${authorId}?currentDocument.exists=true`, {
    title: { stringValue: 'mine' },
  });
}

describe('signing out everywhere', () => {
  it('ends one’s own sessions, and open browsers are told why', async () => {
    const person = await createPerson('viewer');
    const [client, other] = [await signedIn(person), await whoSignedInEarlier(person)];
    const live = createLiveClaims({
      auth: other.auth,
      firestore: other.firestore,
      config: { roles: appRoles },
    });
    try {
      await untilSnapshot(live, ({ status }) => status === 'fresh');
      await endSessions(client);
      await untilSnapshot(live, ({ status }) => status === 'revoked');
      expect(live.getSnapshot()).toMatchObject({ reason: 'session-revoked', user: null });
      const { tokensValidAfterTime } = await auth.getUser(person.uid);
      const { sessionsRevokedAt } = (await markerOf(person.uid)) ?? {};
      expect(Date.parse(tokensValidAfterTime ?? '') / 1000).toBeGreaterThanOrEqual(
        sessionsRevokedAt?.seconds ?? Number.NaN,
      );
    } finally {
      live.close();
    }
  });

  it('leaves role, claims and version as they are, and says so in one audit entry', async () => {
    const person = await createPerson('viewer');
    const before = { claims: await claimsOf(person.uid), marker: await markerOf(person.uid) };
    const client = await whoSignedInEarlier(person);
    await endSessions(client, { reason: 'Lost my phone.' });
    expect(await claimsOf(person.uid)).toEqual(before.claims);
    expect(await markerOf(person.uid)).toMatchObject({
      role: 'viewer',
      version: before.marker?.version,
    });
    const entries = await auditOf(person.uid);
    expect(entries.slice(1)).toMatchObject([
      {
        type: 'session-revoked',
        actor: { kind: 'person', uid: person.uid },
        reason: 'Lost my phone.',
        outcome: 'applied',
      },
    ]);
  });

  it('is in force for the rules from the commit on, also for a client that never refreshes', async () => {
    const admin = await createPerson('admin');
    const client = await whoSignedInEarlier(admin);
    const token = (await client.auth.currentUser?.getIdToken()) ?? '';
    expect(await rawRequest(token, 'GET', `users/${admin.uid}`)).toBe(200);
    expect(await rawRequest(token, 'GET', 'auditLog?pageSize=1')).toBe(200);
    await userDoc(admin.uid).update({ sessionsRevokedAt: Timestamp.now() });
    expect(await rawRequest(token, 'GET', 'auditLog?pageSize=1')).toBe(403);
    expect(await writePost(token, admin.uid)).toBe(403);
  });

  it('does not end a later sign-in', async () => {
    const admin = await createPerson('admin');
    const client = await whoSignedInEarlier(admin);
    await endSessions(client);
    const again = await signedIn(admin);
    const token = (await again.auth.currentUser?.getIdToken()) ?? '';
    expect(await rawRequest(token, 'GET', 'auditLog?pageSize=1')).toBe(200);
  });

  it('of another user is decided by rank', async () => {
    const [admin, editor, owner] = await Promise.all([
      createPerson('admin'),
      createPerson('editor'),
      createPerson('owner'),
    ]);
    const client = await signedIn(admin);
    await endSessions(client, { uid: editor.uid });
    await untilMarker(editor.uid, ({ sessionsRevokedAt }) => sessionsRevokedAt !== null);
    await expect(endSessions(client, { uid: owner.uid })).rejects.toMatchObject({
      code: 'functions/permission-denied',
      details: { reason: 'rank-too-low' },
    });
    const editing = await signedIn(editor);
    await expect(endSessions(editing, { uid: admin.uid })).rejects.toMatchObject({
      details: { reason: 'not-allowed' },
    });
    expect((await markerOf(admin.uid))?.sessionsRevokedAt).toBeNull();
    expect((await markerOf(owner.uid))?.sessionsRevokedAt).toBeNull();
  });

  it('works for an account without a document, and gives it nothing', async () => {
    const account = await createAccount();
    const client = await whoSignedInEarlier(account);
    expect(await endSessions(client)).toMatchObject({ role: null, status: 'applied' });
    const { tokensValidAfterTime, customClaims } = await auth.getUser(account.uid);
    const { sessionsRevokedAt } = (await markerOf(account.uid)) ?? {};
    expect(Date.parse(tokensValidAfterTime ?? '') / 1000).toBeGreaterThanOrEqual(
      sessionsRevokedAt?.seconds ?? Number.NaN,
    );
    expect(customClaims?.role).toBeUndefined();
  });

  it('is refused to a session that has ended already', async () => {
    const admin = await createPerson('admin');
    const client = await whoSignedInEarlier(admin);
    const member = await createPerson('viewer');
    await userDoc(admin.uid).update({ sessionsRevokedAt: Timestamp.now() });
    await expect(
      call(client, CALLABLES.setUserRole, { uid: member.uid, role: 'editor' }),
    ).rejects.toMatchObject({
      code: 'functions/unauthenticated',
      details: { reason: 'session-revoked' },
    });
    expect((await userDoc(member.uid).get()).get('role')).toBe('viewer');
  });

  it('can come with a demotion, in one edit', async () => {
    const [owner, admin] = await Promise.all([createPerson('owner'), createPerson('admin')]);
    const client = await signedIn(owner);
    const order = { uid: admin.uid, role: 'viewer', endSessions: true, reason: 'Left the team.' };
    const answer = await call(client, CALLABLES.setUserRole, order);
    expect(answer).toMatchObject({ role: 'viewer', status: 'applied' });
    expect(await markerOf(admin.uid)).toMatchObject({
      role: 'viewer',
      sessionsRevokedAt: { seconds: expect.any(Number) },
    });
    expect((await auditOf(admin.uid)).slice(1)).toMatchObject([
      {
        type: 'token-claims-change',
        reason: 'Left the team.',
        before: { role: 'admin', sessionsRevokedAt: null },
        after: { role: 'viewer', sessionsRevokedAt: expect.any(Number) },
      },
    ]);
  });

  it('by an unreadable value ends them all, grants nothing, and says so', async () => {
    const person = await createPerson('viewer');
    await editInConsole(person.uid, { sessionsRevokedAt: 'yesterday' });
    const marker = await untilMarker(person.uid, ({ status }) => status === 'rejected');
    expect(marker).toMatchObject({
      role: null,
      sessionsRevokedAt: { seconds: expect.any(Number) },
      problem: { code: 'wrong-type', field: 'sessionsRevokedAt' },
    });
  });
});
