import fc from 'fast-check';
import type { Auth } from 'firebase/auth';
import { describe, expect, it, vi } from 'vitest';
import {
  type Access,
  type ClaimValues,
  encodeClaims,
  encodeOrgs,
  type Marker,
} from '../core/index.ts';
import { at, type FakeSource } from '../testing/fake-backend.ts';
import { EXCHANGE_MS, type FakeSnapshot } from '../testing/fake-tab.ts';
import { orgConfig, orgTable } from '../testing/org-config.ts';
import { roles, World } from '../testing/world.ts';
import { additionalClaims } from './additional-claims.ts';
import { can } from './can.ts';
import { snapshotOf } from './claims-snapshot.ts';
import { type AccountState, initialState, withMarker } from './claims-state.ts';
import { followWithSession } from './follow-with-session.ts';
import type { ClaimsSnapshot } from './types.ts';
import { onAccessChange } from './when-settled.ts';

const additional = additionalClaims(orgConfig);
const ROUND_TRIP = EXCHANGE_MS + 30;

/** By organisation, what is shown of the role. */
const rolesIn = ({ orgs }: ClaimsSnapshot) =>
  Object.fromEntries(Object.entries(orgs).map(([id, access]) => [id, access?.role]));

const mayIn = (snapshot: ClaimsSnapshot, id: string, permission: string) =>
  snapshot.orgs[id]?.permissions.includes(permission) ?? false;

describe('what a snapshot says of organisations and own claims', () => {
  const user = { uid: 'ada', email: null, displayName: null, photoURL: null };
  const NOW = 5_000_000;

  type Side = Pick<Marker, 'additionalClaims' | 'moreOrgs'> & Partial<Marker>;

  /** Token and marker of one version, which say the same but for what is given. */
  function state(
    token: Readonly<Record<string, unknown>>,
    marker: Side = { additionalClaims: token as ClaimValues },
    { version = 10, role = 'reader', ...fields }: Partial<AccountState & Access> = {},
  ): AccountState {
    const access = { role, version, expiresAt: null };
    const seen = {
      data: {
        ...{ claimsUpdatedAt: at(4_000), version: 10, role: 'reader', status: 'applied' },
        ...{ expiresAt: null, disabled: false, ...marker },
      },
      fromCache: false,
    };
    const claims = { ...encodeClaims(access), ...token };
    return {
      ...withMarker(initialState(user, false, additional), seen),
      token: { access, claims, authTime: 1, issuedAt: 1, email: null, emailVerified: false },
      tokenChanging: false,
      ...fields,
    };
  }

  const shown = (of: AccountState, now = NOW) => snapshotOf(of, roles, now);

  it('has role, permissions and end of each, and the claims by their names in the configuration', () => {
    const snapshot = shown(
      state({ o: { acme: 'e', beta: 'v' }, ox: { beta: 6_000 }, plan: 'pro', a: 'north' }),
    );
    expect(snapshot).toMatchObject({
      status: 'fresh',
      orgs: {
        acme: { role: 'editor', permissions: ['notes.read', 'notes.write'], expiresAt: null },
        beta: { role: 'viewer', permissions: ['notes.read'], expiresAt: 6_000_000 },
      },
      custom: { plan: 'pro', area: 'north' },
    });
    expect(Object.keys(snapshot.orgs)).toEqual(['acme', 'beta']);
  });

  it.each([
    ['a code that the table does not have', { o: { acme: 'x' } }],
    ['a role by its name, where it has a code', { o: { acme: 'editor' } }],
    ['a code that is no text', { o: { acme: 1 } }],
    ['no map', { o: 'acme' }],
    ['a list', { o: ['e'] }],
    ['an end that is no number', { o: { acme: 'e' }, ox: { acme: 'soon' } }],
    ['an end that is over', { o: { acme: 'e' }, ox: { acme: 5_000 } }],
    ['none', {}],
  ])('names no organisation for %s', (_, token) => {
    expect(rolesIn(shown(state(token)))).toEqual({});
  });

  it('is without anything in a token without a version, which other code has set', () => {
    const unheard = { marker: null, confirmed: false };
    const said = { o: { acme: 'o' }, plan: 'pro' };
    const { orgs, custom } = shown(state(said, {}, { version: 0, ...unheard }));
    expect({ ...orgs, ...custom }).toEqual({});
    expect(rolesIn(shown(state(said, {}, unheard)))).toEqual({ acme: 'owner' });
  });

  it('is without anything while the account is disabled', () => {
    const said = { o: { acme: 'o' }, plan: 'pro' };
    const snapshot = shown(state(said, { additionalClaims: said, disabled: true }));
    expect(rolesIn(snapshot)).toEqual({});
    expect(snapshot.custom).toEqual({});
  });

  it('has no organisation of the names that every object has', () => {
    const { orgs } = shown(state({ o: { acme: 'e' } }));
    for (const id of ['constructor', 'toString', '__proto__', 'hasOwnProperty']) {
      expect(orgs[id]).toBeUndefined();
    }
    expect(rolesIn(shown(state({ o: { constructor: 'e' } })))).toEqual({ constructor: 'editor' });
  });

  it('adds what has no room in the token, which says so, from the marker', () => {
    const token = { o: { acme: 'o' }, om: 1 };
    const marker = { additionalClaims: token, moreOrgs: { o: { beta: 'v' }, ox: { beta: 6_000 } } };
    expect(shown(state(token, marker))).toMatchObject({
      status: 'fresh',
      orgs: { acme: { role: 'owner' }, beta: { role: 'viewer', expiresAt: 6_000_000 } },
    });
    expect(rolesIn(shown(state(token, marker), 6_000_000))).toEqual({ acme: 'owner' });
  });

  it('does not add it for a token that does not say so', () => {
    const token = { o: { acme: 'o' } };
    expect(
      rolesIn(shown(state(token, { additionalClaims: token, moreOrgs: { o: { b: 'v' } } }))),
    ).toEqual({
      acme: 'owner',
    });
    const odd = { o: { acme: 'o' }, om: 'yes' };
    expect(
      rolesIn(shown(state(odd, { additionalClaims: odd, moreOrgs: { o: { b: 'v' } } }))),
    ).toEqual({
      acme: 'owner',
    });
  });

  it('does not take the marker’s word for an organisation whose code in the token cannot be read', () => {
    const token = { o: { acme: 'x' }, om: 1 };
    expect(
      rolesIn(shown(state(token, { additionalClaims: token, moreOrgs: { o: { acme: 'o' } } }))),
    ).toEqual({});
  });

  it('of an old token has only what both say', () => {
    const token = { o: { acme: 'o', beta: 'v', gone: 'v' }, plan: 'free', a: 'north' };
    const additionalClaims = { o: { acme: 'e', beta: 'e', fresh: 'o' }, plan: 'pro', a: 'north' };
    expect(shown(state(token, { version: 20, additionalClaims }))).toMatchObject({
      status: 'refreshing',
      orgs: {
        acme: { role: 'editor', permissions: ['notes.read', 'notes.write'] },
        beta: { role: 'viewer', permissions: ['notes.read'] },
      },
      custom: { area: 'north' },
    });
    const snapshot = shown(state(token, { version: 20, additionalClaims }));
    expect(Object.keys(snapshot.orgs)).toEqual(['acme', 'beta']);
    expect(Object.keys(snapshot.custom)).toEqual(['area']);
  });

  it('of an old token ends at the earlier of two ends', () => {
    const token = { o: { acme: 'e', beta: 'e' }, ox: { acme: 6_000 } };
    const additionalClaims = { o: { acme: 'e', beta: 'e' }, ox: { acme: 7_000, beta: 8_000 } };
    expect(shown(state(token, { version: 20, additionalClaims })).orgs).toMatchObject({
      acme: { expiresAt: 6_000_000 },
      beta: { expiresAt: 8_000_000 },
    });
  });

  it('of an old token without room for all has those of the marker, which the rules look up', () => {
    const token = { o: { acme: 'o', beta: 'e' }, om: 1 };
    const marker = {
      version: 20,
      additionalClaims: { o: { acme: 'o', moved: 'e' }, om: 1 },
      moreOrgs: { o: { beta: 'v', other: 'v' } },
    };
    expect(rolesIn(shown(state(token, marker)))).toEqual({
      acme: 'owner',
      beta: 'viewer',
      moved: 'editor',
      other: 'viewer',
    });
  });

  it('closes organisations in a lockdown, but to the top role, and leaves the app’s claims', () => {
    const settings = { lockdown: true, minimumAuthTime: null };
    const said = { o: { acme: 'o' }, plan: 'pro' };
    expect(shown(state(said, undefined, { settings }))).toMatchObject({
      lockedDown: true,
      orgs: { acme: { role: 'owner', permissions: [] } },
      custom: { plan: 'pro' },
    });
    const chief = state(
      said,
      { additionalClaims: said, role: 'chief' },
      { settings, role: 'chief' },
    );
    expect(mayIn(shown(chief), 'acme', 'notes.write')).toBe(true);
  });

  it('is empty for an app that does not ask for it, whatever token and marker say', () => {
    const other = { ...state({ o: { acme: 'o' } }, {}), additional: undefined };
    expect(shown(other)).toMatchObject({ status: 'fresh', orgs: {}, custom: {} });
  });

  it('never offers what token or, while it is old, marker would refuse', () => {
    const membership = fc.record({
      role: fc.constantFrom('viewer' as const, 'editor' as const, 'owner' as const),
      expiresAt: fc.constantFrom(null, 4_000, 6_000),
    });
    // What a document says, and how it stands in the claims where so many organisations have room.
    const side = fc
      .record({
        memberships: fc.dictionary(fc.constantFrom('a', 'b', 'c', 'd'), membership),
        plan: fc.constantFrom('free', 'pro', undefined),
        room: fc.nat({ max: 4 }),
      })
      .map(({ memberships, plan, room }) => {
        const fits = ({ o = {} }: ClaimValues) => Object.keys(o as object).length <= room;
        const { claims, more } = encodeOrgs(orgTable, memberships, fits);
        const permissionsIn = (id: string): readonly string[] => {
          const { role, expiresAt = null } = memberships[id] ?? {};
          const isOver = expiresAt !== null && expiresAt * 1000 <= NOW;
          return role === undefined || isOver ? [] : orgTable.permissions[role];
        };
        const names = Object.keys((claims.o ?? {}) as object);
        return { plan, names, permissionsIn, more, claims: { ...claims, ...(plan && { plan }) } };
      });
    fc.assert(
      fc.property(side, side, fc.boolean(), (token, other, isOld) => {
        const marker = isOld ? other : token;
        const { orgs, custom } = shown(
          state(token.claims, {
            version: isOld ? 20 : 10,
            additionalClaims: marker.claims,
            ...(marker.more && { moreOrgs: marker.more }),
          }),
        );
        for (const id of ['a', 'b', 'c', 'd']) {
          const isNamed = token.names.includes(id);
          const looksUp = 'om' in token.claims && !isNamed;
          const expected = marker
            .permissionsIn(id)
            .filter((one) => looksUp || (isNamed && token.permissionsIn(id).includes(one)));
          expect(orgs[id]?.permissions ?? []).toEqual(expected);
        }
        expect(custom.plan).toBe(token.plan === marker.plan ? token.plan : undefined);
      }),
      { numRuns: 500 },
    );
  });
});

/** For a marker and an account: codes by organisation, and other claims. */
const claims = (o: Readonly<Record<string, string>>, rest: ClaimValues = {}) => ({
  additionalClaims: { o, ...rest },
});

async function signedIn(
  o: Readonly<Record<string, string>>,
  { rest = {}, ...options }: ConstructorParameters<typeof World>[0] & { rest?: ClaimValues } = {},
): Promise<World> {
  const world = new World({ additional, ...options });
  await world.signedIn('ada', { role: 'reader', version: 10, ...claims(o, rest) });
  return world;
}

describe('a change of a membership', () => {
  it('that removes it shows with the marker, the others stay, and one refresh follows', async () => {
    const world = await signedIn({ acme: 'e', beta: 'v' });
    expect(rolesIn(world.now)).toEqual({ acme: 'editor', beta: 'viewer' });
    world.backend.edit('ada', 'reader', 20, claims({ beta: 'v' }));
    await world.after(5);
    expect(world.now.status).toBe('refreshing');
    expect(rolesIn(world.now)).toEqual({ beta: 'viewer' });
    expect(world.now.permissions).toEqual(['read']);
    await world.after(ROUND_TRIP);
    expect(world.now.status).toBe('fresh');
    expect(rolesIn(world.now)).toEqual({ beta: 'viewer' });
    expect(world.backend.exchanges).toBe(1);
  });

  it('that grants shows with the token', async () => {
    const world = await signedIn({ acme: 'v' }, { rest: { plan: 'free' } });
    world.backend.edit('ada', 'reader', 20, claims({ acme: 'o', beta: 'e' }, { plan: 'pro' }));
    await world.after(5);
    expect(rolesIn(world.now)).toEqual({ acme: 'viewer' });
    expect(world.now.custom).toEqual({});
    await world.after(ROUND_TRIP);
    expect(rolesIn(world.now)).toEqual({ acme: 'owner', beta: 'editor' });
    expect(world.now.custom).toEqual({ plan: 'pro' });
  });

  it('shows in what stays out of the token too, by the marker and a token of its version', async () => {
    const world = await signedIn({ acme: 'e' });
    const token = claims({ acme: 'e' }, { om: 1 });
    world.backend.edit('ada', 'reader', 20, { ...token, moreOrgs: { o: { beta: 'e' } } });
    await world.after(ROUND_TRIP);
    expect(rolesIn(world.now)).toEqual({ acme: 'editor', beta: 'editor' });
    world.backend.edit('ada', 'reader', 30, { ...token, moreOrgs: { o: { gamma: 'v' } } });
    await world.after(5);
    expect(rolesIn(world.now)).toEqual({ acme: 'editor', gamma: 'viewer' });
    await world.after(ROUND_TRIP);
    expect(world.now.status).toBe('fresh');
    expect(rolesIn(world.now)).toEqual({ acme: 'editor', gamma: 'viewer' });
    expect(world.backend.exchanges).toBe(2);
  });

  it('is no reason for a refresh in an app that reads none, but for its version', async () => {
    const world = new World();
    await world.signedIn('ada', { role: 'reader', version: 10, ...claims({ acme: 'e' }) });
    expect(world.now).toMatchObject({ status: 'fresh', orgs: {}, custom: {} });
    world.backend.setMarker('ada', { role: 'reader', version: 10, ...claims({ acme: 'o' }) });
    await world.after(1_000);
    expect(world.now.status).toBe('fresh');
    expect(world.backend.exchanges).toBe(0);
  });

  it('keeps the objects of what did not change', async () => {
    const world = await signedIn({ acme: 'e' }, { rest: { plan: 'pro' } });
    const { orgs, custom } = world.now;
    world.backend.edit('ada', 'writer', 20, claims({ acme: 'e' }, { plan: 'pro' }));
    await world.after(ROUND_TRIP);
    expect(world.now.role).toBe('writer');
    expect(world.now.orgs).toBe(orgs);
    expect(world.now.custom).toBe(custom);
  });

  it('is told to routers', async () => {
    const world = await signedIn({ acme: 'e' });
    const listener = vi.fn();
    onAccessChange(world.client, listener);
    world.backend.edit('ada', 'reader', 20, claims({ acme: 'v' }));
    await world.after(ROUND_TRIP);
    expect(listener).toHaveBeenCalledTimes(1);
    world.backend.edit('ada', 'reader', 30, claims({ acme: 'v' }, { plan: 'pro' }));
    await world.after(ROUND_TRIP);
    expect(listener).toHaveBeenCalledTimes(2);
    world.backend.edit('ada', 'reader', 40, claims({ acme: 'v' }, { plan: 'pro' }));
    await world.after(ROUND_TRIP);
    expect(listener).toHaveBeenCalledTimes(2);
  });

  it('reaches every tab, by one exchange at a time', async () => {
    const world = new World({ additional });
    world.openTab();
    world.openTab();
    await world.signedIn('ada', {
      role: 'reader',
      version: 10,
      ...claims({ acme: 'e', beta: 'o' }),
    });
    world.backend.edit('ada', 'reader', 20, claims({ acme: 'v' }));
    await world.after(5);
    for (const { client } of world.tabs)
      expect(rolesIn(client.getSnapshot())).toEqual({ acme: 'viewer' });
    await world.after(3_000);
    for (const { client } of world.tabs) {
      expect(client.getSnapshot().status).toBe('fresh');
      expect(rolesIn(client.getSnapshot())).toEqual({ acme: 'viewer' });
    }
    expect(world.backend.mostUnderway).toBe(1);
    expect(world.backend.exchanges).toBeLessThanOrEqual(3);
  });
});

describe('the end of a membership', () => {
  it('takes effect by time, without a word of the server', async () => {
    const world = await signedIn({ acme: 'e', beta: 'e' }, { rest: { ox: { acme: 2_600 } } });
    expect(world.now.orgs.acme).toMatchObject({ role: 'editor', expiresAt: 2_600_000 });
    await world.after(2_600_000 - world.clock.now() - 1);
    expect(mayIn(world.now, 'acme', 'notes.write')).toBe(true);
    await world.after(1);
    expect(rolesIn(world.now)).toEqual({ beta: 'editor' });
    expect(world.backend.exchanges).toBe(0);
  });

  it('that only the marker knows does too', async () => {
    const world = await signedIn({ acme: 'e' }, { rest: { om: 1 } });
    const more = { o: { beta: 'v' }, ox: { beta: 2_600 } };
    world.backend.edit('ada', 'reader', 20, {
      ...claims({ acme: 'e' }, { om: 1 }),
      moreOrgs: more,
    });
    await world.after(ROUND_TRIP);
    expect(rolesIn(world.now)).toEqual({ acme: 'editor', beta: 'viewer' });
    await world.after(2_600_000 - world.clock.now());
    expect(rolesIn(world.now)).toEqual({ acme: 'editor' });
  });

  it('of a newer marker holds while no token can be had', async () => {
    const world = await signedIn({ acme: 'e' });
    world.backend.refuseExchanges(...Array(50).fill('auth/network-request-failed'));
    world.backend.edit('ada', 'reader', 20, claims({ acme: 'e' }, { ox: { acme: 2_600 } }));
    await world.after(2_600_000 - world.clock.now() - 1);
    expect(rolesIn(world.now)).toEqual({ acme: 'editor' });
    await world.after(1);
    expect(rolesIn(world.now)).toEqual({});
  });
});

describe('a token that says something else than its marker', () => {
  it('is refreshed once, then shown to be shadowed, with what both grant', async () => {
    const world = await signedIn({ acme: 'v', beta: 'e' });
    const session = claims({ acme: 'o', beta: 'e', gamma: 'o' }, { plan: 'pro' });
    world.backend.setSessionClaims('ada', session);
    world.tab.signIn('ada');
    await world.after(60_000);
    expect(world.now).toMatchObject({
      status: 'stale',
      error: { code: 'claims-shadowed' },
      role: 'reader',
      permissions: ['read'],
      custom: {},
    });
    expect(rolesIn(world.now)).toEqual({ acme: 'viewer', beta: 'editor' });
    expect(world.backend.exchanges).toBe(1);
  });

  it('is asked to be computed again, and fresh when that has helped', async () => {
    const requestSync = vi.fn(async () =>
      world.backend.edit('ada', 'reader', 30, claims({ acme: 'v' })),
    );
    const world = await signedIn({ acme: 'v' }, { requestSync });
    world.backend.setClaims('ada', { role: 'reader', version: 10, ...claims({ acme: 'o' }) });
    world.tab.signIn('ada');
    await world.after(1_000);
    expect(requestSync).toHaveBeenCalledTimes(1);
    expect(world.now.status).toBe('fresh');
    expect(rolesIn(world.now)).toEqual({ acme: 'viewer' });
  });

  it('only by the order of its names says the same: Firestore sorts them', async () => {
    const world = await signedIn({ beta: 'v', acme: 'e' });
    world.backend.setMarker('ada', {
      role: 'reader',
      version: 10,
      ...claims({ acme: 'e', beta: 'v' }),
    });
    await world.after(1_000);
    expect(world.now.status).toBe('fresh');
    expect(world.backend.exchanges).toBe(0);
  });

  it('only in claims of other code says the same', async () => {
    const world = await signedIn({ acme: 'e' });
    world.backend.setSessionClaims('ada', claims({ acme: 'e' }, { theme: 'dark' }));
    world.tab.signIn('ada');
    await world.after(1_000);
    expect(world.now.status).toBe('fresh');
    expect(world.backend.exchanges).toBe(0);
  });

  it('only in organisations is no other token in an app that has none', async () => {
    const withoutOrgs = additionalClaims({ claims: orgConfig.claims });
    const world = await signedIn({ acme: 'v' }, { additional: withoutOrgs });
    world.backend.setSessionClaims('ada', claims({ acme: 'o' }));
    world.tab.signIn('ada');
    await world.after(1_000);
    expect(world.now).toMatchObject({ status: 'fresh', orgs: {} });
  });
});

describe('a watch on the data of an organisation', () => {
  const notesOf = (org: string): FakeSource => ({
    data: `notes of ${org}`,
    allows: ({ additionalClaims: said }) => Object.hasOwn((said?.o ?? {}) as object, org),
  });

  function watch(world: World, source: FakeSource): string[] {
    const told: string[] = [];
    world.client.watch(source as never, {
      next: (snapshot) => told.push((snapshot as never as FakeSnapshot).data),
      denied: () => told.push('denied'),
    });
    return told;
  }

  it('ends with the membership there, while that of another goes on, and comes back with it', async () => {
    const world = await signedIn({ acme: 'e', beta: 'v' });
    const acme = watch(world, notesOf('acme'));
    const beta = watch(world, notesOf('beta'));
    await world.after(10);
    expect([acme, beta]).toEqual([['notes of acme'], ['notes of beta']]);
    const { listens } = world.tab;
    world.backend.edit('ada', 'reader', 20, claims({ beta: 'v' }));
    await world.after(ROUND_TRIP);
    expect([acme, beta]).toEqual([['notes of acme', 'denied'], ['notes of beta']]);
    world.backend.edit('ada', 'reader', 30, claims({ acme: 'v', beta: 'v' }));
    await world.after(ROUND_TRIP);
    expect(acme).toEqual(['notes of acme', 'denied', 'notes of acme']);
    expect(beta).toEqual(['notes of beta']);
    // The one that went on was never opened again: the probe and the listener are acme's.
    expect(world.tab.listens - listens).toBe(2);
  });

  it('of one that the token has no room for comes with the marker that names it', async () => {
    const world = await signedIn({ acme: 'o' }, { rest: { om: 1 } });
    const isMember = { beta: false };
    // What the rules do: they look the membership up.
    const told = watch(world, { data: 'notes of beta', allows: () => isMember.beta });
    await world.after(5_000);
    expect(told).toEqual(['denied']);
    isMember.beta = true;
    const token = claims({ acme: 'o' }, { om: 1 });
    world.backend.edit('ada', 'reader', 20, { ...token, moreOrgs: { o: { beta: 'v' } } });
    await world.after(ROUND_TRIP);
    expect(told).toEqual(['denied', 'notes of beta']);
  });
});

describe('polling in place of the listener', () => {
  it('brings memberships and claims as the listener would', async () => {
    const world = await signedIn({ acme: 'e' }, { fetchMe: async () => Response.json(me()) });
    const me = () => ({
      uid: 'ada',
      marker: world.backend.markerOf('ada'),
      settings: { lockdown: false, minimumAuthTime: null },
    });
    world.backend.firestoreBlocked = true;
    world.tab.failMarker('unavailable');
    const token = claims({ beta: 'v' }, { om: 1, plan: 'pro' });
    world.backend.edit('ada', 'reader', 20, { ...token, moreOrgs: { o: { gamma: 'o' } } });
    await world.after(20_000);
    expect(world.now).toMatchObject({ status: 'fresh', version: 20, custom: { plan: 'pro' } });
    expect(rolesIn(world.now)).toEqual({ beta: 'viewer', gamma: 'owner' });
  });
});

describe('the session cookie of a server', () => {
  it('follows a change of a membership alone', async () => {
    const world = await signedIn({ acme: 'e' });
    const asked: string[] = [];
    const auth = {
      config: { apiKey: 'key' },
      app: { name: 'app' },
      currentUser: { getIdTokenResult: async () => ({ token: 'the-token', claims: {} }) },
    } as unknown as Auth;
    const { clock, locks } = world;
    const changed = vi.fn();
    const session = followWithSession(
      world.client,
      { auth, changed },
      {
        ...{ clock, locks, random: () => 0.5, window: null, storage: null },
        fetch: async (_, init) => {
          asked.push(`${init?.method} ${world.now.version}`);
          return Response.json({ uid: 'ada', version: world.now.version, expiresIn: 1_000 });
        },
      },
    );
    await world.after(100);
    world.backend.edit('ada', 'reader', 20, claims({ acme: 'v' }));
    await world.after(100);
    expect(asked).toEqual(['POST 10', 'POST 20']);
    expect(changed).toHaveBeenCalledTimes(1);
    session.stop();
  });
});

describe('can', () => {
  it('asks for the app’s permission, or with `in` for that of an organisation', async () => {
    const world = await signedIn({ acme: 'e' });
    const now = world.now as ClaimsSnapshot<
      'reader',
      'read' | 'write',
      { orgRole: 'editor'; orgPermission: 'notes.write' | 'read'; custom: Record<string, unknown> }
    >;
    expect(can(now, 'read')).toBe(true);
    expect(can(now, 'write')).toBe(false);
    expect(can(now, 'notes.write', { in: 'acme' })).toBe(true);
    // One name in both tables are two permissions.
    expect(can(now, 'read', { in: 'acme' })).toBe(false);
    for (const nowhere of ['beta', '', null, undefined, '__proto__', 'constructor']) {
      expect(can(now, 'notes.write', { in: nowhere })).toBe(false);
      expect(can(now, 'read', { in: nowhere })).toBe(false);
    }
  });
});
