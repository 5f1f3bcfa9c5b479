import { describe, expect, it } from 'vitest';
import { timestampAt } from '../../core/index.ts';
import { appRoles } from '../../testing/app-roles.ts';
import { type Caller, callerOf, requires, type Strength } from './check-access.ts';
import { createGuard } from './guard.ts';
import { SETTINGS_MAX_AGE_MS } from './read-facts.ts';
import { fakeClock, fakeDocuments, PATHS } from './testing/fake-documents.ts';

const SECOND = 1_800_000_000;
const VERSION = 1_700_000_000_000_000;
const at = (seconds: number) => timestampAt(seconds);

const marker = {
  claimsUpdatedAt: at(1_700_000_000),
  version: VERSION,
  role: 'editor',
  status: 'applied',
  problem: null,
};

function scene() {
  const clock = fakeClock(SECOND * 1000);
  const documents = fakeDocuments();
  documents.set(PATHS.marker, marker);
  documents.set(PATHS.user, { role: 'editor' });
  const guard = createGuard(appRoles, documents.read, clock);
  const ask = (strength: Strength, permission: 'posts.read' | 'posts.publish', claims: object) =>
    guard(
      requires(permission, { strength }),
      callerOf({ uid: 'mia', auth_time: SECOND - 10, iat: SECOND - 10, ...claims }) as Caller,
    );
  return { clock, documents, ask };
}
const EDITOR = { role: 'editor', cv: VERSION };
const PUBLISHER = { role: 'admin', cv: VERSION };

describe('what a guard reads', () => {
  it('by token: the switches, and those no more than once in their age', async () => {
    const { clock, documents, ask } = scene();
    expect(await ask('token', 'posts.read', EDITOR)).toBeNull();
    clock.advance(SETTINGS_MAX_AGE_MS);
    expect(await ask('token', 'posts.read', EDITOR)).toBeNull();
    expect(documents.trips).toEqual([[PATHS.settings]]);
    clock.advance(1);
    expect(await ask('token', 'posts.read', EDITOR)).toBeNull();
    expect(documents.trips).toHaveLength(2);
    expect(SETTINGS_MAX_AGE_MS).toBe(5000);
  });

  it('by current and by now: what decides and the switches, in one round trip each time', async () => {
    const { documents, ask } = scene();
    expect(await ask('current', 'posts.read', EDITOR)).toBeNull();
    expect(await ask('now', 'posts.read', EDITOR)).toBeNull();
    expect(await ask('now', 'posts.read', EDITOR)).toBeNull();
    expect(documents.trips).toEqual([
      [PATHS.settings, PATHS.marker],
      [PATHS.settings, PATHS.user],
      [PATHS.settings, PATHS.user],
    ]);
  });

  it.each([
    ['token', [[PATHS.settings], [PATHS.user]]],
    ['current', [[PATHS.settings, PATHS.marker], [PATHS.user]]],
    ['now', [[PATHS.settings, PATHS.user]]],
  ] as const)('in a lockdown by %s: the document, once', async (strength, trips) => {
    const { documents, ask } = scene();
    documents.set(PATHS.settings, { lockdown: true });
    expect(await ask(strength, 'posts.read', EDITOR)).toEqual({ reason: 'locked-down' });
    expect(documents.trips).toEqual(trips);
    documents.set(PATHS.user, { role: 'owner' });
    expect(await ask(strength, 'posts.read', EDITOR)).toBeNull();
  });

  it.each(['token', 'current', 'now'] as const)(
    'in a lockdown by %s: nobody without a document gets in',
    async (strength) => {
      const { documents, ask } = scene();
      documents.set(PATHS.settings, { lockdown: true });
      documents.set(PATHS.user, null);
      const owner = { role: 'owner', cv: VERSION };
      expect(await ask(strength, 'posts.read', owner)).toEqual({ reason: 'locked-down' });
    },
  );

  it('by current without a marker, or with an unreadable one: no way through', async () => {
    const { documents, ask } = scene();
    const map = { sessionsRevokedAt: { ...at(1) } };
    for (const broken of [null, { ...marker, version: '7' }, { ...marker, ...map }]) {
      documents.set(PATHS.marker, broken);
      expect(await ask('current', 'posts.read', EDITOR)).toEqual({ reason: 'not-allowed' });
    }
  });
});

describe('a guard by current', () => {
  it('lets a role of the session through nowhere, also with the version of the marker', async () => {
    const { documents, ask } = scene();
    documents.set(PATHS.marker, { ...marker, expiresAt: null });
    expect(await ask('current', 'posts.publish', PUBLISHER)).toEqual({ reason: 'claims-shadowed' });
    expect(await ask('current', 'posts.read', EDITOR)).toBeNull();
  });

  it('asks a marker of an older release, without an end, for its version alone', async () => {
    const { ask } = scene();
    expect(await ask('current', 'posts.publish', PUBLISHER)).toBeNull();
  });
});

describe('a guard by token', () => {
  it('feels a lockdown when its switches are too old, and no later', async () => {
    const { clock, documents, ask } = scene();
    expect(await ask('token', 'posts.read', EDITOR)).toBeNull();
    documents.set(PATHS.settings, { lockdown: true });
    clock.advance(SETTINGS_MAX_AGE_MS);
    expect(await ask('token', 'posts.read', EDITOR)).toBeNull();
    clock.advance(1);
    expect(await ask('token', 'posts.read', EDITOR)).toEqual({ reason: 'locked-down' });
  });

  it.each(['token', 'current', 'now'] as const)(
    'by %s takes a minimum that a backup left as a map for a lockdown, as the rules do',
    async (strength) => {
      const { documents, ask } = scene();
      documents.set(PATHS.settings, { minimumAuthTime: { ...at(SECOND - 500) } });
      expect(await ask(strength, 'posts.read', EDITOR)).toEqual({ reason: 'locked-down' });
    },
  );

  it('judges kept switches by the time at which they are needed', async () => {
    const { clock, documents, ask } = scene();
    documents.set(PATHS.settings, { minimumAuthTime: at(SECOND + 2) });
    expect(await ask('token', 'posts.read', EDITOR)).toEqual({ reason: 'locked-down' });
    clock.advance(2000);
    expect(await ask('token', 'posts.read', EDITOR)).toEqual({ reason: 'sign-in-too-old' });
    expect(documents.trips.filter(([path]) => path === PATHS.settings)).toHaveLength(1);
  });

  it('asks for a newer token where that may say something else', async () => {
    const { documents, ask } = scene();
    const behind = { role: 'editor', cv: VERSION - 1 };
    expect(await ask('token', 'posts.publish', behind)).toEqual({
      reason: 'token-stale',
      version: VERSION,
    });
    expect(documents.trips).toEqual([[PATHS.settings], [PATHS.marker]]);
  });

  it.each([
    ['level with the marker', VERSION],
    ['ahead of it', VERSION + 1],
  ])('does not ask for one when the token is %s', async (_, cv) => {
    const { ask } = scene();
    expect(await ask('token', 'posts.publish', { role: 'editor', cv })).toEqual({
      reason: 'not-allowed',
    });
  });

  it('does not ask for one when there is no marker', async () => {
    const { documents, ask } = scene();
    documents.set(PATHS.marker, null);
    expect(await ask('token', 'posts.publish', {})).toEqual({ reason: 'not-allowed' });
  });

  it('does not look at the marker for any other refusal, nor for whoever gets through', async () => {
    const { documents, ask } = scene();
    documents.set(PATHS.settings, { minimumAuthTime: at(SECOND) });
    expect(await ask('token', 'posts.publish', { role: 'editor', cv: 1 })).toEqual({
      reason: 'sign-in-too-old',
    });
    expect(documents.trips).toEqual([[PATHS.settings]]);
  });
});

describe.each(['current', 'now'] as const)('a guard by %s', (strength) => {
  it('does not look twice at whoever is not allowed', async () => {
    const { documents, ask } = scene();
    expect(await ask(strength, 'posts.publish', EDITOR)).toEqual({ reason: 'not-allowed' });
    expect(documents.trips).toHaveLength(1);
  });

  it('looks at the time after it has read', async () => {
    const { clock, documents, ask } = scene();
    documents.set(PATHS.user, { role: 'editor', roleExpiresAt: at(SECOND + 1) });
    documents.set(PATHS.marker, { ...marker, expiresAt: SECOND + 1 });
    documents.beforeAnswer(() => clock.advance(1000));
    expect(await ask(strength, 'posts.read', { ...EDITOR, rx: SECOND + 1 })).toEqual({
      reason: 'not-allowed',
    });
  });
});

describe('a guard', () => {
  it('that by now tells an admin’s token from an admin', async () => {
    const { ask } = scene();
    expect(await ask('token', 'posts.publish', PUBLISHER)).toBeNull();
    expect(await ask('now', 'posts.publish', PUBLISHER)).toEqual({ reason: 'not-allowed' });
  });

  it.each(['token', 'current', 'now'] as const)(
    'by %s lets nobody through when it cannot read',
    async (strength) => {
      const { documents, ask } = scene();
      documents.fail(new Error('out of reach'));
      await expect(ask(strength, 'posts.read', EDITOR)).rejects.toThrow('out of reach');
      expect(await ask(strength, 'posts.read', EDITOR)).toBeNull();
    },
  );
});
