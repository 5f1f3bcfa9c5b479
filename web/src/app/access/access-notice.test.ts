import { permissionsOf } from 'live-claims/core';
import { describe, expect, it } from 'vitest';
import { appRoles } from '../../../../functions/src/live-claims.config.ts';
import { accessNotice, gained, type Seen } from './access-notice.ts';

const NOW = Date.UTC(2026, 10, 24, 12);

function seen(change: Partial<Seen>): Seen {
  const user = { uid: 'v', email: null, displayName: null, photoURL: null };
  const role = change.role === undefined ? 'viewer' : change.role;
  const permissions = permissionsOf(appRoles, role);
  return { status: 'fresh', user, role, permissions, expiresAt: null, reason: null, ...change };
}

const text = (before: Partial<Seen>, after: Partial<Seen>) =>
  accessNotice(seen(before), seen(after), NOW)?.text;

describe('the notice about a change of access', () => {
  it('says what one has become', () => {
    expect(text({ role: 'viewer' }, { role: 'editor' })).toBe('You are now an editor.');
    expect(text({ role: null }, { role: 'viewer' })).toBe('You are now a viewer.');
  });

  it('also says what one is no longer', () => {
    expect(text({ role: 'admin' }, { role: 'viewer' })).toBe(
      'You are no longer an admin. You are now a viewer.',
    );
  });

  it('says it when everything is taken away', () => {
    expect(text({ role: 'admin' }, { role: null })).toBe('Your access was removed.');
  });

  it('does not call the end of a time-bound role a removal', () => {
    const before = { role: 'editor', expiresAt: NOW - 1 };
    expect(text(before, { role: null })).toBe('Your time as an editor has ended.');
    expect(text({ ...before, expiresAt: NOW + 60_000 }, { role: null })).toBe(
      'Your access was removed.',
    );
  });

  it('says until when', () => {
    const after = seen({ role: 'editor', expiresAt: NOW });
    expect(accessNotice(seen({}), after, NOW)?.detail).toMatch(/^Until 24 Nov 2026.*\. New here: /);
    expect(text({ role: 'editor', expiresAt: NOW }, { role: 'editor' })).toMatch(/without an end/);
  });

  it('says where on the page what is new is', () => {
    const detail = (before: string | null, role: string) =>
      accessNotice(seen({ role: before }), seen({ role }), NOW)?.detail;
    expect(detail('viewer', 'editor')).toBe('New here: “Write a post”.');
    expect(detail('editor', 'admin')).toBe(
      'New here: “Publish”, People, “Change role”, Audit log.',
    );
    expect(detail('admin', 'editor')).toBeUndefined();
    expect(gained(seen({ status: 'loading', role: null }), seen({ role: 'owner' }))).toEqual([]);
  });

  it('is of a gain or of a loss, which stays longer', () => {
    const kind = (before: Partial<Seen>, after: Partial<Seen>) =>
      accessNotice(seen(before), seen(after), NOW)?.kind;
    expect(kind({ role: null }, { role: 'viewer' })).toBe('gain');
    expect(kind({ role: 'admin' }, { role: 'editor' })).toBe('loss');
    expect(kind({ role: 'admin' }, { role: null })).toBe('loss');
    expect(kind({ expiresAt: NOW + 1 }, { expiresAt: NOW + 2 })).toBe('gain');
    expect(kind({ expiresAt: null }, { expiresAt: NOW + 2 })).toBe('loss');
    expect(kind({}, { status: 'revoked', user: null, reason: 'disabled' })).toBe('signed-out');
  });

  it('is told while the new token is still on its way', () => {
    expect(text({ role: 'admin' }, { role: 'viewer', status: 'refreshing' })).toMatch(/no longer/);
  });

  it.each([
    ['session-revoked', /sessions were ended/],
    ['sign-in-too-old', /all users have to sign in again/],
    ['disabled', /account was disabled/],
    ['deleted', /account was deleted/],
  ] as const)('says why one was signed out: %s', (reason, words) => {
    const after = { status: 'revoked', user: null, role: null, reason } as const;
    expect(text({}, after)).toMatch(/^You were signed out because/);
    expect(text({}, after)).toMatch(words);
    expect(text(after, after)).toBeUndefined();
  });

  it('is not given for the access at sign-in, for one’s own sign-out, or for another account', () => {
    const other = { uid: 'x', email: null, displayName: null, photoURL: null };
    expect(text({ status: 'loading', role: null }, { role: 'editor' })).toBeUndefined();
    expect(text({}, { status: 'signed-out', user: null, role: null })).toBeUndefined();
    expect(text({ role: 'viewer' }, { user: other, role: 'admin' })).toBeUndefined();
    expect(text({}, {})).toBeUndefined();
  });
});
