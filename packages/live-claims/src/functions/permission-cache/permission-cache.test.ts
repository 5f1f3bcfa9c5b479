import { describe, expect, it, vi } from 'vitest';
import { timestampAt } from '../../core/index.ts';
import { appRoles } from '../../testing/app-roles.ts';
import { fakeClock } from '../guards/testing/fake-documents.ts';
import type { PersonListener } from './people.ts';
import { createPermissionCache } from './permission-cache.ts';
import { fakePeople } from './testing/fake-people.ts';

const LIFETIME = 1000;
const SECOND = 1_800_000_000;

function scene({ maxPeople = 10, lifetimeMs = LIFETIME } = {}) {
  const clock = fakeClock(SECOND * 1000);
  const people = fakePeople();
  const cache = createPermissionCache({ roles: appRoles, people, lifetimeMs, maxPeople, clock });
  const mayWrite = (uid = 'mia') => cache.can(uid, 'posts.write');
  /** Asks about somebody who has to be read for it. */
  const readAndAsk = async (uid = 'mia') => {
    const before = people.begun;
    const answer = mayWrite(uid);
    expect(people.begun).toBe(before + 1);
    people.answer();
    return answer;
  };
  people.write('mia', { role: 'editor' });
  return { clock, people, cache, mayWrite, readAndAsk };
}

describe('a permission', () => {
  it.each([
    ['of the role', { role: 'editor' }, true],
    ['of a role above it', { role: 'owner' }, true],
    ['of a role below it', { role: 'viewer' }, false],
    ['of a disabled person', { role: 'editor', disabled: true }, false],
    ['of a value that is no role', { role: ['editor'] }, false],
    ['of nobody', null, false],
  ])('%s', async (_, fields, expected) => {
    const { people, readAndAsk } = scene();
    people.write('mia', fields);
    expect(await readAndAsk()).toBe(expected);
  });

  it('ends with its grant, also from memory', async () => {
    const { clock, people, mayWrite, readAndAsk } = scene();
    people.write('mia', {
      role: 'editor',
      roleExpiresAt: timestampAt(SECOND + 1),
    });
    expect(await readAndAsk()).toBe(true);
    clock.advance(999);
    expect(await mayWrite()).toBe(true);
    clock.advance(1);
    expect(await mayWrite()).toBe(false);
    expect(people.begun).toBe(1);
  });
});

describe('memory', () => {
  it('answers as long as the lifetime, which began with the read', async () => {
    const { clock, people, mayWrite, readAndAsk } = scene();
    const first = mayWrite();
    clock.advance(400);
    people.answer();
    expect(await first).toBe(true);
    clock.advance(600);
    expect(await mayWrite()).toBe(true);
    clock.advance(1);
    expect(await readAndAsk()).toBe(true);
    expect(people.begun).toBe(2);
  });

  it('is one read for all who ask while it is under way', async () => {
    const { people, mayWrite } = scene();
    const answers = [mayWrite(), mayWrite()];
    people.answer();
    expect(await Promise.all(answers)).toEqual([true, true]);
    expect(people.begun).toBe(1);
  });

  it('keeps its listener when it reads again', async () => {
    const { clock, people, readAndAsk } = scene();
    await readAndAsk();
    clock.advance(LIFETIME + 1);
    await readAndAsk();
    expect(people.listening).toHaveLength(1);
    people.write('mia', { role: null });
    people.tellAll();
    expect(await readAndAsk()).toBe(false);
  });

  it('keeps nothing of a read that failed, and tells who asked', async () => {
    const { people, mayWrite, readAndAsk } = scene();
    const first = mayWrite();
    people.fail(new Error('out of reach'));
    await expect(first).rejects.toThrow('out of reach');
    expect(await readAndAsk()).toBe(true);
  });

  it('keeps nothing of a read that failed after the listener had spoken', async () => {
    const { people, mayWrite, readAndAsk } = scene();
    const first = mayWrite();
    people.tellAll();
    people.fail(new Error('out of reach'));
    await expect(first).rejects.toThrow('out of reach');
    expect(await readAndAsk()).toBe(true);
    expect(await mayWrite()).toBe(true);
    expect(people.begun).toBe(2);
  });

  it('lasts a minute unless told otherwise, for a thousand people', async () => {
    const clock = fakeClock(0);
    const people = fakePeople();
    const cache = createPermissionCache({ roles: appRoles, people, clock });
    const ask = async (uid: string) => {
      const answer = cache.can(uid, 'posts.read');
      people.answer();
      await answer;
    };
    await ask('0');
    clock.advance(60_000);
    await ask('0');
    expect(people.begun).toBe(1);
    clock.advance(1);
    await ask('0');
    expect(people.begun).toBe(2);
    for (let person = 1; person <= 1000; person += 1) await ask(String(person));
    expect(people.listening).toHaveLength(1000);
  });

  it('runs on the system’s clocks unless told otherwise', async () => {
    const people = fakePeople();
    const cache = createPermissionCache({ roles: appRoles, people });
    people.write('mia', { role: 'editor', roleExpiresAt: timestampAt(1) });
    const answer = cache.can('mia', 'posts.read');
    people.answer();
    expect(await answer).toBe(false);
  });
});

describe('the listener', () => {
  it('takes a revoked permission out of memory', async () => {
    const { people, mayWrite, readAndAsk } = scene();
    await readAndAsk();
    people.tellAll();
    people.write('mia', { role: 'viewer' });
    expect(await mayWrite()).toBe(true);
    people.tellAll();
    expect(await readAndAsk()).toBe(false);
  });

  it('leaves in memory what it finds there itself', async () => {
    const { people, mayWrite, readAndAsk } = scene();
    await readAndAsk();
    people.tellAll();
    expect(await mayWrite()).toBe(true);
    expect(people.begun).toBe(1);
  });

  it('may be there before the read', async () => {
    const { people, mayWrite } = scene();
    const first = mayWrite();
    people.tellAll();
    people.answer();
    expect(await first).toBe(true);
    expect(await mayWrite()).toBe(true);
    expect(people.begun).toBe(1);
  });

  it('keeps a read that it overtook out of memory', async () => {
    const { people, mayWrite, readAndAsk } = scene();
    const first = mayWrite();
    people.look();
    people.write('mia', { role: 'viewer' });
    people.tellAll();
    people.answer();
    expect(await first).toBe(true);
    expect(await readAndAsk()).toBe(false);
  });

  it('keeps everybody from joining a read that it may have overtaken', async () => {
    const { people, mayWrite } = scene();
    const first = mayWrite();
    people.look();
    people.write('mia', { role: 'viewer' });
    people.tellAll();
    const second = mayWrite();
    expect(people.begun).toBe(2);
    people.answer(1);
    expect(await second).toBe(false);
    people.answer();
    expect(await first).toBe(true);
    expect(await mayWrite()).toBe(false);
    expect(people.begun).toBe(2);
  });

  it('ends the memory when it dies', async () => {
    const { people, readAndAsk } = scene();
    await readAndAsk();
    people.kill();
    people.write('mia', { role: 'viewer' });
    expect(await readAndAsk()).toBe(false);
    expect(people.listening).toHaveLength(1);
  });

  it('that dies late takes nothing from the memory that came after it', async () => {
    const { people, mayWrite, readAndAsk } = scene({ maxPeople: 1 });
    const watched: PersonListener[] = [];
    const { watch } = people;
    vi.spyOn(people, 'watch').mockImplementation((uid, listener) => {
      watched.push(listener);
      return watch(uid, listener);
    });
    await readAndAsk('mia');
    await readAndAsk('ben');
    await readAndAsk('mia');
    watched[0]?.onDead();
    watched[0]?.onRevision('another');
    expect(await mayWrite('mia')).toBe(true);
    expect(people.begun).toBe(3);
  });

  it('that dies as it is called leaves no memory, and is given back', async () => {
    const { people, readAndAsk } = scene();
    const stop = vi.fn();
    vi.spyOn(people, 'watch').mockImplementation((_uid, { onDead }) => {
      onDead();
      return stop;
    });
    expect(await readAndAsk()).toBe(true);
    expect(stop).toHaveBeenCalledOnce();
    people.write('mia', { role: null });
    expect(await readAndAsk()).toBe(false);
  });
});

describe('the bound', () => {
  it('holds for a read that takes too long: it is no answer', async () => {
    const { clock, people, mayWrite, readAndAsk } = scene();
    const slow = mayWrite();
    people.look();
    people.write('mia', { role: 'viewer' });
    clock.advance(LIFETIME + 1);
    people.answer();
    await expect(slow).rejects.toMatchObject({
      name: 'PermissionCacheError',
      code: 'too-slow',
      message: expect.stringMatching(/\.$/),
    });
    expect(await readAndAsk()).toBe(false);
  });

  it('holds for a read that takes just as long as it may', async () => {
    const { clock, people, mayWrite } = scene();
    const slow = mayWrite();
    clock.advance(LIFETIME);
    people.answer();
    expect(await slow).toBe(true);
  });

  it('holds for whoever comes while a read takes too long: they do not wait for it', async () => {
    const { clock, people, mayWrite } = scene();
    const slow = mayWrite();
    people.look();
    clock.advance(LIFETIME);
    const joined = mayWrite();
    expect(people.begun).toBe(1);
    clock.advance(1);
    people.write('mia', { role: 'viewer' });
    const next = mayWrite();
    expect(people.begun).toBe(2);
    people.answer(1);
    expect(await next).toBe(false);
    people.answer();
    await expect(slow).rejects.toMatchObject({ code: 'too-slow' });
    await expect(joined).rejects.toMatchObject({ code: 'too-slow' });
    expect(await mayWrite()).toBe(false);
  });

  it.each([LIFETIME + 1, -LIFETIME - 1])(
    'holds when the time of day jumps by %i ms',
    async (jump) => {
      const { clock, people, readAndAsk } = scene();
      await readAndAsk();
      people.write('mia', { role: 'viewer' });
      clock.setWall(clock.wall() + jump);
      expect(await readAndAsk()).toBe(false);
    },
  );
});

describe('listeners', () => {
  const names = (people: ReturnType<typeof fakePeople>) => people.listening.map(({ uid }) => uid);

  it('are as many as people are remembered, and go with who was asked about longest ago', async () => {
    const { people, mayWrite, readAndAsk } = scene({ maxPeople: 2 });
    await readAndAsk('mia');
    await readAndAsk('ben');
    await mayWrite('mia');
    await readAndAsk('zoe');
    expect(names(people)).toEqual(['mia', 'zoe']);
    await readAndAsk('ben');
    expect(names(people)).toEqual(['zoe', 'ben']);
  });

  it('of people who were not asked about for a lifetime are given back at the next read', async () => {
    const { clock, people, mayWrite, readAndAsk } = scene();
    await readAndAsk('mia');
    await readAndAsk('ben');
    clock.advance(LIFETIME / 2);
    await readAndAsk('zoe');
    await mayWrite('mia');
    clock.advance(LIFETIME / 2);
    await readAndAsk('eve');
    expect(names(people)).toEqual(['mia', 'ben', 'zoe', 'eve']);
    clock.advance(1);
    await readAndAsk('kim');
    // Mia was asked about after Zoe, so she is looked at after her.
    expect(names(people)).toEqual(['mia', 'zoe', 'eve', 'kim']);
    clock.advance(LIFETIME / 2);
    await readAndAsk('kim2');
    expect(names(people)).toEqual(['eve', 'kim', 'kim2']);
  });

  it('are kept while somebody waits for a read', async () => {
    const { clock, people, mayWrite, readAndAsk } = scene();
    const waiting = mayWrite('mia');
    clock.advance(LIFETIME + 1);
    const other = mayWrite('ben');
    people.answer(1);
    await other;
    expect(names(people)).toEqual(['mia', 'ben']);
    people.answer();
    await expect(waiting).rejects.toMatchObject({ code: 'too-slow' });
    await readAndAsk('zoe');
    expect(names(people)).toEqual(['ben', 'zoe']);
  });

  it('are all given back in the end, also when a read is under way', async () => {
    const { people, cache, mayWrite, readAndAsk } = scene();
    await readAndAsk('mia');
    const waiting = mayWrite('ben');
    cache.close();
    expect(people.listening).toEqual([]);
    people.answer();
    const closed = {
      name: 'PermissionCacheError',
      code: 'closed',
      message: expect.stringMatching(/\.$/),
    };
    await expect(waiting).rejects.toMatchObject(closed);
    await expect(mayWrite('mia')).rejects.toMatchObject(closed);
    expect(people.begun).toBe(2);
    expect(people.listening).toEqual([]);
  });
});
