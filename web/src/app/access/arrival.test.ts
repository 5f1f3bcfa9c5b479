import { describe, expect, it } from 'vitest';
import { followArrival, NO_ARRIVALS, shownAfter, travelTime } from './arrival.ts';

const EDITED = 1_764_000_000_000;
const user = { uid: 'v', email: null, displayName: null, photoURL: null };
const old = { user, role: 'viewer', version: 5, markerVersion: 5, claimsUpdatedAt: 1 };
const settled = { ...old, status: 'fresh' } as const;
const heard = {
  user,
  role: 'viewer',
  status: 'refreshing',
  version: 5,
  markerVersion: EDITED * 1000,
  claimsUpdatedAt: EDITED + 30,
} as const;
const arrived = { ...heard, role: 'editor', status: 'fresh', version: EDITED * 1000 } as const;

describe('a change on its way', () => {
  it('is timed from the edit, by way of the marker, to the token', () => {
    const onItsWay = followArrival(NO_ARRIVALS, settled, heard, EDITED + 50);
    const there = followArrival(onItsWay, heard, arrived, EDITED + 84);
    expect(there.last).toEqual({
      version: EDITED * 1000,
      editedAt: EDITED,
      appliedAt: EDITED + 30,
      heardAt: EDITED + 50,
      shownAt: EDITED + 84,
      arrivedAt: EDITED + 84,
    });
    expect(there.last && travelTime(there.last)).toBe(84);
  });

  it('has the time that the notice says, for a loss too, which shows before the token', () => {
    const lost = { ...heard, role: null };
    const onItsWay = followArrival(NO_ARRIVALS, settled, lost, EDITED + 50);
    const { last } = followArrival(onItsWay, lost, { ...arrived, role: null }, EDITED + 84);
    expect(last).toMatchObject({ shownAt: EDITED + 50, arrivedAt: EDITED + 84 });
    expect(last && travelTime(last)).toBe(shownAfter(settled, lost, EDITED + 50));
  });

  it('counts from the first word of it, not from every snapshot that repeats it', () => {
    const first = followArrival(NO_ARRIVALS, settled, heard, EDITED + 50);
    const again = followArrival(first, heard, { ...heard, status: 'stale' }, EDITED + 70);
    expect(again.heard?.at).toBe(EDITED + 50);
  });

  it('counts too when another tab fetched the token before this one heard of it', () => {
    const { last } = followArrival(NO_ARRIVALS, settled, arrived, EDITED + 60);
    expect(last).toMatchObject({ heardAt: EDITED + 60, arrivedAt: EDITED + 60 });
  });

  it('is not what the page was opened with', () => {
    const loading = { ...arrived, status: 'loading', version: 0, markerVersion: null } as const;
    expect(followArrival(NO_ARRIVALS, loading, arrived, EDITED).last).toBeNull();
  });

  it('stays the last one until the next, and is forgotten with the account', () => {
    const there = followArrival(NO_ARRIVALS, settled, arrived, EDITED + 84);
    expect(followArrival(there, arrived, arrived, EDITED + 900)).toBe(there);
    const gone = { ...arrived, status: 'signed-out', user: null } as const;
    expect(followArrival(there, arrived, gone, EDITED + 900)).toBe(NO_ARRIVALS);
  });

  it('has no time where this device’s clock is behind the server’s', () => {
    expect(travelTime({ editedAt: EDITED, shownAt: EDITED - 5 })).toBeNull();
  });
});

describe('the time until a change shows', () => {
  it('ends with the token for a grant, and with the marker already for a loss', () => {
    expect(shownAfter(heard, arrived, EDITED + 84)).toBe(84);
    expect(shownAfter(settled, heard, EDITED + 50)).toBe(50);
  });

  it('is not known where no edit makes the change, such as at the end of a grant', () => {
    expect(shownAfter(arrived, arrived, EDITED + 84)).toBeNull();
  });
});
