import { beforeEach, describe, expect, it } from 'vitest';
import { versionAt } from '../../core/index.ts';
import { MemoryAuth } from '../../testing/memory-auth.ts';
import { MemoryFirestore } from '../../testing/memory-firestore.ts';
import { orgConfig } from '../../testing/org-config.ts';
import { Store } from '../firebase/store.ts';
import { callerSince } from '../guards/check-access.ts';
import { syncEngine } from '../project.ts';
import { acceptOrgInvite, createOrgInvite } from './org-invites.ts';
import { auditMembershipEvent } from './people-audit.ts';
import { commitMembership, type OrgProject } from './people-edit.ts';
import type { MembershipBy, MembershipEdit } from './plan-membership.ts';

let memory: MemoryFirestore;
let accounts: MemoryAuth;
let project: OrgProject & { limits: { invitesPerHour: number } };
let changes = 0;

beforeEach(() => {
  memory = new MemoryFirestore();
  accounts = new MemoryAuth();
  const store = new Store(memory.db, orgConfig);
  const engine = syncEngine(accounts.auth, store, orgConfig.roles);
  project = { auth: accounts.auth, store, engine, limits: { invitesPerHour: 50 } };
});

const now = () => Date.now();
const caller = (uid: string) => callerSince(uid, Math.floor(now() / 1000));
const by = (uid: string): MembershipBy => ({ kind: 'person', caller: caller(uid) });
const OPERATOR: MembershipBy = { kind: 'operator' };
const emailOf = (uid: string) => `${uid}@example.com`;

async function write(path: string, data: Record<string, unknown>): Promise<void> {
  await memory.doc(path).set(data);
}

/** A person with an account, and a role in organisations. */
async function person(uid: string, roles: Readonly<Record<string, string>> = {}): Promise<void> {
  accounts.add({ uid, email: emailOf(uid), emailVerified: true, displayName: uid.toUpperCase() });
  await write(`users/${uid}`, { role: null });
  for (const [orgId, role] of Object.entries(roles)) {
    await write(`orgs/${orgId}/members/${uid}`, { uid, role });
  }
}

const member = (orgId: string, uid: string) =>
  memory.documents.get(`orgs/${orgId}/members/${uid}`)?.data;

function change(orgId: string, uid: string, edit: MembershipEdit, author: MembershipBy) {
  changes += 1;
  const order = { orgId, uid, edit, by: author, changeId: `change-${changes}`, now: now() };
  return commitMembership(project, order);
}

const logOf = (orgId: string) =>
  [...memory.documents]
    .filter(([path]) => path.startsWith(`orgs/${orgId}/auditLog/`))
    .map(([, { data }]) => data);

function invite(orgId: string, inviter: string, uid: string, role: string, roleExpiresAt = null) {
  return createOrgInvite(project, {
    orgId,
    email: emailOf(uid),
    role,
    roleExpiresAt,
    expiresAt: now() + 3_600_000,
    inviter: { kind: 'person', caller: caller(inviter) },
    now: now(),
  });
}

function accept(orgId: string, uid: string) {
  changes += 1;
  const changeId = `change-${changes}`;
  const order = { orgId, caller: caller(uid), email: emailOf(uid), changeId, now: now() };
  return acceptOrgInvite(project, order);
}

describe('the first owner of an organisation', () => {
  it('is made by the app’s own server, with an entry in that organisation’s log alone', async () => {
    await person('ora');
    expect(await change('acme', 'ora', { role: 'owner' }, OPERATOR)).toEqual({
      outcome: 'written',
      now: { role: 'owner', expiresAt: null, disabled: false },
    });
    expect(member('acme', 'ora')).toMatchObject({ uid: 'ora', role: 'owner' });
    expect(member('acme', 'ora')).not.toHaveProperty('email');
    expect(logOf('acme')).toMatchObject([{ type: 'member-added', uid: 'ora', name: null }]);
    expect([...memory.documents.keys()].filter((path) => path.startsWith('auditLog'))).toEqual([]);
  });

  it('has name and address in the membership where the app’s documents have profiles', async () => {
    await person('ora');
    project = { ...project, provisioning: 'profile' };
    await change('acme', 'ora', { role: 'owner' }, OPERATOR);
    const profile = { displayName: 'ORA', email: 'ora@example.com' };
    expect(member('acme', 'ora')).toMatchObject(profile);
    await person('mia', { acme: 'viewer' });
    await change('acme', 'mia', { role: 'editor' }, by('ora'));
    expect(logOf('acme').at(-1)).toMatchObject({
      actor: { name: 'ORA', email: 'ora@example.com' },
    });
  });
});

describe('the last owner', () => {
  it('of two who leave at the same moment, one stays', async () => {
    await person('ora', { acme: 'owner' });
    await person('odo', { acme: 'owner' });
    const results = await Promise.all(
      ['ora', 'odo'].map((uid) => change('acme', uid, { role: null }, by(uid))),
    );
    expect(results.map(({ outcome }) => outcome).sort()).toEqual(['forbidden', 'written']);
    expect(['ora', 'odo'].filter((uid) => member('acme', uid) !== undefined)).toHaveLength(1);
  });

  it('is not one beside an owner who comes after many that do not count', async () => {
    await person('ora', { acme: 'owner' });
    for (let index = 0; index < 25; index++) {
      await write(`orgs/acme/members/gone-${index}`, { uid: `gone-${index}`, role: 'owner' });
    }
    await person('zoe', { acme: 'owner' });
    const { outcome } = await change('acme', 'ora', { role: null }, by('ora'));
    expect(outcome).toBe('written');
  });

  it('is one also beside an owner without an account, or with a disabled one', async () => {
    await person('ora', { acme: 'owner' });
    await write('orgs/acme/members/gone', { uid: 'gone', role: 'owner' });
    await person('dan', { acme: 'owner' });
    await write('users/dan', { disabled: true });
    await person('nele', { globex: 'owner' });
    expect(await change('acme', 'ora', { role: null }, by('ora'))).toEqual({
      outcome: 'forbidden',
      reason: 'last-owner',
    });
  });
});

it('two owners who remove each other at the same moment: one of them is there then', async () => {
  for (const uid of ['ora', 'odo', 'olga']) await person(uid, { acme: 'owner' });
  await Promise.all([
    change('acme', 'odo', { role: 'viewer' }, by('ora')),
    change('acme', 'ora', { role: 'viewer' }, by('odo')),
  ]);
  expect([member('acme', 'ora')?.role, member('acme', 'odo')?.role].sort()).toEqual([
    'owner',
    'viewer',
  ]);
});

describe('an invite', () => {
  beforeEach(async () => {
    await person('ora', { acme: 'owner' });
    await person('mia', { globex: 'viewer' });
  });

  it('makes its person a member, once', async () => {
    expect(await invite('acme', 'ora', 'mia', 'editor')).toMatchObject({ outcome: 'created' });
    const answers = await Promise.all([accept('acme', 'mia'), accept('acme', 'mia')]);
    expect(answers.map(({ outcome }) => outcome).sort()).toEqual(['none', 'taken']);
    expect(member('acme', 'mia')).toMatchObject({ uid: 'mia', role: 'editor', updatedBy: 'mia' });
    expect(logOf('acme').map(({ type }) => type)).toEqual(['invite-created', 'invite-accepted']);
    await change('acme', 'mia', { role: null }, by('ora'));
    expect(await accept('acme', 'mia')).toEqual({ outcome: 'none', role: null });
    expect(logOf('globex')).toEqual([]);
  });

  it.each<[string, () => Promise<unknown>]>([
    ['was demoted', () => write('orgs/acme/members/ora', { role: 'editor' })],
    ['was removed', () => memory.doc('orgs/acme/members/ora').delete()],
    ['has a disabled account', () => write('users/ora', { disabled: true })],
    ['has no account any more', () => memory.doc('users/ora').delete()],
  ])('gives nothing when its inviter %s', async (_, lower) => {
    await invite('acme', 'ora', 'mia', 'editor');
    await lower();
    expect(await accept('acme', 'mia')).toEqual({ outcome: 'none', role: null });
  });

  it('does not undo a later decision against its person', async () => {
    await invite('acme', 'ora', 'mia', 'viewer');
    await accept('acme', 'mia');
    await invite('acme', 'ora', 'mia', 'editor');
    await change('acme', 'mia', { role: null }, by('ora'));
    expect(await accept('acme', 'mia')).toEqual({ outcome: 'none', role: null });
    expect(logOf('acme').map(({ type }) => type)).toContain('invite-withdrawn');
  });

  it('waits while an edit by hand that lowers is on its way', async () => {
    await invite('acme', 'ora', 'mia', 'viewer');
    await write('users/mia', { role: null, orgs: { acme: { role: 'editor' } } });
    await expect(accept('acme', 'mia')).rejects.toMatchObject({ code: 10 });
  });

  it('gives nothing to a disabled or unreadable membership, and lowers none', async () => {
    await invite('acme', 'ora', 'mia', 'editor');
    for (const fields of [
      { role: 'viewer', disabled: true },
      { role: 'Viewer ' },
      { role: 'editor' },
      { role: 'owner' },
    ]) {
      await write('orgs/acme/members/mia', fields);
      expect(await accept('acme', 'mia')).toMatchObject({ outcome: 'none' });
      expect(member('acme', 'mia')).toEqual(fields);
    }
  });

  it('to another address is none', async () => {
    await person('eve');
    await invite('acme', 'ora', 'mia', 'editor');
    expect(await accept('acme', 'eve')).toEqual({ outcome: 'none', role: null });
    expect(await accept('globex', 'mia')).toEqual({ outcome: 'none', role: 'viewer' });
  });
});

describe('a change by hand', () => {
  const source = (data: Record<string, unknown> | null, version = 1) => ({ data, version });
  const event = (before: object | null, after: object | null, at = now() + 1000) =>
    auditMembershipEvent(project, {
      orgId: 'acme',
      uid: 'mia',
      before: source(before as Record<string, unknown> | null, 1),
      after: source(after as Record<string, unknown> | null, after === null ? 0 : 2),
      authType: 'unknown',
      at,
    });

  it('has one entry, however often its event comes', async () => {
    await person('mia');
    for (const _ of [1, 2]) await event({ role: 'viewer' }, { role: 'editor' });
    expect(logOf('acme')).toMatchObject([
      {
        type: 'token-claims-change',
        uid: 'mia',
        before: { role: 'viewer' },
        after: { role: 'editor' },
        actor: { kind: 'unknown', uid: null },
      },
    ]);
  });

  it.each([
    ['added', null, { role: 'viewer', changeId: 'x/y' }, 'member-added'],
    ['removed', { role: 'viewer' }, null, 'member-removed'],
    ['disabled', { role: 'viewer' }, { role: 'viewer', disabled: true }, 'member-disabled'],
    ['enabled', { role: 'viewer', disabled: true }, { role: 'viewer' }, 'member-enabled'],
  ])('says who was %s', async (_, before, after, type) => {
    await event(before, after);
    expect(logOf('acme')).toMatchObject([{ type }]);
  });

  it('of nothing that decides is none', async () => {
    await event({ role: 'viewer', displayName: 'Mia' }, { role: 'viewer', displayName: 'Maria' });
    expect(logOf('acme')).toEqual([]);
  });

  it('is none of the changes that the door makes', async () => {
    await person('ora');
    await person('mia');
    const revision = () => {
      const stored = memory.documents.get('orgs/acme/members/mia');
      return stored
        ? { data: stored.data, version: versionAt(stored.updateTime) }
        : source(null, 0);
    };
    const edits: MembershipEdit[] = [{ role: 'viewer' }, { role: 'editor' }, { role: null }];
    for (const edit of edits) {
      const before = revision();
      await change('acme', 'mia', edit, OPERATOR);
      const [orgId, uid, authType, at] = ['acme', 'mia', 'service_account', now()] as const;
      const told = { orgId, uid, before, after: revision(), authType, at };
      expect(await auditMembershipEvent(project, told)).toBe(false);
    }
    expect(logOf('acme')).toHaveLength(3);
  });

  it('that takes access away closes the open invite of before', async () => {
    await person('ora', { acme: 'owner' });
    await person('mia');
    await invite('acme', 'ora', 'mia', 'editor');
    await event({ role: 'editor' }, null);
    expect(logOf('acme').map(({ type }) => type)).toContain('invite-withdrawn');
    expect(await accept('acme', 'mia')).toEqual({ outcome: 'none', role: null });
  });

  it.each<[string, object, object | null, number]>([
    ['that was written later', { role: 'editor' }, null, 0],
    ['where it raised a role', { role: 'viewer' }, { role: 'editor' }, Number.MAX_SAFE_INTEGER],
  ])('leaves an invite open %s', async (_, before, after, at) => {
    await person('ora', { acme: 'owner' });
    await person('mia');
    await invite('acme', 'ora', 'mia', 'editor');
    await event(before, after, at);
    expect(await accept('acme', 'mia')).toMatchObject({ outcome: 'taken' });
  });
});
