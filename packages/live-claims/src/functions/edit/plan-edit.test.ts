import { Timestamp } from 'firebase-admin/firestore';
import { describe, expect, it } from 'vitest';
import { type AccessSettings, OPEN_ACCESS, timestampAt } from '../../core/index.ts';
import { appRoles } from '../../testing/app-roles.ts';
import { NEW_ACCOUNT } from '../../testing/memory-backend.ts';
import { callerSince } from '../guards/check-access.ts';
import type { Account } from '../sync/ports.ts';
import type { AccessEdit, By, EditOrder } from './order.ts';
import { hasExpiredGrant, planEdit } from './plan-edit.ts';

type Data = Record<string, unknown> | null;

const NOW = 1_800_000_000_000;
const LATER = NOW + 3_600_000;
const VERSION = NOW * 1000;

interface Situation {
  readonly account?: Account | null;
  readonly actor?: Record<string, unknown>;
  readonly settings?: AccessSettings;
  readonly hasOtherOwner?: boolean;
}

function plan(
  data: Data,
  edit: AccessEdit,
  by: By,
  situation: Situation = {},
  more: Partial<EditOrder> = {},
) {
  const { account = NEW_ACCOUNT, actor, settings = OPEN_ACCESS, hasOtherOwner = false } = situation;
  const scene = { target: { data, version: VERSION }, account, actor, settings };
  const order = { uid: 'mia', edit, by, changeId: 'change-2', now: NOW, ...more };
  return planEdit(appRoles, scene, order, hasOtherOwner);
}

const OPERATOR: By = { kind: 'operator', prepare: true };
const AMIR: By = { kind: 'person', caller: callerSince('amir', NOW / 1000) };
const asOperator = (data: Data, edit: AccessEdit, situation?: Situation) =>
  plan(data, edit, OPERATOR, situation);
const asAdmin = (data: Data, edit: AccessEdit, situation?: Situation, more?: Partial<EditOrder>) =>
  plan(data, edit, AMIR, { actor: { role: 'admin' }, ...situation }, more);

const WRITE = { outcome: 'write' };
const ALREADY_SO = { outcome: 'already-so' };
const LAST_OWNER = { outcome: 'forbidden', reason: 'last-owner' };

describe('an edit of a role', () => {
  it('changes the document, or makes it', () => {
    expect(asOperator({ role: 'viewer' }, { role: 'owner' })).toMatchObject(WRITE);
    expect(asOperator(null, { role: 'owner' })).toMatchObject(WRITE);
  });

  it('is also an edit when only the end changes', () => {
    const limited = { role: 'admin', roleExpiresAt: Timestamp.fromMillis(LATER) };
    expect(asOperator(limited, { role: 'admin' })).toMatchObject(WRITE);
    expect(asOperator({ role: 'admin' }, { role: 'admin', expiresAt: LATER })).toMatchObject(WRITE);
    expect(asOperator(limited, { role: 'admin', expiresAt: LATER })).toEqual(ALREADY_SO);
  });

  it.each<[string, Data, AccessEdit]>([
    ['the same role', { role: 'admin' }, { role: 'admin' }],
    ['no role where there is none', { role: null, roleExpiresAt: null }, { role: null }],
    ['no role where the fields are missing', {}, { role: null }],
    ['no role where there is no document', null, { role: null }],
  ])('is none for %s', (_, data, edit) => {
    expect(asOperator(data, edit)).toEqual(ALREADY_SO);
  });

  it('mends a role and an end that cannot be read', () => {
    const lookalike = { seconds: LATER / 1000, nanoseconds: 0 };
    for (const roleExpiresAt of ['tomorrow', lookalike]) {
      for (const role of ['admin', null]) {
        expect(asOperator({ role: 'Admin ', roleExpiresAt }, { role })).toMatchObject(WRITE);
        expect(asOperator({ role, roleExpiresAt }, { role })).toMatchObject(WRITE);
      }
    }
  });

  it('says in the log what it is first of all: the role, else the lock, else the sessions', () => {
    const typeOf = (data: Data, edit: AccessEdit) => {
      const planned = asOperator(data, edit);
      return planned.outcome === 'write' ? planned.entry.type : planned.outcome;
    };
    const viewer = { role: 'viewer' };
    expect(typeOf(viewer, { role: 'editor', disabled: true })).toBe('token-claims-change');
    expect(typeOf(viewer, { disabled: true, endSessions: true })).toBe('account-disabled');
    expect(typeOf({ ...viewer, disabled: true }, { disabled: false })).toBe('account-enabled');
    expect(typeOf(viewer, { role: 'viewer', endSessions: true })).toBe('session-revoked');
  });

  it('that took effect, although its answer was lost, is not made again', () => {
    expect(asAdmin({ role: 'viewer', changeId: 'change-2' }, { role: 'editor' })).toEqual({
      outcome: 'made-before',
    });
  });

  it('is not made where the document is not what it was decided on', () => {
    const expected = { role: 'viewer', expiresAt: null, disabled: false };
    expect(asAdmin({ role: 'viewer' }, { role: 'editor' }, {}, { expected })).toMatchObject(WRITE);
    expect(asAdmin({ role: null }, { role: 'editor' }, {}, { expected })).toMatchObject({
      outcome: 'changed-meanwhile',
      current: { role: null, expiresAt: null, disabled: false },
    });
    const revision = { data: { role: 'viewer' }, version: VERSION - 1 };
    const moved = plan({ role: 'viewer' }, { role: 'editor' }, OPERATOR, {}, { revision });
    expect(moved).toMatchObject({ outcome: 'changed-meanwhile' });
  });
});

describe('an edit that enables an account', () => {
  it('is one also where Firebase Auth alone has disabled it', () => {
    const account = { ...NEW_ACCOUNT, disabled: true };
    for (const data of [{ role: 'editor' }, { role: 'editor', disabled: false }]) {
      expect(asAdmin(data, { disabled: false }, { account })).toMatchObject({
        outcome: 'write',
        fields: { disabled: false },
        entry: { type: 'account-enabled', uid: 'mia' },
      });
      expect(asAdmin(data, { disabled: false })).toEqual(ALREADY_SO);
    }
  });
});

describe('an edit that could not be applied', () => {
  it.each([
    ['this very moment', NOW],
    ['a second ago', NOW - 1000],
    ['in seconds, where milliseconds are asked for', LATER / 1000],
  ])('is a role whose end was %s', (_, expiresAt) => {
    for (const as of [asOperator, asAdmin]) {
      expect(as({}, { role: 'editor', expiresAt })).toMatchObject({
        outcome: 'cannot-apply',
        problem: { code: 'in-the-past', field: 'roleExpiresAt' },
      });
      expect(as({}, { role: 'editor', expiresAt: NOW + 1 })).toMatchObject(WRITE);
    }
  });

  it('is made all the same when it takes access away', () => {
    for (const odd of [{ disabled: 'no' }, { sessionsRevokedAt: 'now' }, { role: 'Admin ' }]) {
      for (const edit of [{ role: null }, { disabled: true }, { endSessions: true }]) {
        expect(asOperator({ role: 'admin', ...odd }, edit)).toMatchObject(WRITE);
        expect(asAdmin({ role: 'viewer', ...odd }, edit)).toMatchObject(WRITE);
      }
    }
  });

  it.each([
    ['an operator', asOperator],
    ['an admin', asAdmin],
  ])('is refused to %s before it is written', (_, as) => {
    expect(as({ disabled: 'no' }, { role: 'editor' })).toMatchObject({
      outcome: 'cannot-apply',
      problem: { code: 'wrong-type', field: 'disabled' },
    });
    const big = { ...NEW_ACCOUNT, claims: { big: 'x'.repeat(980) } };
    expect(as({}, { role: 'editor' }, { account: big })).toMatchObject({
      outcome: 'cannot-apply',
      problem: { code: 'claims-too-large' },
    });
    const reserved = { ...NEW_ACCOUNT, claims: { iss: 'me' } };
    expect(as({}, { role: 'editor' }, { account: reserved })).toMatchObject({
      outcome: 'cannot-apply',
      problem: { code: 'reserved-claim' },
    });
    expect(as({ role: 'editor ', disabled: true }, { disabled: false })).toMatchObject({
      outcome: 'cannot-apply',
      problem: { field: 'role' },
    });
  });

  it('is not one that waits for its account', () => {
    expect(asOperator(null, { role: 'admin' }, { account: null })).toMatchObject(WRITE);
    const server: By = { kind: 'operator' };
    expect(plan(null, { role: 'admin' }, server, { account: null })).toEqual({
      outcome: 'no-such-person',
    });
  });
});

describe('an edit that lowers access', () => {
  const lowers = (data: Data, edit: AccessEdit, by: By = OPERATOR) => {
    const planned = plan(data, edit, by, { hasOtherOwner: true });
    return planned.outcome === 'write' && planned.lowersAccess;
  };

  it('takes a role away, whatever stood there, gives a lower one, or disables', () => {
    expect(lowers({ role: 'Editor ' }, { role: null })).toBe(true);
    expect(lowers({ role: null }, { role: null, endSessions: true })).toBe(true);
    expect(lowers({ role: 'admin' }, { role: 'editor' })).toBe(true);
    expect(lowers({ role: 'viewer' }, { disabled: true })).toBe(true);
    expect(lowers({ role: 'viewer' }, { role: 'editor' })).toBe(false);
    expect(lowers({ role: 'viewer' }, { endSessions: true })).toBe(false);
  });

  it('is never an invite that is taken, also below an expired role', () => {
    const expired = { role: 'editor', roleExpiresAt: Timestamp.fromMillis(NOW - 1) };
    expect(lowers(expired, { role: 'viewer' }, { kind: 'invite', inviteId: 'i1' })).toBe(false);
  });
});

describe('an edit that mends what stood in the way', () => {
  it('ends the sessions anew where that time cannot be read, and gives a role with it', () => {
    const odd = { role: null, sessionsRevokedAt: 'yesterday' };
    expect(asOperator(odd, { role: 'editor', endSessions: true })).toMatchObject(WRITE);
    expect(asOperator(odd, { role: 'editor' })).toMatchObject({ outcome: 'cannot-apply' });
  });

  it('is judged by this moment: an end of sessions that lay ahead may have passed', () => {
    const past = Timestamp.fromMillis(NOW - 1_000);
    const scene = { role: null, sessionsRevokedAt: past };
    const target = { data: scene, version: (NOW - 60_000) * 1000 };
    const order = { uid: 'mia', edit: { role: 'editor' }, by: OPERATOR, changeId: 'c', now: NOW };
    const settings = OPEN_ACCESS;
    const planned = planEdit(
      appRoles,
      { target, account: NEW_ACCOUNT, actor: undefined, settings },
      order,
      true,
    );
    expect(planned).toMatchObject(WRITE);
  });
});

describe('the last owner without an end', () => {
  it.each<[string, AccessEdit]>([
    ['is not given a lower role', { role: 'admin' }],
    ['does not lose the role', { role: null }],
    ['is not given an end', { role: 'owner', expiresAt: LATER }],
    ['is not disabled', { disabled: true }],
  ])('%s', (_, edit) => {
    const owner = { role: 'owner' };
    expect(asOperator(owner, edit)).toEqual(LAST_OWNER);
    expect(asOperator(owner, edit, { hasOtherOwner: true })).toMatchObject(WRITE);
    expect(asAdmin(owner, edit, { actor: { role: 'owner' } })).toEqual(LAST_OWNER);
  });

  it('is not an owner who is time-bound, disabled or unreadable', () => {
    for (const data of [
      { role: 'owner', roleExpiresAt: Timestamp.fromMillis(LATER) },
      { role: 'owner', disabled: true },
      { role: 'owner ' },
    ]) {
      expect(asOperator(data, { role: null })).toMatchObject(WRITE);
    }
    expect(asOperator({ role: 'owner' }, { endSessions: true })).toMatchObject(WRITE);
  });
});

describe('a signed-in person', () => {
  it('changes by rank, as their document says it', () => {
    expect(asAdmin({ role: 'viewer' }, { role: 'editor' })).toMatchObject(WRITE);
    expect(asAdmin({ role: 'viewer' }, { role: 'admin' })).toEqual({
      outcome: 'forbidden',
      reason: 'rank-too-low',
    });
    const demoted = { actor: { role: 'viewer' } };
    expect(asAdmin({ role: 'viewer' }, { role: 'editor' }, demoted)).toEqual({
      outcome: 'forbidden',
      reason: 'not-allowed',
    });
  });

  it('without the permission does not learn whether there is such a person', () => {
    for (const data of [null, { role: 'viewer' }]) {
      expect(asAdmin(data, { role: 'editor' }, { actor: { role: 'viewer' } })).toEqual({
        outcome: 'forbidden',
        reason: 'not-allowed',
      });
    }
  });

  it('who may not be here changes nothing', () => {
    const lockdown = { settings: { lockdown: true, minimumAuthTime: null } };
    expect(asAdmin({ role: 'viewer' }, { role: 'editor' }, lockdown)).toEqual({
      outcome: 'unauthenticated',
      refusal: { reason: 'locked-down' },
    });
  });

  it('may end their own sessions, whatever their role', () => {
    const own: By = { kind: 'person', caller: callerSince('mia', NOW / 1000) };
    const actor = { role: null };
    expect(plan({ role: null }, { endSessions: true }, own, { actor })).toMatchObject(WRITE);
    expect(plan(null, { endSessions: true }, own)).toMatchObject(WRITE);
    expect(plan({ role: null }, { role: 'owner', endSessions: true }, own, { actor })).toEqual({
      outcome: 'forbidden',
      reason: 'not-allowed',
    });
  });
});

const SECOND = 1_800_000_000;
const at = (seconds: number, nanoseconds = 0) => timestampAt(seconds, nanoseconds);
const due = (document: Record<string, unknown>, now = SECOND * 1000) =>
  hasExpiredGrant(appRoles, document, now);

describe('a grant is over', () => {
  it('from its very second on, in which the checks refuse as well', () => {
    const document = { role: 'editor', roleExpiresAt: at(SECOND, 999) };
    expect(due(document, SECOND * 1000 - 1)).toBe(false);
    expect(due(document)).toBe(true);
  });

  it.each([
    ['for a disabled user', { role: 'editor', disabled: true }],
    ['where only the end is left', { role: null }],
  ])('%s as well', (_, document) => {
    expect(due({ ...document, roleExpiresAt: at(SECOND - 1) })).toBe(true);
  });

  it.each([
    ['a grant without an end', { role: 'editor', roleExpiresAt: null }],
    ['an unreadable role', { role: 'Editor ', roleExpiresAt: at(1) }],
    ['an unreadable end', { role: 'editor', roleExpiresAt: 1 }],
    ['an unreadable `disabled`', { role: 'editor', roleExpiresAt: at(1), disabled: 'no' }],
    ['an empty document', {}],
  ])('never for %s', (_, document) => {
    expect(due(document)).toBe(false);
  });
});
