import { randomUUID } from 'node:crypto';
import { initializeApp } from 'firebase-admin/app';
import { getFirestore } from 'firebase-admin/firestore';
import { describe, expect, it } from 'vitest';
import { sourceOf } from '../../../packages/live-claims/src/functions/firebase/firestore-documents.ts';
import { Store } from '../../../packages/live-claims/src/functions/firebase/store.ts';
import { callerSince } from '../../../packages/live-claims/src/functions/guards/check-access.ts';
import { editMembership } from '../../../packages/live-claims/src/functions/orgs/edit-membership.ts';
import { followMembership } from '../../../packages/live-claims/src/functions/orgs/follow-membership.ts';
import {
  acceptOrgInvite,
  createOrgInvite,
  waitingInvites,
  withdrawOrgInvite,
} from '../../../packages/live-claims/src/functions/orgs/org-invites.ts';
import { auditMembershipEvent } from '../../../packages/live-claims/src/functions/orgs/people-audit.ts';
import type { MembershipEdit } from '../../../packages/live-claims/src/functions/orgs/plan-membership.ts';
import { syncEngine } from '../../../packages/live-claims/src/functions/project.ts';
import { orgConfig as config } from '../../../packages/live-claims/src/testing/org-config.ts';
import { auth, createAccount } from '../../support/admin.ts';

/** Its own database: no trigger of the app under test listens there. */
const PROJECT = `demo-org-people-${Date.now()}`;
const store = new Store(getFirestore(initializeApp({ projectId: PROJECT }, PROJECT)), config);
const engine = syncEngine(auth, store, config.roles);
const project = { store, auth, engine, limits: { invitesPerHour: 50 } };

const callerOf = (uid: string) => callerSince(uid, Math.floor(Date.now() / 1000));

/** A person with these roles, by organisation. */
async function person(roles: Readonly<Record<string, string>> = {}): Promise<string> {
  const { uid } = await createAccount();
  await store.user(uid).set({ role: null });
  for (const [orgId, role] of Object.entries(roles)) {
    await store.member(orgId, uid).set({ uid, role });
  }
  return uid;
}

const newOrg = () => `org-${randomUUID().slice(0, 8)}`;
const roleIn = async (orgId: string, uid: string) =>
  (await store.member(orgId, uid).get()).get('role') ?? null;
const logOf = async (orgId: string) =>
  (await store.ofOrg(orgId).audit.get()).docs.map((entry) => entry.data());

const change = (author: string, orgId: string, uid: string, edit: MembershipEdit) =>
  editMembership(project, {
    orgId,
    uid,
    edit,
    by: { kind: 'person', caller: callerOf(author) },
    changeId: randomUUID(),
    now: Date.now(),
  });

const invite = (author: string, orgId: string, email: string, role = 'editor') =>
  createOrgInvite(project, {
    orgId,
    email,
    role,
    expiresAt: Date.now() + 86_400_000,
    inviter: { kind: 'person', caller: callerOf(author) },
    now: Date.now(),
  });

const accept = (uid: string, orgId: string, email: string) =>
  acceptOrgInvite(project, {
    orgId,
    caller: callerOf(uid),
    email,
    changeId: randomUUID(),
    now: Date.now(),
  });

describe('at the same moment', () => {
  it.each([1, 2, 3])('of two owners who leave one stays (%i)', async () => {
    const orgId = newOrg();
    const owners = await Promise.all([person({ [orgId]: 'owner' }), person({ [orgId]: 'owner' })]);
    const left = await Promise.all(owners.map((uid) => change(uid, orgId, uid, { role: null })));
    expect(left.map(({ outcome }) => outcome).sort()).toEqual(['forbidden', 'written']);
    const roles = await Promise.all(owners.map((uid) => roleIn(orgId, uid)));
    expect(roles.filter((role) => role === 'owner')).toHaveLength(1);
  });

  it.each([1, 2, 3])('an owner who is removed makes no change any more (%i)', async () => {
    const orgId = newOrg();
    const [stays, goes, member] = await Promise.all([
      person({ [orgId]: 'owner' }),
      person({ [orgId]: 'owner' }),
      person({ [orgId]: 'viewer' }),
    ]);
    const [removal, grant] = await Promise.all([
      change(stays, orgId, goes, { role: null }),
      change(goes, orgId, member, { role: 'owner' }),
    ]);
    expect(removal.outcome).toBe('written');
    // In either order: what was granted was granted by an owner.
    expect(await roleIn(orgId, member)).toBe(grant.outcome === 'written' ? 'owner' : 'viewer');
    const entries = await logOf(orgId);
    expect(entries.filter(({ actor }) => actor.uid === goes)).toHaveLength(
      grant.outcome === 'written' ? 1 : 0,
    );
  });

  it('an invite is taken once', async () => {
    const orgId = newOrg();
    const owner = await person({ [orgId]: 'owner' });
    const invited = await person();
    const email = `${invited.toLowerCase()}@example.com`;
    expect((await invite(owner, orgId, email)).outcome).toBe('created');
    const taken = await Promise.all([accept(invited, orgId, email), accept(invited, orgId, email)]);
    expect(taken.map(({ outcome }) => outcome).sort()).toEqual(['none', 'taken']);
    expect(await roleIn(orgId, invited)).toBe('editor');
    const accepted = (await logOf(orgId)).filter(({ type }) => type === 'invite-accepted');
    expect(accepted).toHaveLength(1);
  });
});

it('a member who was added by hand is changed through the door, and each has its entry', async () => {
  const orgId = newOrg();
  const owner = await person({ [orgId]: 'owner' });
  const added = await person({ [orgId]: 'viewer' });
  const event = {
    ...{ orgId, uid: added, authType: 'unknown', at: Date.now() },
    before: { data: null, version: 0 },
    after: sourceOf(store, await store.member(orgId, added).get()),
  };
  expect(await auditMembershipEvent(project, event)).toBe(true);
  expect(await auditMembershipEvent(project, event)).toBe(false);
  expect((await change(owner, orgId, added, { role: 'editor' })).outcome).toBe('written');
  expect((await change(owner, orgId, added, { role: null })).outcome).toBe('written');
  const types = (await logOf(orgId)).map(({ type }) => type).sort();
  expect(types).toEqual(['member-added', 'member-removed', 'token-claims-change']);
});

it('who was removed by hand does not come back by an invite of before', async () => {
  const orgId = newOrg();
  const owner = await person({ [orgId]: 'owner' });
  const removed = await person({ [orgId]: 'viewer' });
  const email = `${removed.toLowerCase()}@example.com`;
  await auth.updateUser(removed, { email });
  expect((await invite(owner, orgId, email)).outcome).toBe('created');
  const reference = store.member(orgId, removed);
  await followMembership(project, { orgId, uid: removed, before: null, after: { role: 'viewer' } });
  const before = sourceOf(store, await reference.get());
  await reference.delete();

  // Until the trigger has seen to it, the invite waits; afterwards it is closed.
  await expect(accept(removed, orgId, email)).rejects.toThrow();
  const after = { data: null, version: 0 };
  const event = { orgId, uid: removed, before, after, authType: 'unknown', at: Date.now() };
  expect(await auditMembershipEvent(project, event)).toBe(true);
  expect(await auditMembershipEvent(project, event)).toBe(false);
  await followMembership(project, { orgId, uid: removed, before: { role: 'viewer' }, after: null });
  expect(await accept(removed, orgId, email)).toEqual({ outcome: 'none', role: null });
  const types = (await logOf(orgId)).map(({ type }) => type).sort();
  expect(types).toEqual(['invite-created', 'invite-withdrawn', 'member-removed']);
});

describe('people of one organisation', () => {
  /** Their own, another one, and one that there is not: what they get must be the same for the last two. */
  async function scene() {
    const [own, other] = [newOrg(), newOrg()];
    const [owner, victim, top] = await Promise.all([
      person({ [own]: 'owner' }),
      person({ [other]: 'viewer' }),
      person({ [other]: 'owner' }),
    ]);
    return { own, other, none: newOrg(), owner, victim, top };
  }

  it.each([
    ['give a role', { role: 'editor' }],
    ['remove', { role: null }],
    ['disable', { disabled: true }],
  ])('cannot %s in another, nor learn whether it is there', async (_, edit) => {
    const { other, none, owner, victim, top } = await scene();
    const answers = await Promise.all(
      [other, none].map((orgId) => change(owner, orgId, victim, edit)),
    );
    expect(answers[0]).toEqual({ outcome: 'forbidden', reason: 'not-allowed' });
    expect(answers[1]).toEqual(answers[0]);
    expect(await roleIn(other, victim)).toBe('viewer');
    // Those of the organisation can.
    expect((await change(top, other, victim, edit)).outcome).toBe('written');
  });

  it('cannot make themselves a member of another', async () => {
    const { other, none, owner } = await scene();
    for (const orgId of [other, none]) {
      const answer = await change(owner, orgId, owner, { role: 'owner' });
      expect(answer).toMatchObject({ outcome: 'forbidden' });
      expect(await roleIn(orgId, owner)).toBeNull();
    }
  });

  it('cannot invite to another, withdraw its invites, or take those of other addresses', async () => {
    const { own, other, none, owner, top } = await scene();
    const email = `${randomUUID()}@example.com`;
    const created = await invite(top, other, email);
    const inviteId = created.outcome === 'created' ? created.inviteId : '';
    expect(inviteId).not.toBe('');
    for (const orgId of [other, none]) {
      expect(await invite(owner, orgId, email)).toEqual({
        outcome: 'forbidden',
        reason: 'not-allowed',
      });
      const withdrawal = { orgId, inviteId, inviter: { kind: 'person', caller: callerOf(owner) } };
      expect(
        await withdrawOrgInvite(project, { ...withdrawal, now: Date.now() } as never),
      ).toMatchObject({ outcome: 'forbidden' });
      expect(await accept(owner, orgId, 'mine@example.com')).toMatchObject({ outcome: 'none' });
    }
    expect((await waitingInvites(project, email, Date.now())).map(({ orgId }) => orgId)).toEqual([
      other,
    ]);
    expect(await waitingInvites(project, 'mine@example.com', Date.now())).toEqual([]);
    // Nothing of all this is in the log of their own.
    expect(await logOf(own)).toEqual([]);
  });
});
