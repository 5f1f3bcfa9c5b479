import { createLiveClaims } from 'live-claims/web';
import { describe, expect, it, vi } from 'vitest';
import { appRoles } from '../../../functions/src/live-claims.config.ts';
import {
  auditOf,
  auth,
  claimsOf,
  createAccount,
  createPerson,
  db,
  editInConsole,
  markerOf,
  untilMarker,
  userDoc,
} from '../../support/admin.ts';
import { admin, adminJson, driftShown, stateOf } from '../../support/admin-cli.ts';
import { tokenClaims } from '../../support/client.ts';
import { signedIn } from '../../support/signed-in.ts';
import { untilSnapshot } from '../../support/until-snapshot.ts';

describe('revoke', () => {
  it('removes the role at once', async () => {
    const { uid, email } = await createPerson('admin');
    const { code, json } = await adminJson('revoke', email, '--reason', 'left');
    expect(code).toBe(0);
    expect(json).toMatchObject({ roleBefore: 'admin', written: true, sessionsEndedAt: null });
    expect(await claimsOf(uid)).toEqual({ cv: json.applied.version });
    expect((await userDoc(uid).get()).data()).toMatchObject({ role: null, roleExpiresAt: null });
    expect((await auditOf(uid)).at(-1)).toMatchObject({
      actor: { kind: 'service' },
      reason: 'left',
    });
  });

  it('with --sessions signs the open browser out, by the second that rules and Auth enforce', async () => {
    const person = await createPerson('editor');
    const client = await signedIn(person);
    const { auth_time: signedInAt } = await tokenClaims(client);
    const token = await client.auth.currentUser?.getIdToken();
    const { firestore } = client;
    const live = createLiveClaims({
      auth: client.auth,
      firestore,
      config: { roles: appRoles },
    });
    try {
      await untilSnapshot(live, ({ status }) => status === 'fresh');
      // Sign-ins of the second of the revoke are spared, by Auth as by us.
      await vi.waitUntil(() => Math.floor(Date.now() / 1000) > Number(signedInAt), 60_000);
      const { code, json } = await adminJson('revoke', person.email, '--sessions');
      expect(code).toBe(0);
      await untilSnapshot(live, ({ status }) => status === 'revoked');
      expect(live.getSnapshot()).toMatchObject({ reason: 'session-revoked', user: null });

      const { tokensValidAfterTime } = await auth.getUser(person.uid);
      expect(Date.parse(tokensValidAfterTime ?? '')).toBeGreaterThanOrEqual(
        Date.parse(json.sessionsEndedAt),
      );
      const { sessionsRevokedAt } = (await markerOf(person.uid)) ?? {};
      expect((sessionsRevokedAt?.seconds ?? 0) * 1000).toBe(Date.parse(json.sessionsEndedAt));
      await expect(auth.verifyIdToken(token ?? '', true)).rejects.toMatchObject({
        code: 'auth/id-token-revoked',
      });
      const types = (await auditOf(person.uid)).map(({ type }) => type);
      // One commit, so one entry.
      expect(types.slice(1)).toEqual(['token-claims-change']);
      expect((await auditOf(person.uid)).at(-1)).toMatchObject({
        outcome: 'applied',
        before: { role: 'editor', sessionsRevokedAt: null },
        after: { role: null, sessionsRevokedAt: expect.any(Number) },
      });
    } finally {
      live.close();
    }
  });

  it('with --sessions also ends those of a user who never had a role, and leaves no drift', async () => {
    const { uid } = await createAccount();
    expect((await adminJson('revoke', uid, '--sessions')).json).toMatchObject({
      written: false,
      sessionsEndedAt: expect.stringMatching(/Z$/),
    });
    expect(await markerOf(uid)).toMatchObject({ status: 'applied', role: null });
    expect(await driftShown(uid)).toEqual({ code: 0, drift: [] });
  });

  it('closes the open invites of the person, in the same commit', async () => {
    for (const [command, ...args] of [['revoke'], ['disable'], ['grant', 'viewer']] as const) {
      const { uid, email } = await createPerson('editor');
      await admin('invite', email, 'admin');
      expect((await admin(command, uid, ...args, '--reason', 'left')).code).toBe(0);
      const { docs } = await db.collection('invites').where('email', '==', email).get();
      expect(docs, command).toEqual([]);
      const log = await db.collection('auditLog').where('email', '==', email).get();
      const closed = log.docs.find((entry) => entry.get('type') === 'invite-withdrawn');
      const change = log.docs.find(
        (entry) => entry.get('uid') === uid && entry.get('reason') === 'left',
      );
      expect(closed?.createTime, command).toEqual(change?.createTime);
      expect(closed?.data()).toMatchObject({ actor: { kind: 'service', uid: null } });
    }
    const { uid, email } = await createPerson('viewer');
    await admin('invite', email, 'admin');
    expect((await admin('grant', uid, 'editor')).code).toBe(0);
    const { docs } = await db.collection('invites').where('email', '==', email).get();
    expect(docs).toHaveLength(1);
  });

  it('removes the role also where another field cannot be read', async () => {
    const { uid } = await createPerson('editor');
    await editInConsole(uid, { disabled: 'no' });
    await untilMarker(uid, ({ status }) => status === 'rejected');
    expect(await admin('revoke', uid, '--sessions')).toMatchObject({
      code: 1,
      out: expect.stringContaining('disabled'),
    });
    expect((await userDoc(uid).get()).data()).toMatchObject({ role: null, disabled: 'no' });
    expect(await claimsOf(uid)).not.toHaveProperty('role');
  });

  it('can be repeated', async () => {
    const { uid } = await createPerson('viewer');
    await admin('revoke', uid);
    const before = await stateOf(uid);
    expect(await adminJson('revoke', uid)).toMatchObject({ code: 0, json: { written: false } });
    expect(await stateOf(uid)).toEqual(before);
  });
});
