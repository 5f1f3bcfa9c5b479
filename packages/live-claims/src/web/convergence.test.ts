import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type ClaimValues,
  encodeOrgs,
  type Marker,
  type Memberships,
  permissionsOf,
} from '../core/index.ts';
import { at } from '../testing/fake-backend.ts';
import { orgConfig, orgTable } from '../testing/org-config.ts';
import { roles, World } from '../testing/world.ts';
import { additionalClaims } from './additional-claims.ts';
import type { ClaimsSnapshot } from './types.ts';

/**
 * Random histories, in which everything may come at any time and in any order: edits of roles and of
 * memberships, more of them than a token has room for, lost claims,
 * cached and repeated and old markers, markers that go back, vanish or cannot be read, claims of the
 * session above the account's, failing refreshes, tokens of other tabs, account switches, denied
 * listeners, lost connections, hidden tabs. Whatever happens, what is shown stays true, and
 * in the end every account has its newest access.
 */

/** Each account's versions are recognizable, so that one that leaks into another's snapshot shows. */
const PEOPLE = { ada: 1, bob: 2, eve: 3 } as const;
type Uid = keyof typeof PEOPLE;
const uids = Object.keys(PEOPLE) as Uid[];
const ownerOf = (version: number) => uids.find((uid) => PEOPLE[uid] === version % 10);

const TRANSIENT = [
  'auth/quota-exceeded',
  'auth/network-request-failed',
  'auth/internal-error',
  'auth/too-many-requests',
];

/** One thing that happens; `says` makes a counterexample readable. */
interface Step {
  readonly says: string;
  readonly run: (history: History) => void | Promise<void>;
}

/** What is beside the role: a plan and memberships, as `users/{uid}` has them and as they are written. */
interface Beside {
  readonly memberships: Memberships;
  readonly plan: string | undefined;
  readonly additionalClaims: ClaimValues;
  readonly moreOrgs: ClaimValues;
}

/** In this model a token has room for two organisations. */
const ROOM = 2;

function besideOf(codes: Readonly<Record<string, string>>, plan: string | undefined): Beside {
  const memberships = Object.fromEntries(
    Object.entries(codes).map(([id, role]) => [id, { role, expiresAt: null }]),
  );
  const { claims, more = {} } = encodeOrgs(
    orgTable,
    memberships,
    ({ o = {} }) => Object.keys(o as object).length <= ROOM,
  );
  const additionalClaims = { ...claims, ...(plan && { plan }) };
  return { memberships, plan, additionalClaims, moreOrgs: more };
}

interface Truth extends Pick<Beside, 'additionalClaims' | 'moreOrgs'> {
  readonly role: string | null;
  readonly version: number;
}

const NOTHING_BESIDE = besideOf({}, undefined);

class History {
  readonly world: World;
  /** What `users/{uid}` says, as it were: the access and version that claims have to reach. */
  readonly truth = new Map<Uid, Truth>();
  readonly beside = new Map<Uid, Beside>();
  /** What was shown and should not have been. */
  readonly falsehoods: unknown[] = [];
  /** Whether an account was signed out or had its sessions ended. */
  someoneLeft = false;
  #counter = 1;
  #seconds = 1_000;

  constructor(tabs: number, random: () => number) {
    this.world = new World({ random, additional: additionalClaims(orgConfig) });
    while (this.world.tabs.length < tabs) this.world.openTab();
    for (const uid of uids) {
      const start = { role: 'reader', version: PEOPLE[uid], ...this.written(uid) };
      this.truth.set(uid, start);
      this.world.backend.addAccount(uid, start);
      this.world.backend.setMarker(uid, start);
    }
    for (const { tab, client } of this.world.tabs) {
      client.subscribe(() => {
        try {
          check(client.getSnapshot(), tab.lastMarker);
        } catch (error) {
          this.falsehoods.push(error);
        }
      });
    }
  }

  written(uid: Uid): Pick<Beside, 'additionalClaims' | 'moreOrgs'> {
    const { additionalClaims, moreOrgs } = this.beside.get(uid) ?? NOTHING_BESIDE;
    return { additionalClaims, moreOrgs };
  }

  /** The document is restored from a backup: its version goes back. */
  back(uid: Uid, role: string | null, by: number): Truth {
    const version = Math.max(PEOPLE[uid], (this.truth.get(uid)?.version ?? 0) - 10 * by);
    const truth = { role, version, ...this.written(uid) };
    this.truth.set(uid, truth);
    return truth;
  }

  next(uid: Uid, role: string | null): Truth {
    const version = 10 * ++this.#counter + PEOPLE[uid];
    const truth = { role, version, ...this.written(uid) };
    this.truth.set(uid, truth);
    return truth;
  }

  /** Writes the marker; that sessions were ended is never taken back. */
  mark(uid: Uid, marker: Partial<Marker>): void {
    const { backend } = this.world;
    backend.setMarker(uid, { ...backend.markerOf(uid), ...marker });
  }

  signIn(uid: Uid): void {
    this.#seconds += 10;
    this.world.backend.signedInAt(uid, this.#seconds);
    for (const { tab } of this.world.tabs) tab.signIn(uid);
  }

  revoke(uid: Uid): void {
    this.#seconds += 10;
    this.someoneLeft = true;
    this.mark(uid, { sessionsRevokedAt: at(this.#seconds) });
  }

  /** The network heals, the server finishes its work, and time passes. */
  async comeToRest(): Promise<void> {
    const { backend, tabs } = this.world;
    backend.allowExchanges();
    backend.online = true;
    for (const [uid, truth] of this.truth) {
      backend.setSessionClaims(uid, {});
      backend.setClaims(uid, truth);
      this.mark(uid, { ...truth, claimsUpdatedAt: at(9_000) });
    }
    for (const { page } of tabs) page.setOnline(true);
    await this.world.after(120_000);
  }
}

/** What holds of every snapshot ever shown. */
function check(snapshot: ClaimsSnapshot, lastMarker: Marker | null | undefined): void {
  const { status, error, user, version, markerVersion, role, permissions, orgs, custom } = snapshot;
  if (user === null) {
    expect({ version, markerVersion, role, permissions, orgs, custom }).toEqual({
      version: 0,
      markerVersion: null,
      role: null,
      permissions: [],
      orgs: {},
      custom: {},
    });
    return;
  }
  for (const one of [version, markerVersion]) {
    if (one) expect(ownerOf(one)).toBe(user.uid);
  }
  if (status === 'fresh') {
    expect(version).toBeGreaterThanOrEqual(lastMarker?.version ?? 0);
    expect(markerVersion).toBe(lastMarker?.version ?? null);
    expect(role).toBe(lastMarker?.role ?? null);
    expect(error).toBeNull();
  }
  if (lastMarker !== undefined) {
    const named = permissionsOf(roles, lastMarker?.role ?? null);
    for (const permission of permissions) expect(named).toContain(permission);
    const { additionalClaims = {}, moreOrgs = {} } = lastMarker ?? {};
    const marked = { ...(additionalClaims.o as object), ...(moreOrgs.o as object) };
    for (const [id, access] of Object.entries(orgs)) {
      const code = (marked as Readonly<Record<string, string>>)[id];
      const there = orgTable.ranking.find((name) => orgTable.codes[name] === code) ?? null;
      for (const permission of access?.permissions ?? []) {
        expect(permissionsOf(orgTable, there)).toContain(permission);
      }
    }
    if (custom.plan !== undefined) expect(custom.plan).toBe(additionalClaims.plan);
  }
  for (const permission of permissions) expect(permissionsOf(roles, role)).toContain(permission);
}

const uid = fc.constantFrom(...uids);
const role = fc.constantFrom<(string | null)[]>(...roles.ranking, null);

const passTime = (max: number) =>
  fc
    .nat({ max })
    .map((ms): Step => ({ says: `${ms} ms pass`, run: ({ world }) => world.after(ms) }));

const edit = fc.tuple(uid, role).map(
  ([who, what]): Step => ({
    says: `${who} is made ${what}`,
    run: (history) => {
      const truth = history.next(who, what);
      history.world.backend.setClaims(who, truth);
      history.mark(who, truth);
    },
  }),
);

const member = fc
  .tuple(
    uid,
    fc.dictionary(
      fc.constantFrom('acme', 'beta', 'gamma', 'delta'),
      fc.constantFrom(...orgTable.ranking),
    ),
    fc.constantFrom('free', 'pro', undefined),
    fc.boolean(),
  )
  .map(
    ([who, codes, plan, late]): Step => ({
      says: `${who} gets the memberships ${JSON.stringify(codes)} and the plan ${plan}${late ? ', and the marker is late' : ''}`,
      run: (history) => {
        history.beside.set(who, besideOf(codes, plan));
        const truth = history.next(who, history.truth.get(who)?.role ?? null);
        history.world.backend.setClaims(who, truth);
        if (!late) history.mark(who, truth);
      },
    }),
  );

const lostClaims = fc.tuple(uid, role).map(
  ([who, what]): Step => ({
    says: `${who} is made ${what}, in the marker only`,
    run: (history) => history.mark(who, history.next(who, what)),
  }),
);

const lateMarker = fc.tuple(uid, role).map(
  ([who, what]): Step => ({
    says: `${who} is made ${what}, in the claims only`,
    run: (history) => history.world.backend.setClaims(who, history.next(who, what)),
  }),
);

const oldMarker = fc.tuple(fc.nat({ max: 2 }), fc.boolean(), fc.integer({ min: 0, max: 30 })).map(
  ([index, fromCache, back]): Step => ({
    says: `a marker ${back} versions old comes ${fromCache ? 'from the cache' : 'again'}`,
    run: ({ world }) => {
      const tab = world.tabs[index]?.tab;
      const marker = tab && world.backend.markerOf(tab.currentUid() ?? 'no-account');
      if (marker === undefined) return;
      const version = Math.max(marker.version % 10, marker.version - 10 * back);
      tab?.giveMarker({ data: { ...marker, version }, fromCache });
    },
  }),
);

const noMarker = fc.tuple(fc.nat({ max: 2 }), fc.boolean()).map(
  ([index, fromCache]): Step => ({
    says: 'an empty marker comes',
    run: ({ world }) => world.tabs[index]?.tab.giveMarker({ data: undefined, fromCache }),
  }),
);

const restored = fc.tuple(uid, role, fc.integer({ min: 1, max: 9 }), fc.boolean()).map(
  ([who, what, by, claimsToo]): Step => ({
    says: `${who} goes back by ${by} to ${what}${claimsToo ? '' : ', in the marker only'}`,
    run: (history) => {
      const truth = history.back(who, what, by);
      if (claimsToo) history.world.backend.setClaims(who, truth);
      history.mark(who, truth);
    },
  }),
);

const shadowed = fc.tuple(uid, fc.option(role, { nil: undefined })).map(
  ([who, what]): Step => ({
    says: `${who}’s session brings ${what === undefined ? 'no role' : `the role ${what}`} from now on`,
    run: ({ world }) =>
      world.backend.setSessionClaims(who, what === undefined ? {} : { role: what }),
  }),
);

const shadowedOrgs = uid.map(
  (who): Step => ({
    says: `${who}’s session brings organisations of its own from now on`,
    run: ({ world }) =>
      world.backend.setSessionClaims(who, { additionalClaims: { o: { acme: 'o' }, om: 1 } }),
  }),
);

const damaged = fc.tuple(uid, fc.boolean()).map(
  ([who, deleted]): Step => ({
    says: `${who}’s marker ${deleted ? 'is deleted' : 'cannot be read'}`,
    run: (history) => {
      if (deleted) history.world.backend.deleteMarker(who);
      else history.mark(who, { version: 'new' as never });
    },
  }),
);

const failures = fc.array(fc.constantFrom(...TRANSIENT, ''), { minLength: 1, maxLength: 6 }).map(
  (codes): Step => ({
    says: `exchanges will fail: ${codes.join(', ')}`,
    run: ({ world }) => world.backend.refuseExchanges(...codes),
  }),
);

const listenerFails = fc.tuple(fc.nat({ max: 2 }), fc.nat({ max: 3 })).map(
  ([index, more]): Step => ({
    says: `a marker listener is denied, and ${more} after it`,
    run: ({ world }) => {
      world.backend.refuseMarkers('ada', ...Array<string>(more).fill('permission-denied'));
      world.tabs[index]?.tab.failMarker('permission-denied');
    },
  }),
);

const switchAccount = uid.map(
  (who): Step => ({ says: `${who} signs in`, run: (history) => history.signIn(who) }),
);

const signOut: Step = {
  says: 'all accounts sign out',
  run: async (past) => {
    past.someoneLeft = true;
    await Promise.all(past.world.tabs.map(({ tab }) => tab.signOut()));
  },
};

const revoke = uid.map(
  (who): Step => ({ says: `${who}’s sessions are ended`, run: (history) => history.revoke(who) }),
);

const oldToken = fc.nat({ max: 2 }).map(
  (index): Step => ({
    says: 'the first token comes again, from another tab',
    run: ({ world }) => {
      const tab = world.tabs[index]?.tab;
      const who = tab?.currentUid() as Uid | undefined | null;
      if (!tab?.token || !who) return;
      const access = { role: 'reader', version: PEOPLE[who], expiresAt: null };
      tab.signIn(who, { ...tab.token, access });
    },
  }),
);

const connection = fc.tuple(fc.nat({ max: 2 }), fc.boolean()).map(
  ([index, online]): Step => ({
    says: online ? 'the connection returns' : 'the connection is lost',
    run: ({ world }) => {
      world.backend.online = online;
      world.tabs[index]?.page.setOnline(online);
    },
  }),
);

const visibility = fc.tuple(fc.nat({ max: 2 }), fc.boolean()).map(
  ([index, visible]): Step => ({
    says: `a tab is ${visible ? 'shown' : 'hidden'}`,
    run: ({ world }) => world.tabs[index]?.page.setVisible(visible),
  }),
);

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 8, arbitrary: passTime(60) },
  { weight: 2, arbitrary: passTime(30_000) },
  { weight: 6, arbitrary: edit },
  { weight: 4, arbitrary: member },
  { weight: 3, arbitrary: switchAccount },
  lostClaims,
  lateMarker,
  oldMarker,
  noMarker,
  restored,
  shadowed,
  shadowedOrgs,
  damaged,
  failures,
  listenerFails,
  fc.constant(signOut),
  revoke,
  oldToken,
  connection,
  visibility,
);

const named = (one: Step) => ({ ...one, [fc.toStringMethod]: () => one.says });

const history = fc.record({
  tabs: fc.integer({ min: 1, max: 3 }),
  seed: fc.integer(),
  steps: fc.array(step.map(named), { minLength: 1, maxLength: 40 }),
});

/** A small generator for the client's jitter, so that a run can be repeated. */
function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

describe('after any history', () => {
  it('every account has its newest access, none was shown another’s, and no old token was called fresh', async () => {
    await fc.assert(
      fc.asyncProperty(history, async ({ tabs, seed, steps }) => {
        const past = new History(tabs, randomFrom(seed));
        past.signIn('ada');
        for (const { run } of steps) await run(past);
        await past.comeToRest();
        if (past.falsehoods.length > 0) throw past.falsehoods[0];
        for (const { tab, client } of past.world.tabs) {
          const now = client.getSnapshot();
          const who = tab.currentUid() as Uid | null;
          if (who === null) {
            // Every error was transient, so no account was signed out by one.
            expect(past.someoneLeft).toBe(true);
            expect(['signed-out', 'revoked']).toContain(now.status);
            continue;
          }
          const truth = past.truth.get(who);
          expect(now).toMatchObject({
            status: 'fresh',
            error: null,
            user: { uid: who },
            role: truth?.role,
            markerVersion: truth?.version,
          });
          const { memberships, plan } = past.beside.get(who) ?? NOTHING_BESIDE;
          const rolesOf = (all: typeof now.orgs | Memberships) =>
            Object.fromEntries(Object.entries(all).map(([id, one]) => [id, one?.role]));
          expect(rolesOf(now.orgs)).toEqual(rolesOf(memberships));
          expect(now.custom.plan).toBe(plan);
        }
      }),
      { numRuns: 300 },
    );
  }, 60_000);

  it('close() leaves nothing behind', async () => {
    await fc.assert(
      fc.asyncProperty(history, async ({ tabs, seed, steps }) => {
        const past = new History(tabs, randomFrom(seed));
        past.signIn('ada');
        for (const { run } of steps) await run(past);
        const { world } = past;
        for (const { client } of world.tabs) client.close();
        const shown = world.tabs.map(({ client }) => client.getSnapshot());
        // What the network still brings of exchanges under way.
        await world.after(1_000);
        expect(world.tabs.map(({ client }) => client.getSnapshot())).toEqual(shown);
        expect(world.tabs.map(({ tab }) => tab.attached)).toEqual(world.tabs.map(() => 0));
        expect(world.tabs.map(({ page }) => page.listeners)).toEqual(world.tabs.map(() => 0));
        expect(world.clock.pending).toBe(0);
        expect(world.locks.inUse).toBe(0);
        expect(world.channels.open).toBe(0);
      }),
      { numRuns: 150 },
    );
  }, 60_000);
});
