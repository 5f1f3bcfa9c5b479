import { permissionsOf } from 'live-claims/core';
import type { ClaimsSnapshot, LiveClaims } from 'live-claims/web';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { appRoles } from '../../../../functions/src/live-claims.config.ts';
import { createNotices } from '../notices/notices.ts';
import { watchAccess } from './access-history.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A client of which the test says what it knows. */
function page() {
  const user = { uid: 'v', email: null, displayName: null, photoURL: null };
  const of = (role: string | null, status: ClaimsSnapshot['status'] = 'fresh') =>
    ({
      ...{ user, role, status, permissions: permissionsOf(appRoles, role), expiresAt: null },
      ...{ reason: null, version: 1, markerVersion: 1, claimsUpdatedAt: 1 },
    }) as unknown as ClaimsSnapshot;
  let now = of(null, 'loading');
  let tell = () => {};
  const claims = {
    getSnapshot: () => now,
    subscribe: (listener: () => void) => {
      tell = listener;
      return () => {};
    },
  } as unknown as LiveClaims;
  const notices = createNotices();
  const history = watchAccess(claims, notices);
  const become = (role: string | null) => {
    now = of(role);
    tell();
  };
  return { history, notices, become };
}

it('what a user gets while the page is open is new for a moment, and nothing else is', () => {
  const { history, become } = page();
  become('viewer');
  expect(history.isNew('posts.read')).toBe(false);
  become('editor');
  expect(history.isNew('posts.write')).toBe(true);
  expect(history.isNew('posts.read')).toBe(false);
  vi.advanceTimersByTime(10_000);
  expect(history.isNew('posts.write')).toBe(false);
  become('admin');
  become('viewer');
  expect(history.isNew('people.read')).toBe(false);
});

it('a notice says whether it is of a gain or of a loss', () => {
  const { notices, become } = page();
  become('viewer');
  expect(notices.getSnapshot()).toEqual([]);
  become('editor');
  expect(notices.getSnapshot()).toMatchObject([
    { kind: 'gain', text: 'You are now an editor.', detail: 'New here: “Write a post”.' },
  ]);
  become('viewer');
  expect(notices.getSnapshot()).toMatchObject([{ kind: 'loss' }]);
});
