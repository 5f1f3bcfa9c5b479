import { describe, expect, it } from 'vitest';
import { timestampAt } from '../../core/index.ts';
import { appRoles } from '../../testing/app-roles.ts';
import { checkChanges } from './bulk-set-roles.ts';

const NOW = 1_000_000;
const at = (ms: number) => timestampAt(ms / 1000);

function codes(
  actor: Record<string, unknown> | undefined,
  user: Record<string, unknown> | undefined,
  change: { uid?: string; role?: string | null; expiresAt?: number } = {},
): readonly string[] {
  const changes = [{ uid: 'ann', role: 'editor', ...change }];
  const acting = { uid: 'boss', user: actor };
  return checkChanges(appRoles, acting, changes, [user], NOW).map(({ code }) => code);
}

describe('checkChanges', () => {
  it('finds nothing against what a single edit would allow', () => {
    expect(codes({ role: 'admin' }, { role: 'viewer' })).toEqual([]);
    expect(codes({ role: 'owner' }, { role: 'owner' }, { role: null })).toEqual([]);
    const limited = { role: 'admin', roleExpiresAt: at(NOW + 1000) };
    expect(codes(limited, {}, { expiresAt: NOW + 1000 })).toEqual([]);
    // An accomplice would give the role back for good.
    expect(codes(limited, {})).toEqual(['beyond-own-end']);
    expect(codes({ role: 'admin' }, {}, { expiresAt: NOW + 1 })).toEqual([]);
  });

  it.each([
    ['a viewer', { role: 'viewer' }],
    ['a user without a document', undefined],
    ['a disabled admin', { role: 'admin', disabled: true }],
    ['an admin whose time is over', { role: 'admin', roleExpiresAt: at(NOW) }],
    ['an unreadable role', { role: ['admin'] }],
  ])('%s may not', (_, actor) => {
    expect(codes(actor, { role: 'viewer' })).toEqual(['not-allowed']);
  });

  it('keeps to ranks, also for a disabled or expired user', () => {
    expect(codes({ role: 'admin' }, { role: 'admin' })).toEqual(['rank-too-low']);
    expect(codes({ role: 'admin' }, { role: 'owner', disabled: true })).toEqual(['rank-too-low']);
    expect(codes({ role: 'admin' }, { role: 'owner', roleExpiresAt: at(0) })).toEqual([
      'rank-too-low',
    ]);
    expect(codes({ role: 'admin' }, {}, { role: 'admin' })).toEqual(['rank-too-low']);
  });

  it('knows who is not there, who asks for themselves, and what is over before it begins', () => {
    expect(codes({ role: 'admin' }, undefined)).toEqual(['no-such-person']);
    expect(codes({ role: 'admin' }, { role: 'admin' }, { uid: 'boss' })).toEqual(['own-role']);
    expect(codes({ role: 'admin' }, {}, { expiresAt: NOW })).toEqual(['in-the-past']);
  });

  it('says which change it is about', () => {
    const changes = ['a', 'b', 'c'].map((uid) => ({ uid, role: 'viewer' }));
    const actor = { uid: 'boss', user: { role: 'admin' } };
    const problems = checkChanges(appRoles, actor, changes, [{}, undefined, {}], NOW);
    expect(problems).toMatchObject([{ index: 1, code: 'no-such-person' }]);
  });
});
