import { Timestamp } from 'firebase-admin/firestore';
import { describe, expect, it } from 'vitest';
import { OPEN_ACCESS } from '../../core/index.ts';
import { appRoles } from '../../testing/app-roles.ts';
import { orgTable } from '../../testing/org-config.ts';
import { callerSince } from '../guards/check-access.ts';
import {
  type MembershipBy,
  type MembershipEdit,
  type MembershipOrder,
  type MembershipScene,
  planMembership,
} from './plan-membership.ts';

type Data = Record<string, unknown> | null;

const NOW = 1_800_000_000_000;
const LATER = NOW + 3_600_000;
const TABLES = { roles: appRoles, orgs: orgTable };

const OPERATOR: MembershipBy = { kind: 'operator' };
const INVITE: MembershipBy = { kind: 'invite', inviteId: 'x1' };
const as = (uid: string): MembershipBy => ({
  kind: 'person',
  caller: callerSince(uid, NOW / 1000),
});

interface Situation extends Partial<MembershipScene> {
  /** The caller's own membership. */
  readonly own?: Record<string, unknown> | undefined;
  readonly user?: Record<string, unknown> | null;
  readonly hasOtherOwner?: boolean;
}

function plan(
  data: Data,
  edit: MembershipEdit,
  by: MembershipBy,
  { own, user = {}, hasOtherOwner = false, ...scene }: Situation = {},
  more: Partial<MembershipOrder> = {},
) {
  const order = { orgId: 'acme', uid: 'mia', edit, by, changeId: 'change-2', now: NOW, ...more };
  const actor = { user: user ?? undefined, member: own };
  return planMembership(
    TABLES,
    {
      member: { data, version: NOW * 1000 },
      actor,
      settings: OPEN_ACCESS,
      hasAccount: true,
      profile: null,
      ...scene,
    },
    order,
    hasOtherOwner,
  );
}

const asOwner = (data: Data, edit: MembershipEdit, situation?: Situation) =>
  plan(data, edit, as('ora'), { own: { role: 'owner' }, ...situation });

const WRITE = { outcome: 'write' };
const forbidden = (reason: string) => ({ outcome: 'forbidden', reason });

describe('a member of higher rank', () => {
  it('changes a role, its end and its lock', () => {
    expect(asOwner({ role: 'viewer' }, { role: 'editor', expiresAt: LATER })).toMatchObject({
      outcome: 'write',
      fields: {
        uid: 'mia',
        role: 'editor',
        roleExpiresAt: Timestamp.fromMillis(LATER),
        updatedBy: 'ora',
        changeId: 'change-2',
      },
      entry: {
        type: 'token-claims-change',
        before: { role: 'viewer', expiresAt: null },
        after: { role: 'editor', expiresAt: LATER / 1000 },
        actor: { kind: 'person', uid: 'ora' },
      },
      lowersAccess: false,
    });
    expect(asOwner({ role: 'viewer' }, { disabled: true })).toMatchObject({
      entry: { type: 'member-disabled', after: { role: 'viewer', disabled: true } },
      lowersAccess: true,
    });
    expect(asOwner({ role: 'viewer', disabled: true }, { disabled: false })).toMatchObject({
      entry: { type: 'member-enabled' },
      lowersAccess: false,
    });
  });

  it('removes the membership with its document', () => {
    expect(asOwner({ role: 'viewer' }, { role: null })).toMatchObject({
      outcome: 'write',
      fields: null,
      entry: { type: 'member-removed', before: { role: 'viewer' }, after: null },
      lowersAccess: true,
    });
  });

  it('adds nobody: members come by invites', () => {
    expect(asOwner(null, { role: 'viewer' })).toEqual({ outcome: 'no-such-member' });
    expect(asOwner(null, { disabled: true })).toEqual({ outcome: 'no-such-member' });
  });
});

describe('refused is', () => {
  // The table of the tests has one managing role; its holder's rank is the highest.
  const managed = {
    ...orgTable,
    permissions: { ...orgTable.permissions, editor: ['members.manage'] },
  };
  const asEditor = (data: Data, edit: MembershipEdit, own: object = {}, uid = 'mia') =>
    planMembership(
      { roles: appRoles, orgs: managed },
      {
        member: { data, version: NOW * 1000 },
        actor: { user: {}, member: { role: 'editor', ...own } },
        settings: OPEN_ACCESS,
        hasAccount: true,
        profile: null,
      },
      { orgId: 'acme', uid, edit, by: as('eve'), changeId: 'change-2', now: NOW },
      true,
    );

  it.each<[string, ReturnType<typeof planMembership>, object]>([
    [
      'a role at one’s own rank',
      asEditor({ role: 'viewer' }, { role: 'editor' }),
      forbidden('rank-too-low'),
    ],
    [
      'a member of one’s own rank',
      asEditor({ role: 'editor' }, { role: null }),
      forbidden('rank-too-low'),
    ],
    [
      'an expired one of a higher rank',
      asEditor({ role: 'owner', roleExpiresAt: Timestamp.fromMillis(1) }, { role: null }),
      forbidden('rank-too-low'),
    ],
    [
      'one’s own role',
      asEditor({ role: 'editor' }, { role: 'viewer' }, {}, 'eve'),
      forbidden('own-role'),
    ],
    [
      'what outlasts one’s own membership',
      asEditor(
        { role: 'viewer' },
        { role: 'viewer' },
        { roleExpiresAt: Timestamp.fromMillis(LATER) },
      ),
      forbidden('beyond-own-end'),
    ],
    [
      'all to one whose membership is over',
      asEditor({ role: 'viewer' }, { role: null }, { roleExpiresAt: Timestamp.fromMillis(NOW) }),
      forbidden('not-allowed'),
    ],
    [
      'all to one whose membership is disabled',
      asEditor({ role: 'viewer' }, { role: null }, { disabled: true }),
      forbidden('not-allowed'),
    ],
    [
      'all to one whose role cannot be read',
      asEditor({ role: 'viewer' }, { role: null }, { role: 'Editor ' }),
      forbidden('not-allowed'),
    ],
  ])('%s', (_, planned, refusal) => {
    expect(planned).toEqual(refusal);
  });

  it('every caller without the permission, before anything is said of the member', () => {
    for (const own of [undefined, { role: 'viewer' }, { role: 'editor' }]) {
      for (const data of [null, { role: 'viewer' }, { role: 'owner' }]) {
        expect(plan(data, { role: 'viewer' }, as('eve'), { own })).toEqual(
          forbidden('not-allowed'),
        );
        expect(plan(data, { disabled: true }, as('eve'), { own })).toEqual(
          forbidden('not-allowed'),
        );
        expect(plan(data, { role: null }, as('eve'), { own })).toEqual(forbidden('not-allowed'));
      }
    }
  });

  it('an owner whose account is disabled, gone, signed out, or in a lockdown', () => {
    const refused = (reason: string) => ({ outcome: 'unauthenticated', refusal: { reason } });
    const remove = (situation: Situation) => asOwner({ role: 'viewer' }, { role: null }, situation);
    expect(remove({ user: { disabled: true } })).toEqual(refused('disabled'));
    expect(remove({ user: { sessionsRevokedAt: Timestamp.fromMillis(NOW) } })).toMatchObject(WRITE);
    expect(remove({ user: { sessionsRevokedAt: Timestamp.fromMillis(NOW + 1000) } })).toEqual(
      refused('session-revoked'),
    );
    expect(remove({ settings: { ...OPEN_ACCESS, lockdown: true } })).toEqual(
      refused('locked-down'),
    );
    expect(remove({ settings: { ...OPEN_ACCESS, minimumAuthTime: NOW / 1000 + 1 } })).toEqual(
      refused('sign-in-too-old'),
    );
    expect(remove({ user: null })).toEqual(forbidden('not-allowed'));
  });
});

describe('a member who leaves', () => {
  it('needs no permission', () => {
    for (const own of [{ role: 'viewer' }, { role: 'editor', disabled: true }, { role: 'x' }]) {
      expect(plan(own, { role: null }, as('mia'), { own })).toMatchObject({
        outcome: 'write',
        fields: null,
        entry: { type: 'member-removed', actor: { uid: 'mia' } },
      });
    }
  });

  it('and is none leaves nothing, whether there is such an organisation or not', () => {
    expect(plan(null, { role: null }, as('mia'))).toEqual({ outcome: 'already-so' });
  });
});

describe('the last permanent owner', () => {
  const owner = { role: 'owner' };
  it.each<[string, MembershipEdit]>([
    ['removed', { role: null }],
    ['demoted', { role: 'editor' }],
    ['given an end', { role: 'owner', expiresAt: LATER }],
    ['disabled', { disabled: true }],
  ])('is not %s, by anyone', (_, edit) => {
    for (const by of [OPERATOR, as('ora')]) {
      const situation = { own: owner };
      expect(plan(owner, edit, by, situation)).toEqual(forbidden('last-owner'));
      expect(plan(owner, edit, by, { ...situation, hasOtherOwner: true })).toMatchObject(WRITE);
    }
  });

  it('does not leave', () => {
    expect(plan(owner, { role: null }, as('mia'), { own: owner })).toEqual(forbidden('last-owner'));
  });

  it('is not one whose role ends', () => {
    const limited = { role: 'owner', roleExpiresAt: Timestamp.fromMillis(LATER) };
    expect(plan(limited, { role: null }, OPERATOR)).toMatchObject(WRITE);
  });
});

describe('an operator', () => {
  it('makes the first owner, for an account that there is', () => {
    expect(plan(null, { role: 'owner' }, OPERATOR)).toMatchObject({
      outcome: 'write',
      fields: { uid: 'mia', role: 'owner', roleExpiresAt: null, disabled: false, updatedBy: null },
      entry: { type: 'member-added', before: null, actor: { kind: 'service', uid: null } },
    });
    expect(plan(null, { role: 'owner' }, OPERATOR, { hasAccount: false })).toEqual({
      outcome: 'no-such-person',
    });
    expect(plan(null, { disabled: true }, OPERATOR)).toEqual({ outcome: 'no-such-member' });
  });

  it('says of the member what the app’s documents say of people, and nothing else', () => {
    const profile = { displayName: 'Mia', email: 'mia@example.com' };
    expect(plan(null, { role: 'owner' }, OPERATOR, { profile })).toMatchObject({
      fields: profile,
      entry: { name: 'Mia', email: 'mia@example.com' },
    });
    const bare = plan(null, { role: 'owner' }, OPERATOR);
    expect(Object.keys(('fields' in bare && bare.fields) || {}).sort()).toEqual([
      'changeId',
      'createdAt',
      'disabled',
      'role',
      'roleExpiresAt',
      'uid',
      'updatedAt',
      'updatedBy',
    ]);
  });

  it('gives no role that is over, or that nobody can read', () => {
    expect(plan({}, { role: 'editor', expiresAt: NOW }, OPERATOR)).toMatchObject({
      outcome: 'cannot-apply',
      problem: { code: 'in-the-past' },
    });
    expect(plan({}, { role: 'Editor' }, OPERATOR)).toMatchObject({
      outcome: 'cannot-apply',
      problem: { code: 'unknown-role' },
    });
    expect(plan({ role: 'Editor ' }, { role: null }, OPERATOR)).toMatchObject(WRITE);
  });
});

describe('a change', () => {
  it('of nothing is none', () => {
    expect(asOwner({ role: 'viewer' }, { role: 'viewer' })).toEqual({ outcome: 'already-so' });
    expect(asOwner({ role: 'viewer' }, { disabled: false })).toEqual({ outcome: 'already-so' });
    expect(plan(null, { role: null }, OPERATOR)).toEqual({ outcome: 'already-so' });
    // A document that grants nothing is a membership all the same, and goes.
    expect(plan({ role: null }, { role: null }, OPERATOR)).toMatchObject(WRITE);
  });

  it('that took effect, although its answer was lost, is not made again', () => {
    expect(asOwner({ role: 'viewer', changeId: 'change-2' }, { role: 'editor' })).toEqual({
      outcome: 'made-before',
    });
  });

  it('is not made where another one came first', () => {
    const expected = { role: 'viewer', expiresAt: null, disabled: false };
    const of = (data: Data) => plan(data, { role: 'editor' }, OPERATOR, {}, { expected });
    expect(of({ role: 'viewer' })).toMatchObject(WRITE);
    expect(of({ role: 'owner', updatedBy: 'ora' })).toMatchObject({
      outcome: 'changed-meanwhile',
      current: { role: 'owner' },
      changedBy: 'ora',
    });
    expect(of(null)).toMatchObject({ outcome: 'changed-meanwhile', current: { role: null } });
  });

  it('by an invite names it, and takes nothing away', () => {
    const accepted = plan(null, { role: 'editor', expiresAt: null }, INVITE);
    expect(accepted).toMatchObject({
      fields: { updatedBy: 'mia' },
      entry: {
        type: 'invite-accepted',
        actor: { kind: 'person', uid: 'mia' },
        reason: 'Invite x1',
      },
      lowersAccess: false,
    });
  });
});
