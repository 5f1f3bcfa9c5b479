import { describe, expect, it } from 'vitest';
import { timestampAt } from '../core/index.ts';
import { at } from '../testing/fake-backend.ts';
import { markerPath } from '../testing/paths.ts';
import { World } from '../testing/world.ts';

describe('a revoked session', () => {
  it('is signed out when all sessions are ended, and the reason stays until the next sign-in', async () => {
    const world = new World();
    await world.signedIn('ada', { role: 'chief', version: 10 });
    world.backend.setMarker('ada', { version: 10, role: 'chief', sessionsRevokedAt: at(1_500) });
    await world.after(3_600_000);
    expect(world.now).toMatchObject({
      status: 'revoked',
      reason: 'session-revoked',
      user: null,
      permissions: [],
    });
    expect(world.tab.currentUid()).toBeNull();
    expect(world.tab.signOuts).toBe(1);

    world.backend.signedInAt('ada', 1_500);
    world.tab.signIn('ada');
    await world.after(100);
    expect(world.now).toMatchObject({ status: 'fresh', reason: null, role: 'chief' });
  });

  it('is one that began before the second of the revoke, not within it', async () => {
    const world = new World();
    world.backend.addAccount('ada', { role: 'reader', version: 10 }, 1_500);
    world.backend.setMarker('ada', {
      version: 10,
      role: 'reader',
      sessionsRevokedAt: timestampAt(1_500, 999_999_999),
    });
    world.tab.signIn('ada');
    await world.after(100);
    expect(world.now.status).toBe('fresh');
  });

  it('does not end the session of a person who has just signed in again', async () => {
    const world = new World();
    await world.signedIn('ada', { role: 'reader', version: 10 });
    world.backend.setMarker('ada', {
      version: 10,
      role: 'reader',
      sessionsRevokedAt: at(1_500),
    });
    world.backend.signedInAt('ada', 1_501);
    world.tab.signIn('ada');
    await world.after(100);
    expect(world.now).toMatchObject({ status: 'fresh', role: 'reader' });
    expect(world.tab.signOuts).toBe(0);
  });

  it('is not ended on the word of the cache: the account may have been enabled since', async () => {
    const world = new World();
    world.backend.addAccount('ada', { role: 'reader', version: 10 });
    world.tab.cachedDocuments.set(markerPath('ada'), {
      claimsUpdatedAt: at(1_000),
      version: 10,
      role: null,
      status: 'applied',
      problem: null,
      disabled: true,
    });
    world.backend.setMarker('ada', { version: 10, role: 'reader' });
    world.tab.signIn('ada');
    await world.after(1);
    expect(world.now).toMatchObject({ status: 'loading', permissions: [] });
    await world.after(100);
    expect(world.now).toMatchObject({ status: 'fresh', permissions: ['read'] });
    expect(world.tab.signOuts).toBe(0);
  });

  it('ends at once for a disabled account, whatever the token says', async () => {
    const world = new World();
    await world.signedIn('ada', { role: 'chief', version: 10 });
    world.backend.setMarker('ada', { version: 20, disabled: true });
    await world.after(1);
    expect(world.now).toMatchObject({ status: 'revoked', reason: 'disabled', permissions: [] });
    await world.after(100);
    expect(world.tab.signOuts).toBe(1);
    expect(world.backend.exchanges).toBe(0);
  });

  it.each([
    ['auth/user-disabled', 'disabled'],
    ['auth/user-not-found', 'deleted'],
    ['auth/invalid-refresh-token', 'deleted'],
    ['auth/user-token-expired', 'session-revoked'],
    ['auth/invalid-user-token', 'session-revoked'],
  ])(
    'ends when a refresh is answered with %s, which the emulator does without signing out',
    async (code, reason) => {
      const world = new World();
      await world.signedIn('ada', { role: 'chief', version: 10 });
      world.backend.refuseExchanges(code);
      world.backend.edit('ada', null, 20);
      await world.after(100);
      expect(world.now).toMatchObject({ status: 'revoked', reason, user: null });
      expect(world.tab.signOuts).toBe(1);
      expect(world.backend.exchanges).toBe(1);
    },
  );

  it('keeps its reason when the SDK has signed out before the refresh reports why', async () => {
    const world = new World();
    await world.signedIn('ada', { role: 'chief', version: 10 });
    world.backend.refuseExchanges('auth/user-disabled');
    world.backend.edit('ada', null, 20);
    await world.after(5);
    await world.tab.signOut();
    await world.after(100);
    expect(world.now).toMatchObject({ status: 'revoked', reason: 'disabled' });
    expect(world.tab.signOuts).toBe(1);
  });

  it.each([
    'auth/quota-exceeded',
    'auth/too-many-requests',
    'auth/network-request-failed',
    'auth/internal-error',
  ])('is never what %s means (firebase-js-sdk #9259)', async (code) => {
    const world = new World();
    await world.signedIn('ada', { role: 'reader', version: 10 });
    world.backend.refuseExchanges(...Array(50).fill(code));
    world.backend.edit('ada', 'chief', 20);
    await world.after(3_600_000);
    expect(world.tab.currentUid()).toBe('ada');
    expect(world.tab.signOuts).toBe(0);
    expect(world.now).toMatchObject({ status: 'fresh', role: 'chief' });
  });

  it('keeps the first reason when a refresh that was under way adds another', async () => {
    const world = new World();
    await world.signedIn('ada', { role: 'chief', version: 10 });
    world.backend.refuseExchanges('auth/user-token-expired');
    world.backend.edit('ada', null, 20);
    await world.after(5);
    world.backend.setMarker('ada', { version: 30, disabled: true });
    await world.after(1_000);
    expect(world.now).toMatchObject({ status: 'revoked', reason: 'disabled' });
    expect(world.tab.signOuts).toBe(1);
  });

  it('says so when signing out fails, and shows no access all the same', async () => {
    const world = new World();
    await world.signedIn('ada', { role: 'chief', version: 10 });
    world.tab.signOutError = new Error('a beforeAuthStateChanged callback refused');
    world.backend.setMarker('ada', { version: 20, disabled: true });
    await world.after(100);
    const before = world.seen.length;
    world.tab.signIn('ada');
    await world.after(100);
    expect(world.now).toMatchObject({
      status: 'revoked',
      permissions: [],
      error: { code: 'sign-out-failed' },
    });
    expect(world.seen).toHaveLength(before);
  });

  it('gives way to the next person’s', async () => {
    const world = new World();
    await world.signedIn('ada', { role: 'chief', version: 10 });
    world.backend.setMarker('ada', { version: 20, disabled: true });
    await world.after(100);
    await world.signedIn('bob', { role: 'reader', version: 10 });
    expect(world.now).toMatchObject({ status: 'fresh', reason: null, user: { uid: 'bob' } });
    await world.tab.signOut();
    await world.after(100);
    expect(world.now).toMatchObject({ status: 'signed-out', reason: null });
  });
});
