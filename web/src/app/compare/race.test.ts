import { describe, expect, it } from 'vitest';
import { followRace, NO_RACE, noticedAfter, type RaceEvent } from './race.ts';

const run = (...events: readonly RaceEvent[]) => events.reduce(followRace, NO_RACE);
const started = { type: 'started', expiresAt: 99 } as const;
const noticed = (lane: 'listener' | 'polling' | 'refreshing', at: number) =>
  ({ type: 'noticed', lane, at }) as const;

describe('a race', () => {
  it('tells how long after the change each lane noticed, and is over with the last', () => {
    const changed = { type: 'changed', at: 1_000 } as const;
    const two = run(started, changed, noticed('listener', 1_080), noticed('polling', 3_000));
    expect(two.phase).toBe('racing');
    const race = followRace(two, noticed('refreshing', 4_500));
    expect(race.phase).toBe('over');
    expect(noticedAfter(race, 'listener')).toBe(80);
    expect(noticedAfter(race, 'polling')).toBe(2_000);
    expect(noticedAfter(race, 'refreshing')).toBe(3_500);
  });

  it('counts the first notice of a lane only', () => {
    const race = run(started, noticed('polling', 10), noticed('polling', 20));
    expect(race.noticed.polling).toBe(10);
  });

  it('counts from what the server says, once a lane has heard that', () => {
    const pressed = { type: 'changed', at: 100 } as const;
    const committed = { type: 'changed', at: 400 } as const;
    const race = run(started, pressed, committed, noticed('listener', 480));
    expect(noticedAfter(race, 'listener')).toBe(80);
  });

  it('gives no time below nothing', () => {
    const ahead = run(started, { type: 'changed', at: 600 }, noticed('listener', 500));
    expect(noticedAfter(ahead, 'listener')).toBe(0);
  });

  it('ends when the time is up: with what was noticed, or as if it had not been', () => {
    const changed = { type: 'changed', at: 400 } as const;
    const late = run(started, changed, noticed('listener', 500), { type: 'time-up' });
    expect(late.phase).toBe('over');
    expect(noticedAfter(late, 'polling')).toBeNull();
    expect(run(started, { type: 'time-up' })).toEqual(NO_RACE);
  });

  it('hears nothing of lanes once it is stopped', () => {
    const race = run(started, { type: 'stopped' }, noticed('listener', 1), {
      type: 'changed',
      at: 2,
    });
    expect(race).toEqual(NO_RACE);
  });
});
