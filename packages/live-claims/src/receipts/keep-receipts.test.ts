import { beforeEach, describe, expect, it, vi } from 'vitest';
import { MAX_SESSIONS } from '../core/receipts.ts';
import type { ClaimsSnapshot } from '../web/types.ts';
import { keepReceipts, type ReceiptEnvironment, type ReceiptStorage } from './keep-receipts.ts';
import type { OccupiedPlace, OwnReceipt, ReceiptPort, TakenMarker } from './receipt-port.ts';

const HOUR = 3_600_000;
const UID = 'victor';

let now = 1_800_000_000_000;
/** The documents of the person, as the server has them. */
let documents: Map<string, OwnReceipt & { readonly lastSeenAt: number }>;
/** Every request that costs something, in order. */
let requests: string[];
let refused: (place: string) => boolean;
let marker: TakenMarker;

beforeEach(() => {
  now = 1_800_000_000_000;
  documents = new Map();
  requests = [];
  refused = () => false;
  marker = { version: 7, claimsUpdatedAt: 700 };
});

const refusal = () => Object.assign(new Error('refused'), { code: 'permission-denied' });

/** One tab: its port, its client, and what stops it. */
function openTab(storage: ReceiptStorage, rest: Partial<ReceiptEnvironment> = {}) {
  let beforeSignOut: ((uid: string) => Promise<void>) | undefined;
  const listeners = new Set<() => void>();
  const document = new EventTarget() as EventTarget & { visibilityState: 'visible' | 'hidden' };
  document.visibilityState = 'visible';
  let snapshot = { status: 'loading', user: null } as ClaimsSnapshot;
  const port: ReceiptPort = {
    name: 'demo',
    async list() {
      requests.push('list');
      return [...documents].map(
        ([place, { session, lastSeenAt, signedOut }]): OccupiedPlace => ({
          place,
          session,
          lastSeenAt,
          signedOut,
        }),
      );
    },
    async take(_, place, receipt, mustExist) {
      requests.push(`take ${receipt.version}`);
      if (refused(place) || (mustExist && !documents.has(place))) throw refusal();
      documents.set(place, { ...receipt, lastSeenAt: now });
    },
    async seen(_, place, signedOut) {
      requests.push(signedOut ? 'signed out' : 'seen');
      const before = documents.get(place);
      if (refused(place) || before === undefined) throw refusal();
      documents.set(place, { ...before, signedOut, lastSeenAt: now });
    },
    async readMarker() {
      requests.push('marker');
      return marker;
    },
    beforeSignOut(callback) {
      beforeSignOut = callback;
      return () => {
        beforeSignOut = undefined;
      };
    },
  };
  const warn = vi.fn<ReceiptEnvironment['warn']>();
  const say = (next: Partial<ClaimsSnapshot>) => {
    snapshot = { ...snapshot, ...next };
    for (const listener of listeners) listener();
  };
  const stop = keepReceipts(
    port,
    {
      subscribe(listener) {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
      getSnapshot: () => snapshot,
    },
    {
      device: 'Firefox on Linux',
      storage,
      locks: null,
      document: document as unknown as Document,
      now: () => now,
      newSession: () => `session-${Math.random()}`,
      warn,
      ...rest,
    },
  );
  const user = { uid: UID, email: null, displayName: null, photoURL: null };
  return {
    warn,
    say,
    stop,
    document,
    isSubscribed: () => listeners.size > 0,
    /** The client has this version. */
    takes: (version: number, uid = UID) =>
      say({
        status: 'fresh',
        user: { ...user, uid },
        version,
        markerVersion: version,
        claimsUpdatedAt: version * 100,
      }),
    /** The client has heard that the session is over. */
    revoked: (reason: ClaimsSnapshot['reason'] = 'session-revoked') =>
      say({ status: 'revoked', user: null, markerVersion: null, reason }),
    signsOut: async (uid = UID) => beforeSignOut?.(uid),
  };
}

function memory(): ReceiptStorage & { readonly values: Map<string, string> } {
  const values = new Map<string, string>();
  return {
    values,
    getItem: (key) => values.get(key) ?? null,
    setItem: (key, value) => values.set(key, value),
  };
}

/** Locks as a browser's tabs share them: one after the other. */
function sharedLocks(): Pick<LockManager, 'request'> {
  let last: Promise<unknown> = Promise.resolve();
  return {
    request: ((_: string, __: LockOptions, run: LockGrantedCallback<unknown>) => {
      last = last.catch(() => {}).then(() => run(null));
      return last;
    }) as LockManager['request'],
  };
}

const settled = () => vi.waitFor(() => new Promise<void>((resolve) => setTimeout(resolve)));
const only = () => {
  expect(documents.size).toBe(1);
  return [...documents.values()][0];
};

describe('a change', () => {
  it('is written once, with when it was made, however often the snapshot changes', async () => {
    const tab = openTab(memory());
    tab.takes(6);
    await settled();
    tab.takes(7);
    tab.say({ lockedDown: true });
    tab.say({ status: 'refreshing' });
    tab.say({ status: 'fresh' });
    await settled();
    expect(requests).toEqual(['list', 'take 6', 'take 7']);
    expect(only()).toMatchObject({ version: 7, claimsUpdatedAt: 700, signedOut: false });
  });

  it('is not written before the token has it', async () => {
    const tab = openTab(memory());
    tab.takes(6);
    await settled();
    tab.say({ status: 'refreshing', markerVersion: 7 });
    tab.say({ status: 'stale', markerVersion: 7 });
    await settled();
    expect(only()).toMatchObject({ version: 6 });
  });

  it('has no time where the page was opened after it', async () => {
    openTab(memory()).takes(7);
    await settled();
    expect(only()).toMatchObject({ version: 7, claimsUpdatedAt: null });
  });

  it('is written by one of several tabs', async () => {
    const storage = memory();
    const locks = sharedLocks();
    const tabs = [openTab(storage, { locks }), openTab(storage, { locks })];
    for (const version of [6, 7]) {
      for (const tab of tabs) tab.takes(version);
      await settled();
    }
    expect(requests).toEqual(['list', 'take 6', 'take 7']);
    expect(documents.size).toBe(1);
  });

  it('is written by the tab itself where there is no lock to be had', async () => {
    const locks = { request: () => Promise.reject(new DOMException('', 'AbortError')) };
    openTab(memory(), { locks: locks as Pick<LockManager, 'request'> }).takes(7);
    await settled();
    expect(only()).toMatchObject({ version: 7 });
  });

  it('costs nothing to a page that finds it written', async () => {
    const storage = memory();
    openTab(storage).takes(7);
    await settled();
    requests = [];
    openTab(storage).takes(7);
    await settled();
    expect(requests).toEqual([]);
  });

  it('of another account goes to that account', async () => {
    const tab = openTab(memory());
    tab.takes(7);
    tab.takes(9, 'ada');
    await settled();
    // The first was overtaken before it was written.
    expect(requests.filter((each) => each.startsWith('take'))).toEqual(['take 9']);
    expect(only()).toMatchObject({ version: 9, claimsUpdatedAt: null });
  });
});

describe('a session is seen again', () => {
  it('when the page is opened or looked at, once an hour', async () => {
    const storage = memory();
    const tab = openTab(storage);
    tab.takes(7);
    await settled();
    requests = [];
    tab.document.dispatchEvent(new Event('visibilitychange'));
    now += HOUR - 1;
    tab.document.dispatchEvent(new Event('visibilitychange'));
    await settled();
    expect(requests).toEqual([]);
    now += 1;
    tab.document.visibilityState = 'hidden';
    tab.document.dispatchEvent(new Event('visibilitychange'));
    await settled();
    expect(requests).toEqual([]);
    tab.document.visibilityState = 'visible';
    tab.document.dispatchEvent(new Event('visibilitychange'));
    tab.document.dispatchEvent(new Event('visibilitychange'));
    await settled();
    expect(requests).toEqual(['seen']);
    now += HOUR;
    openTab(storage).takes(7);
    await settled();
    expect(requests).toEqual(['seen', 'seen']);
  });

  it('and is written anew where its document has expired', async () => {
    const storage = memory();
    openTab(storage).takes(7);
    await settled();
    documents.clear();
    now += HOUR;
    openTab(storage).takes(7);
    await settled();
    expect(only()).toMatchObject({ version: 7, claimsUpdatedAt: null });
  });
});

describe('a sign-out', () => {
  it('is said, once by all tabs, and taken back with the next sign-in in the same place', async () => {
    const storage = memory();
    const locks = sharedLocks();
    const tabs = [openTab(storage, { locks }), openTab(storage, { locks })];
    for (const tab of tabs) {
      tab.takes(7);
      await settled();
    }
    await Promise.all(tabs.map((tab) => tab.signsOut()));
    expect(requests.filter((each) => each === 'signed out')).toHaveLength(1);
    expect(only()).toMatchObject({ signedOut: true, version: 7 });
    for (const tab of tabs) tab.say({ status: 'signed-out', user: null });
    tabs[0]?.takes(7);
    await settled();
    expect(only()).toMatchObject({ signedOut: false, version: 7, claimsUpdatedAt: null });
  });

  it('because the session was ended says which change it has heard, and when that was made', async () => {
    const tab = openTab(memory());
    tab.takes(6);
    await settled();
    tab.revoked();
    await tab.signsOut();
    expect(only()).toMatchObject({ version: 7, claimsUpdatedAt: 700, signedOut: true });
  });

  it('because every sign-in of before was ended is none because of a change of this person', async () => {
    const tab = openTab(memory());
    tab.takes(6);
    await settled();
    tab.revoked('sign-in-too-old');
    await tab.signsOut();
    expect(only()).toMatchObject({ version: 6, signedOut: true });
    expect(requests).not.toContain('marker');
  });

  it('because of an end that was heard when the page was opened has no time', async () => {
    const storage = memory();
    openTab(storage).takes(6);
    await settled();
    const tab = openTab(storage);
    tab.revoked();
    await tab.signsOut();
    expect(only()).toMatchObject({ version: 7, claimsUpdatedAt: null, signedOut: true });
  });

  it('brings back no receipt of an account that was deleted', async () => {
    const tab = openTab(memory());
    tab.takes(6);
    await settled();
    documents.clear();
    tab.revoked();
    await tab.signsOut().catch(() => {});
    expect(documents.size).toBe(0);
  });

  it('waits no longer than 1.5 seconds', async () => {
    vi.useFakeTimers();
    try {
      const tab = openTab({ getItem: () => new Promise<null>(() => {}), setItem: () => {} });
      const signedOut = vi.fn();
      void tab.signsOut().then(signedOut);
      await vi.advanceTimersByTimeAsync(1_499);
      expect(signedOut).not.toHaveBeenCalled();
      await vi.advanceTimersByTimeAsync(1);
      expect(signedOut).toHaveBeenCalled();
    } finally {
      vi.useRealTimers();
    }
  });
});

describe('a place', () => {
  const occupied = (place: number, over: Partial<OwnReceipt & { lastSeenAt: number }> = {}) => {
    const session = `other-${place}`;
    documents.set(String(place), {
      device: '',
      session,
      version: 6,
      claimsUpdatedAt: null,
      signedOut: false,
      lastSeenAt: now,
      ...over,
    });
  };

  it('is a free one, and stays the session’s', async () => {
    occupied(0);
    const storage = memory();
    openTab(storage).takes(7);
    await settled();
    const [, place = ''] = documents.keys();
    expect(documents.get(place)).toMatchObject({ version: 7 });
    openTab(storage).takes(8);
    await settled();
    expect([...documents.keys()]).toEqual(['0', place]);
    expect(documents.get(place)).toMatchObject({ version: 8 });
  });

  it('is one for tabs that do not wait for each other, as another’s write hangs', async () => {
    const storage = memory();
    let isFirst = true;
    refused = () => {
      // While the first one writes.
      if (isFirst) {
        isFirst = false;
        openTab(storage).takes(7);
      }
      return false;
    };
    openTab(storage).takes(7);
    await settled();
    expect(isFirst).toBe(false);
    expect(documents.size).toBe(1);
  });

  it('that another session has taken meanwhile is given up for a free one', async () => {
    let lost: string | null = null;
    refused = (place) => {
      // The other one appears between the look and the write.
      if (lost === null) occupied(Number(place));
      lost ??= place;
      return place === lost;
    };
    openTab(memory()).takes(7);
    await settled();
    const own = [...documents].filter(([, { version }]) => version === 7);
    expect(own.map(([place]) => place)).not.toEqual([lost]);
    expect(own).toHaveLength(1);
  });

  it.each([
    ['unseen for longest, of those that were not seen for a day', { lastSeenAt: 0 }],
    ['signed out', { signedOut: true, lastSeenAt: 1 }],
  ])('of the session %s is taken where all are occupied', async (_, over) => {
    for (let place = 0; place < MAX_SESSIONS; place += 1) occupied(place);
    occupied(13, over);
    openTab(memory()).takes(7);
    await settled();
    expect(documents.get('13')).toMatchObject({ version: 7 });
    expect(documents.size).toBe(MAX_SESSIONS);
  });

  it('is not to be had while all are in use: nothing is written, and nothing is warned of', async () => {
    for (let place = 0; place < MAX_SESSIONS; place += 1) occupied(place);
    const tab = openTab(memory());
    tab.takes(7);
    await settled();
    expect(requests).toEqual(['list']);
    expect(tab.warn).not.toHaveBeenCalled();
  });
});

it('a refusal is told to the developer once, and changes nothing for the app', async () => {
  refused = () => true;
  const tab = openTab(memory());
  tab.takes(6);
  await settled();
  tab.takes(7);
  await settled();
  expect(tab.warn).toHaveBeenCalledTimes(1);
});

it('storage that is closed makes a session of each page', async () => {
  const closed: ReceiptStorage = {
    getItem: () => {
      throw new Error('closed');
    },
    setItem: () => {
      throw new Error('closed');
    },
  };
  openTab(closed).takes(7);
  await settled();
  expect(only()).toMatchObject({ version: 7 });
});

it('ends when it is stopped', async () => {
  const tab = openTab(memory());
  tab.stop();
  tab.takes(7);
  await tab.signsOut();
  await settled();
  expect(requests).toEqual([]);
  expect(tab.isSubscribed()).toBe(false);
});
