import { describe, expect, it } from 'vitest';
import type { Invite } from '../../core/index.ts';
import { appRoles } from '../../testing/app-roles.ts';
import { OPERATOR } from './invite-document.ts';
import { type Offer, pickOffer, type Taker } from './offers.ts';

const NOW = 1_800_000_000_000;
const at = (millis: number) => ({
  seconds: Math.floor(millis / 1000),
  nanoseconds: (millis % 1000) * 1e6,
});
const NEWCOMER: Taker = { uid: 'mia', standing: null, effective: null, loweredVersion: 0 };

function offer(invite: Partial<Invite> = {}, inviterRole: string | null = 'admin'): Offer {
  const filled: Invite = {
    email: 'mia@example.com',
    role: 'editor',
    invitedBy: 'amir',
    createdAt: at(NOW - 1000),
    expiresAt: at(NOW + 1000),
    acceptedAt: null,
    acceptedBy: null,
    reservedFor: null,
    ...invite,
  };
  return { id: `${filled.role} by ${filled.invitedBy}`, invite: filled, inviterRole };
}

const picked = (offers: readonly Offer[], taker: Partial<Taker> = {}, now = NOW) =>
  pickOffer(appRoles, offers, { ...NEWCOMER, ...taker }, now)?.id ?? null;

describe('an invite', () => {
  it('is over from its very moment on, and never without an end', () => {
    const open = offer({ expiresAt: at(NOW + 250) });
    expect(picked([open], {}, NOW + 249)).toBe(open.id);
    expect(picked([open], {}, NOW + 250)).toBeNull();
    expect(picked([offer({ expiresAt: null })], {}, NOW * 2)).toBe(open.id);
  });

  it('gives nothing when it is older than the last decision against its taker', () => {
    const createdAt = at(NOW - 1000);
    const micros = (NOW - 1000) * 1000;
    expect(picked([offer({ createdAt })], { loweredVersion: micros - 1 })).not.toBeNull();
    expect(picked([offer({ createdAt })], { loweredVersion: micros })).toBeNull();
    expect(picked([offer({ createdAt })], { loweredVersion: micros + 1 })).toBeNull();
  });

  it('is taken once', () => {
    expect(picked([offer({ acceptedAt: at(1) })])).toBeNull();
  });

  it('gives what its inviter could give at this moment, and an operator could give anything', () => {
    expect(picked([offer({ role: 'editor' }, 'admin')])).not.toBeNull();
    for (const role of ['editor', 'viewer', null, 'superuser']) {
      expect(picked([offer({ role: 'editor' }, role)]), String(role)).toBeNull();
    }
    expect(picked([offer({ role: 'owner' }, 'owner')])).not.toBeNull();
    expect(picked([offer({ role: 'owner', invitedBy: OPERATOR }, null)])).not.toBeNull();
    expect(picked([offer({ invitedBy: 'amir' }, null)])).toBeNull();
  });

  it('gives nothing to its own inviter', () => {
    expect(picked([offer({ invitedBy: 'mia' }, 'owner')])).toBeNull();
  });

  it('raises a role, and never keeps or lowers one', () => {
    const [editor] = [offer({ role: 'editor' }, 'owner')];
    expect(picked([editor], { standing: 'viewer', effective: 'viewer' })).not.toBeNull();
    expect(picked([editor], { standing: 'editor', effective: 'editor' })).toBeNull();
    expect(picked([editor], { standing: 'admin', effective: 'admin' })).toBeNull();
  });

  it('does not change a user at or above the inviter’s rank whose role has expired', () => {
    expect(picked([offer()], { standing: 'admin', effective: null })).toBeNull();
    expect(picked([offer()], { standing: 'editor', effective: null })).not.toBeNull();
  });

  it('names a role of the table', () => {
    for (const role of ['superuser', '__proto__', 'Editor', '']) {
      expect(picked([offer({ role, invitedBy: OPERATOR })]), role).toBeNull();
    }
  });
});

it('of several invites the one that gives the most is picked, among those that give something', () => {
  const offers = [
    offer({ role: 'viewer' }),
    offer({ role: 'admin' }, 'owner'),
    offer({ role: 'owner' }, 'admin'),
    offer({ role: 'editor' }),
  ];
  expect(picked(offers)).toBe('admin by amir');
  expect(picked([])).toBeNull();
});
