import { Timestamp } from 'firebase-admin/firestore';
import { describe, expect, it } from 'vitest';
import { spendOne } from './write-invite.ts';

const PER_HOUR = 50;

const NOW = 1_800_000_000_000;
const since = Timestamp.fromMillis(NOW);
const HOUR_MS = 3_600_000;

describe('invites in an hour', () => {
  it('are counted from the first one on', () => {
    expect(spendOne(undefined, NOW, PER_HOUR)).toEqual({ since, count: 1 });
    expect(spendOne({ since, count: 1 }, NOW + 1000, PER_HOUR)).toEqual({ since, count: 2 });
  });

  it('are used up until the hour is over', () => {
    const full = { since, count: PER_HOUR };
    expect(spendOne({ since, count: PER_HOUR - 1 }, NOW, PER_HOUR)).toEqual(full);
    expect(spendOne(full, NOW + HOUR_MS - 1, PER_HOUR)).toBeNull();
    const next = Timestamp.fromMillis(NOW + HOUR_MS);
    expect(spendOne(full, NOW + HOUR_MS, PER_HOUR)).toEqual({ since: next, count: 1 });
  });

  it.each([{ since: 'x', count: 3 }, { since, count: 'x' }, { count: 99 }, null])(
    'start over where the count cannot be read: %j',
    (data) => {
      expect(spendOne(data, NOW, PER_HOUR)).toEqual({ since, count: 1 });
    },
  );
});
