import { httpsCallable } from 'firebase/functions';
import { Timestamp } from 'firebase-admin/firestore';
import { CALLABLES, parseAuditEntry } from 'live-claims/core';
import { describe, expect, it } from 'vitest';
import { inviteId } from '../../../packages/live-claims/src/functions/invites/invite-document.ts';
import { createPerson, db, editInConsole, userDoc } from '../../support/admin.ts';
import { admin, adminJson } from '../../support/admin-cli.ts';
import { signedIn } from '../../support/signed-in.ts';

let addresses = 0;
const newEmail = () => `cli-${process.pid}-${Date.now()}-${addresses++}@example.com`;
const stored = (email: string) => db.collection('invites').doc(inviteId(email)).get();

async function auditTo(email: string) {
  const { docs } = await db.collection('auditLog').where('email', '==', email).get();
  return docs.map((entry) => parseAuditEntry(entry.data()));
}

interface Listed {
  readonly email: string | null;
  readonly state: string;
  readonly invitedBy: string | null;
}

async function listed(email: string): Promise<readonly Listed[]> {
  const { json } = await adminJson('invites');
  return json.invites.filter((invite: Listed) => invite.email === email);
}

describe('invite', () => {
  it('of an operator can be accepted by the address’s owner, also as owner', async () => {
    const guest = await createPerson('viewer');
    const { code, json } = await adminJson('invite', guest.email, 'owner', '--days', '1');
    expect(code).toBe(0);
    expect(json).toMatchObject({ email: guest.email, role: 'owner', replaced: null });
    expect(await listed(guest.email)).toMatchObject([{ state: 'open', invitedBy: null }]);
    const client = await signedIn(guest);
    const { data } = await httpsCallable(client.functions, CALLABLES.acceptInvite)();
    expect(data).toMatchObject({ taken: true, role: 'owner' });
    expect(await listed(guest.email)).toEqual([]);
    await editInConsole(guest.uid, { role: 'viewer' });
  });

  it('replaces an open one, and the log has the operator and the reason', async () => {
    const email = newEmail();
    await admin('invite', email, 'viewer');
    const { out, code } = await admin(
      'invite',
      email.toUpperCase(),
      'editor',
      '--reason',
      'intern',
    );
    expect(code).toBe(0);
    expect(out).toContain('In place of an invite as viewer.');
    expect((await stored(email)).data()).toMatchObject({ role: 'editor', acceptedAt: null });
    const entry = (await auditTo(email)).find((each) => each?.before !== null);
    expect(entry).toMatchObject({
      type: 'invite-created',
      actor: { kind: 'service', uid: null },
      reason: `Invite ${inviteId(email)}: intern`,
      before: { role: 'viewer' },
      after: { role: 'editor' },
    });
  });

  it.each([
    [['no-address', 'editor']],
    [['a@example.com', 'root']],
    [['a@example.com', 'editor', '--days', '31']],
    [['a@example.com']],
  ])('of %j cannot be understood', async (args) => {
    expect((await admin('invite', ...args)).code).toBe(2);
  });
});

describe('invites', () => {
  it('says of each whether it still gives a role', async () => {
    const inviter = await createPerson('admin');
    const [over, demoted, odd] = [newEmail(), newEmail(), newEmail()];
    const createdAt = Timestamp.now();
    const open = { role: 'editor', invitedBy: inviter.uid, createdAt, acceptedAt: null };
    await Promise.all([
      db.collection('invites').add({ ...open, email: over, expiresAt: Timestamp.fromMillis(1) }),
      db.collection('invites').add({ ...open, email: demoted }),
      db.collection('invites').add({ ...open, email: odd, role: 'superuser' }),
    ]);
    expect(await listed(demoted)).toMatchObject([{ state: 'open', invitedBy: inviter.uid }]);
    // Beyond the end of one's own role, which an invite has no end for.
    await editInConsole(inviter.uid, {
      roleExpiresAt: Timestamp.fromMillis(Date.now() + 3_600_000),
    });
    expect(await listed(demoted)).toMatchObject([{ state: 'inviter-may-not' }]);
    await editInConsole(inviter.uid, { role: 'viewer' });
    expect(await listed(over)).toMatchObject([{ state: 'expired' }]);
    expect(await listed(demoted)).toMatchObject([{ state: 'inviter-may-not' }]);
    expect(await listed(odd)).toMatchObject([{ state: 'no-such-role' }]);
    const { code, out } = await admin('invites');
    expect(code).toBe(0);
    expect(out).toContain(`${demoted} as editor`);
  });
});

describe('withdraw', () => {
  it('withdraws an invite, by address or by id, once', async () => {
    const [byAddress, byId] = [newEmail(), newEmail()];
    await admin('invite', byAddress, 'editor');
    await admin('invite', byId, 'editor');
    expect((await admin('withdraw', byAddress.toUpperCase(), '--reason', 'left')).code).toBe(0);
    expect((await admin('withdraw', inviteId(byId))).code).toBe(0);
    for (const email of [byAddress, byId]) expect((await stored(email)).exists).toBe(false);
    expect((await auditTo(byAddress)).at(-1)).toMatchObject({ actor: { kind: 'service' } });
    for (const name of [byAddress, inviteId(byId)]) {
      expect(await admin('withdraw', name)).toMatchObject({
        code: 3,
        err: expect.stringContaining('[no-such-invite]'),
      });
    }
    expect((await admin('withdraw', '../users/x')).code).toBe(2);
  });

  it('does not undo an accepted one', async () => {
    const guest = await createPerson('viewer');
    await admin('invite', guest.email, 'editor');
    const client = await signedIn(guest);
    await httpsCallable(client.functions, CALLABLES.acceptInvite)();
    expect((await admin('withdraw', guest.email)).code).toBe(3);
    expect((await admin('withdraw', inviteId(guest.email))).code).toBe(3);
    expect((await userDoc(guest.uid).get()).get('role')).toBe('editor');
  });
});
