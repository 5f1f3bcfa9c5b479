import { randomUUID } from 'node:crypto';
import { Timestamp } from 'firebase-admin/firestore';
import { describe, expect, it } from 'vitest';
import { main } from '../../../packages/live-claims/src/cli/live-claims.ts';
import { fakeTerminal } from '../../../packages/live-claims/src/cli/testing/fake-terminal.ts';
import { inviteId } from '../../../packages/live-claims/src/functions/invites/invite-document.ts';
import { orgConfig } from '../../../packages/live-claims/src/testing/org-config.ts';
import { quietProject } from '../../support/admin-cli.ts';

/** No trigger runs there: what a command leaves is what it has done. */
const { db, auth, here, createPerson } = quietProject(`demo-cli-orgs-${Date.now()}`);

async function cli(...args: readonly string[]) {
  const terminal = fakeTerminal(process.env);
  const code = await main([...args, ...here], orgConfig, terminal);
  return { code, ...terminal.written() };
}

async function cliJson(...args: readonly string[]) {
  const { code, out } = await cli(...args, '--json');
  return { code, json: JSON.parse(out) };
}

const newOrg = () => `org-${randomUUID().slice(0, 8)}`;
const member = (orgId: string, uid: string) => db.doc(`orgs/${orgId}/members/${uid}`);
const claimsOf = async (uid: string) => (await auth.getUser(uid)).customClaims ?? {};
const logOf = async (orgId: string) =>
  (await db.collection(`orgs/${orgId}/auditLog`).get()).docs.map((entry) => entry.data());

describe('org set', () => {
  it('makes the first member, in the claims at once and in the log of the organisation', async () => {
    const orgId = newOrg();
    const { uid, email } = await createPerson({ role: 'viewer' });
    const { code, out } = await cli('org', 'set', orgId, email, 'owner', '--reason', 'founder');
    expect(code).toBe(0);
    expect(out).toContain(`✔ ${email} is now owner in ${orgId}.`);
    expect((await member(orgId, uid).get()).data()).toMatchObject({ role: 'owner', uid });
    expect(await claimsOf(uid)).toMatchObject({ role: 'viewer', o: { [orgId]: 'o' } });
    expect(await logOf(orgId)).toMatchObject([
      { type: 'member-added', uid, actor: { kind: 'service' }, reason: 'founder' },
    ]);

    const again = await cliJson('org', 'set', orgId, uid, 'owner');
    expect(again).toMatchObject({ code: 0, json: { written: false, roleBefore: 'owner' } });
    expect(await logOf(orgId)).toHaveLength(1);
  });

  it('changes a role, with an end', async () => {
    const orgId = newOrg();
    const { uid } = await createPerson({ role: 'viewer' });
    await cli('org', 'set', orgId, uid, 'editor');
    const { code, json } = await cliJson(
      'org',
      'set',
      orgId,
      uid,
      'viewer',
      '--until',
      '2030-01-31',
    );
    expect(code).toBe(0);
    expect(json).toMatchObject({
      ...{ orgId, uid, role: 'viewer', roleBefore: 'editor', written: true },
      expiresAt: '2030-01-31T00:00:00.000Z',
      applied: { status: 'applied' },
    });
    expect(await claimsOf(uid)).toMatchObject({ o: { [orgId]: 'v' }, ox: { [orgId]: 1896048000 } });
  });

  it('refuses what would leave no owner, an account that there is not, and an unverified address', async () => {
    const orgId = newOrg();
    const { uid } = await createPerson({ role: 'viewer' });
    await cli('org', 'set', orgId, uid, 'owner');
    const last = await cli('org', 'set', orgId, uid, 'editor');
    expect(last).toMatchObject({ code: 4, err: expect.stringContaining('[last-owner]') });
    expect(last.err).toContain('last permanent owner of the organisation');
    const nobody = await cli('org', 'set', orgId, 'no-such-account', 'editor');
    expect(nobody).toMatchObject({ code: 3, err: expect.stringContaining('[no-such-person]') });
    const email = `${randomUUID()}@example.com`;
    await auth.importUsers([{ uid: randomUUID(), email, emailVerified: false }]);
    const unverified = await cli('org', 'set', orgId, email, 'editor');
    expect(unverified.err).toContain('[unverified-address]');
    expect(await logOf(orgId)).toHaveLength(1);
  });
});

describe('org remove', () => {
  it('takes the membership and its claim, closes the open invite, and is safe to repeat', async () => {
    const [orgId, other] = [newOrg(), newOrg()];
    const { uid, email } = await createPerson({ role: 'viewer' });
    for (const id of [orgId, other]) await cli('org', 'set', id, uid, 'editor');
    const invite = db.doc(`orgs/${orgId}/invites/${inviteId(email)}`);
    await invite.set({
      ...{ email, role: 'owner', invitedBy: '__operator__', acceptedAt: null, acceptedBy: null },
      ...{ createdAt: Timestamp.now(), expiresAt: Timestamp.fromMillis(Date.now() + 3_600_000) },
    });
    const { code, out } = await cli('org', 'remove', orgId, email, '--reason', 'left');
    expect(code).toBe(0);
    expect(out).toContain(`✔ ${email} is no longer a member of ${orgId}, was editor.`);
    expect((await member(orgId, uid).get()).exists).toBe(false);
    expect((await invite.get()).exists).toBe(false);
    expect((await claimsOf(uid)).o).toEqual({ [other]: 'e' });
    const again = await cliJson('org', 'remove', orgId, uid);
    expect(again).toMatchObject({ code: 0, json: { written: false, roleBefore: null } });
  });
});

describe('org members and org invites', () => {
  it('list what there is, the highest roles first, with what has no effect', async () => {
    const orgId = newOrg();
    const [ada, bob, cleo] = await Promise.all(
      ['a', 'b', 'c'].map((name) => createPerson({ role: 'viewer' }, `${name}-${randomUUID()}`)),
    );
    await member(orgId, ada?.uid ?? '').set({ role: 'viewer' });
    await member(orgId, bob?.uid ?? '').set({ role: 'owner' });
    await member(orgId, cleo?.uid ?? '').set({ role: 'Editor' });
    await member(orgId, 'deleted').set({
      role: 'editor',
      disabled: true,
      email: 'old@example.com',
    });
    const { code, json } = await cliJson('org', 'members', orgId);
    expect(code).toBe(1);
    expect(json).toMatchObject({
      orgId,
      isCut: false,
      members: [
        { uid: bob?.uid, email: bob?.email, role: 'owner', state: 'active', problem: null },
        { uid: 'deleted', email: 'old@example.com', role: 'editor', state: 'disabled' },
        { uid: ada?.uid, role: 'viewer', expiresAt: null, state: 'active' },
        { uid: cleo?.uid, role: null, state: 'unreadable', problem: { code: 'unknown-role' } },
      ],
    });
    const { out } = await cli('org', 'members', orgId);
    expect(out).toContain(`✔ ${bob?.email} owner\n`);
    expect(out).toContain('● old@example.com editor  is disabled\n');
    expect((await cli('org', 'members', newOrg())).out).toContain('has no members');
  });

  it('say of an invite whether its author may still give the role', async () => {
    const orgId = newOrg();
    const [owner, former] = await Promise.all([createPerson({}), createPerson({})]);
    await member(orgId, owner.uid).set({ role: 'owner' });
    for (const [email, invitedBy] of [
      ['mia@example.com', owner.uid],
      ['amir@example.com', former.uid],
    ] as const) {
      await db.doc(`orgs/${orgId}/invites/${inviteId(email)}`).set({
        ...{ email, role: 'editor', invitedBy, acceptedAt: null, acceptedBy: null },
        ...{ createdAt: Timestamp.now(), expiresAt: Timestamp.fromMillis(Date.now() + 3_600_000) },
      });
    }
    const { code, json } = await cliJson('org', 'invites', orgId);
    expect(code).toBe(0);
    const states = json.invites.map(({ email, state }: Record<string, unknown>) => [email, state]);
    expect(Object.fromEntries(states)).toEqual({
      'mia@example.com': 'open',
      'amir@example.com': 'inviter-may-not',
    });
    expect((await cliJson('org', 'invites', newOrg())).json.invites).toEqual([]);
  });
});

describe('a membership that no document names', () => {
  it('is shown, and copied by a reconciliation of its person', async () => {
    const orgId = newOrg();
    const { uid } = await createPerson({ role: 'viewer' });
    await cli('reconcile', uid);
    expect((await cliJson('show', uid)).json).toMatchObject({
      drift: [],
      membershipsLookedFor: true,
    });
    await member(orgId, uid).set({ role: 'editor', uid });
    // Another collection of that name.
    await db.doc(`clubs/chess/members/${uid}`).set({ role: 'owner', uid });

    const { code, json } = await cliJson('show', uid);
    expect(code).toBe(1);
    expect(json.drift).toMatchObject([
      { code: 'membership-not-copied', what: expect.stringContaining(orgId) },
    ]);
    const mended = await cliJson('reconcile', uid);
    expect(mended).toMatchObject({ code: 0, json: { repaired: ['membership-not-copied'] } });
    expect((await claimsOf(uid)).o).toEqual({ [orgId]: 'e' });
    expect((await cliJson('show', uid)).json.drift).toEqual([]);
  });
});
