import { describe, expect, it } from 'vitest';
import { CHECKS, type Check, timestampAt } from '../../core/index.ts';
import { appRoles } from '../../testing/app-roles.ts';
import { type Caller, callerOf, requires } from './check-access.ts';

import { createGuard, memoizeFor, SETTINGS_MAX_AGE_MS, systemClock } from './guard.ts';
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

function scene(lockdownChecks?: readonly Check[]) {
  const clock = fakeClock(SECOND * 1000);
  const documents = fakeDocuments();
  documents.set(PATHS.marker, marker);
  documents.set(PATHS.user, { role: 'editor' });
  const guard = createGuard(appRoles, documents.read, { clock, lockdownChecks });
  const ask = async (check: Check, permission: 'posts.read' | 'posts.publish', claims: object) => {
    const { refusal } = await guard(
      requires(permission, { check }),
      callerOf({ uid: 'mia', auth_time: SECOND - 10, iat: SECOND - 10, ...claims }) as Caller,
    );
    return refusal;
  };
  return { clock, documents, ask };
}
const EDITOR = { role: 'editor', cv: VERSION };
const PUBLISHER = { role: 'admin', cv: VERSION };

describe('what a guard reads', () => {
  it('by the token: the switches, and those no more than once in their age', async () => {
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

  it('by the marker and by the document: what decides and the switches, in one round trip each time', async () => {
    const { documents, ask } = scene();
    expect(await ask('marker', 'posts.read', EDITOR)).toBeNull();
    expect(await ask('document', 'posts.read', EDITOR)).toBeNull();
    expect(await ask('document', 'posts.read', EDITOR)).toBeNull();
    expect(documents.trips).toEqual([
      [PATHS.settings, PATHS.marker],
      [PATHS.settings, PATHS.user],
      [PATHS.settings, PATHS.user],
    ]);
  });

  it.each([
    ['token', [[PATHS.settings], [PATHS.user]]],
    ['marker', [[PATHS.settings, PATHS.marker], [PATHS.user]]],
    ['document', [[PATHS.settings, PATHS.user]]],
  ] as const)('in a lockdown by %s: the document, once', async (check, trips) => {
    const { documents, ask } = scene();
    documents.set(PATHS.settings, { lockdown: true });
    expect(await ask(check, 'posts.read', EDITOR)).toEqual({ reason: 'locked-down' });
    expect(documents.trips).toEqual(trips);
    documents.set(PATHS.user, { role: 'owner' });
    expect(await ask(check, 'posts.read', EDITOR)).toBeNull();
  });

  it.each(['token', 'marker', 'document'] as const)(
    'in a lockdown by %s: an account without a document is refused',
    async (check) => {
      const { documents, ask } = scene();
      documents.set(PATHS.settings, { lockdown: true });
      documents.set(PATHS.user, null);
      const owner = { role: 'owner', cv: VERSION };
      expect(await ask(check, 'posts.read', owner)).toEqual({ reason: 'locked-down' });
    },
  );

  it('by the marker without a marker, or with an unreadable one: no way through', async () => {
    const { documents, ask } = scene();
    const map = { sessionsRevokedAt: { ...at(1) } };
    for (const broken of [null, { ...marker, version: '7' }, { ...marker, ...map }]) {
      documents.set(PATHS.marker, broken);
      expect(await ask('marker', 'posts.read', EDITOR)).toEqual({ reason: 'not-allowed' });
    }
  });
});

describe('a guard that asks for a lockdown at some checks only', () => {
  it('reads nothing by the token, and what decides alone by the others', async () => {
    const { documents, ask } = scene([]);
    documents.set(PATHS.settings, { lockdown: true });
    for (const check of CHECKS) expect(await ask(check, 'posts.read', EDITOR)).toBeNull();
    expect(documents.trips).toEqual([[PATHS.marker], [PATHS.user]]);
  });

  it.each([
    ['token', null],
    ['marker', { reason: 'locked-down' }],
    ['document', { reason: 'locked-down' }],
  ] as const)('as the rules of the demo do: by %s %j', async (check, refusal) => {
    const { documents, ask } = scene(['marker', 'document']);
    documents.set(PATHS.settings, { lockdown: true });
    expect(await ask(check, 'posts.read', EDITOR)).toEqual(refusal);
  });
});

describe('a guard by the marker', () => {
  it('lets a role of the session through nowhere, also with the version of the marker', async () => {
    const { documents, ask } = scene();
    documents.set(PATHS.marker, { ...marker, expiresAt: null });
    expect(await ask('marker', 'posts.publish', PUBLISHER)).toEqual({ reason: 'claims-shadowed' });
    expect(await ask('marker', 'posts.read', EDITOR)).toBeNull();
  });

  it('asks a marker of an older release, without an end, for its version alone', async () => {
    const { ask } = scene();
    expect(await ask('marker', 'posts.publish', PUBLISHER)).toBeNull();
  });
});

describe('a guard by the token', () => {
  it('feels a lockdown when its switches are too old, and no later', async () => {
    const { clock, documents, ask } = scene();
    expect(await ask('token', 'posts.read', EDITOR)).toBeNull();
    documents.set(PATHS.settings, { lockdown: true });
    clock.advance(SETTINGS_MAX_AGE_MS);
    expect(await ask('token', 'posts.read', EDITOR)).toBeNull();
    clock.advance(1);
    expect(await ask('token', 'posts.read', EDITOR)).toEqual({ reason: 'locked-down' });
  });

  it.each(['token', 'marker', 'document'] as const)(
    'by %s takes a minimum that a backup left as a map for a lockdown, as the rules do',
    async (check) => {
      const { documents, ask } = scene();
      documents.set(PATHS.settings, { minimumAuthTime: { ...at(SECOND - 500) } });
      expect(await ask(check, 'posts.read', EDITOR)).toEqual({ reason: 'locked-down' });
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

  it('does not look at the marker for any other refusal, nor for a caller that gets through', async () => {
    const { documents, ask } = scene();
    documents.set(PATHS.settings, { minimumAuthTime: at(SECOND) });
    expect(await ask('token', 'posts.publish', { role: 'editor', cv: 1 })).toEqual({
      reason: 'sign-in-too-old',
    });
    expect(documents.trips).toEqual([[PATHS.settings]]);
  });
});

describe.each(['marker', 'document'] as const)('a guard by %s', (check) => {
  it('does not read twice for a caller that is not allowed', async () => {
    const { documents, ask } = scene();
    expect(await ask(check, 'posts.publish', EDITOR)).toEqual({ reason: 'not-allowed' });
    expect(documents.trips).toHaveLength(1);
  });

  it('looks at the time after it has read', async () => {
    const { clock, documents, ask } = scene();
    documents.set(PATHS.user, { role: 'editor', roleExpiresAt: at(SECOND + 1) });
    documents.set(PATHS.marker, { ...marker, expiresAt: SECOND + 1 });
    documents.beforeAnswer(() => clock.advance(1000));
    expect(await ask(check, 'posts.read', { ...EDITOR, rx: SECOND + 1 })).toEqual({
      reason: 'not-allowed',
    });
  });
});

describe('a guard', () => {
  it('that by the document tells an admin’s token from an admin', async () => {
    const { ask } = scene();
    expect(await ask('token', 'posts.publish', PUBLISHER)).toBeNull();
    expect(await ask('document', 'posts.publish', PUBLISHER)).toEqual({ reason: 'not-allowed' });
  });

  it.each(['token', 'marker', 'document'] as const)(
    'by %s lets no caller through when it cannot read',
    async (check) => {
      const { documents, ask } = scene();
      documents.fail(new Error('out of reach'));
      await expect(ask(check, 'posts.read', EDITOR)).rejects.toThrow('out of reach');
      expect(await ask(check, 'posts.read', EDITOR)).toBeNull();
    },
  );
});

const MAX_AGE = 5000;

function remembering() {
  const clock = fakeClock(1_800_000_000_000);
  const reads: PromiseWithResolvers<number>[] = [];
  const value = memoizeFor(
    MAX_AGE,
    () => {
      const read = Promise.withResolvers<number>();
      reads.push(read);
      return read.promise;
    },
    clock,
  );
  return { clock, reads, value };
}

describe('a value that is remembered', () => {
  it('is read once for all who ask within its age, also while that read is under way', async () => {
    const { clock, reads, value } = remembering();
    const answers = [value(), value()];
    reads[0]?.resolve(1);
    expect(await Promise.all(answers)).toEqual([1, 1]);
    clock.advance(MAX_AGE);
    expect(await value()).toBe(1);
    expect(reads).toHaveLength(1);
  });

  it('is read again a millisecond after its age, which began with the read', async () => {
    const { clock, reads, value } = remembering();
    const first = value();
    clock.advance(MAX_AGE - 1);
    reads[0]?.resolve(1);
    await first;
    clock.advance(2);
    const second = value();
    reads[1]?.resolve(2);
    expect(await second).toBe(2);
  });

  it('is not waited for any longer than its age', () => {
    const { clock, reads, value } = remembering();
    void value();
    clock.advance(MAX_AGE + 1);
    void value();
    expect(reads).toHaveLength(2);
  });

  it('is read again once a read has failed', async () => {
    const { reads, value } = remembering();
    const first = value();
    reads[0]?.reject(new Error('out of reach'));
    await expect(first).rejects.toThrow('out of reach');
    const second = value();
    reads[1]?.resolve(2);
    expect(await second).toBe(2);
  });

  it('is remembered when an older read fails late', async () => {
    const { clock, reads, value } = remembering();
    const first = value();
    clock.advance(MAX_AGE + 1);
    const second = value();
    reads[1]?.resolve(2);
    await second;
    reads[0]?.reject(new Error('out of reach'));
    await expect(first).rejects.toThrow('out of reach');
    expect(await value()).toBe(2);
    expect(reads).toHaveLength(2);
  });
});

describe('the age of a remembered value', () => {
  it.each([
    ['nothing yet', 10, 1000, 0],
    ['both clocks', 17, 1007, 7],
    ['a time of day that was put forward', 17, 6000, 5000],
    ['a time of day that was put back', 17, 400, 600],
    ['a time of day that stands still', 17, 1000, 7],
    ['a running time that stood still while the machine slept', 10, 1900, 900],
  ])('is never too small: %s', async (_, monotonic, wall, age) => {
    let now = { monotonic: 10, wall: 1000 };
    const clock = { monotonic: () => now.monotonic, wall: () => now.wall };
    let reads = 0;
    const [justOld, tooOld] = [age, age - 1].map((maxAgeMs) =>
      memoizeFor(maxAgeMs, async () => ++reads, clock),
    );
    await Promise.all([justOld?.(), tooOld?.()]);
    now = { monotonic, wall };
    await justOld?.();
    expect(reads).toBe(2);
    await tooOld?.();
    expect(reads).toBe(3);
  });

  it('runs on the system’s clocks', () => {
    const [wall, monotonic] = [Date.now(), performance.now()];
    expect(systemClock.wall()).toBeGreaterThanOrEqual(wall);
    expect(systemClock.wall()).toBeLessThanOrEqual(Date.now());
    expect(systemClock.monotonic()).toBeGreaterThanOrEqual(monotonic);
    expect(systemClock.monotonic()).toBeLessThanOrEqual(performance.now());
  });
});
