import { describe, expect, it } from 'vitest';
import { invitableRoles, timestampAt } from '../../core/index.ts';
import { appRoles } from '../../testing/app-roles.ts';
import { inviteState } from './invites-data.ts';

describe('who may invite to what', () => {
  it('goes by rank: below one’s own, and the top role to every one', () => {
    expect(invitableRoles(appRoles, 'admin')).toEqual(['viewer', 'editor']);
    expect(invitableRoles(appRoles, 'owner')).toEqual(appRoles.ranking);
    for (const role of ['editor', 'viewer', 'toString', null]) {
      expect(invitableRoles(appRoles, role)).toEqual([]);
    }
  });
});

describe('an invite', () => {
  const at = (seconds: number) => timestampAt(seconds);
  const invite = {
    email: 'ada@example.com',
    role: 'editor',
    invitedBy: 'o',
    createdAt: at(1),
    acceptedBy: null,
    reservedFor: null,
  };

  it('is open until its second comes, and then over', () => {
    const open = { ...invite, acceptedAt: null, expiresAt: at(100) };
    expect(inviteState(open, 99_999)).toEqual({ is: 'open', until: 100_000 });
    expect(inviteState(open, 100_000)).toEqual({ is: 'over', since: 100_000 });
    expect(inviteState({ ...open, expiresAt: null }, 100_000)).toEqual({ is: 'open', until: null });
  });

  it('that was accepted stays so, whatever its end', () => {
    const accepted = { ...invite, acceptedAt: at(50), expiresAt: at(100) };
    expect(inviteState(accepted, 200_000)).toEqual({ is: 'accepted', at: 50_000 });
  });
});
