import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { appConfig } from '../testing/app-roles.ts';
import { orgConfig, orgRoles, orgTable } from '../testing/org-config.ts';
import { accessFieldsOf } from './access-fields.ts';
import { defineConfig } from './config.ts';
import { isOrgId, membershipIn, orgIdsIn } from './orgs.ts';
import { additionalNames, fitClaims, readAdditional } from './read-additional.ts';
import { timestampAt } from './timestamp.ts';

const read = (document: Record<string, unknown>, previous = {}) =>
  readAdditional(orgRoles, document, previous);

describe('claims of the app’s own', () => {
  it('follow their fields, under their names in the token', () => {
    expect(read({ plan: 'pro', salesArea: 'north' })).toEqual({
      values: { plan: 'pro', a: 'north' },
      memberships: {},
      problem: null,
    });
  });

  it.each([{}, { plan: null, salesArea: null }])('are none without a value: %j', (document) => {
    const previous = { plan: 'pro', a: 'north' };
    expect(read(document, previous)).toMatchObject({ values: {}, problem: null });
  });

  it('go with a value that cannot be read, unless the last one is to be kept', () => {
    const previous = { plan: 'pro', a: 'north' };
    const { values, problem } = read({ plan: 'Pro', salesArea: 7 }, previous);
    expect(values).toEqual({ a: 'north' });
    expect(problem).toMatchObject({ code: 'wrong-type', field: 'plan', value: '"Pro"' });
    expect(problem?.message).toMatch(/^The field "plan" cannot become the claim "plan": .*\.$/);
    expect(read({ salesArea: 7 }).values).toEqual({});
  });

  it.each([
    [
      'a schema that answers later',
      v.pipeAsync(
        v.string(),
        v.checkAsync(async () => true),
      ),
    ],
    [
      'a schema that throws',
      v.pipe(
        v.string(),
        v.transform(() => {
          throw new Error('No.');
        }),
      ),
    ],
    [
      'what is no JSON',
      v.pipe(
        v.string(),
        v.transform(() => new Date(0)),
      ),
    ],
    [
      'a number that JSON lacks',
      v.pipe(
        v.string(),
        v.transform(() => Number.NaN),
      ),
    ],
  ])('are none for %s', (_, schema) => {
    const { roles } = defineConfig({
      ...appConfig,
      orgs: undefined,
      claims: { plan: { from: 'plan', schema } },
    });
    const { values, problem } = readAdditional(roles, { plan: 'pro' }, {});
    expect(values).toEqual({});
    expect(problem?.code).toBe('wrong-type');
  });

  it.each([
    ['claims.plan.from', { from: 'role' }],
    ['claims.plan.from', { from: 'billing.plan' }],
    ['claims.plan.schema', { schema: {} }],
    ['claims.plan.claim', { claim: 'cv' }],
    ['claims.plan.claim', { claim: 'o' }],
    ['claims.plan.claim', { claim: 'sub' }],
    ['claims.plan.claim', { claim: 'area' }],
  ])('are refused at the start: %s in %j', (option, changed) => {
    const source = { from: 'plan', schema: v.string(), ...changed } as never;
    const area = { from: 'area', schema: v.string() };
    expect(() =>
      defineConfig({ ...appConfig, orgs: undefined, claims: { area, plan: source } }),
    ).toThrow(new RegExp(`^${option}`));
  });
});

describe('memberships', () => {
  it('are read as the documents that they copy', () => {
    const { memberships, problem } = read({
      orgs: {
        acme: { role: 'owner', roleExpiresAt: null },
        beta: { role: 'viewer', roleExpiresAt: timestampAt(2_000_000_000, 5) },
        locked: { role: 'owner', disabled: true },
        none: { role: null },
      },
    });
    expect(memberships).toEqual({
      acme: { role: 'owner', expiresAt: null },
      beta: { role: 'viewer', expiresAt: 2_000_000_000 },
    });
    expect(problem).toBeNull();
  });

  it('are none where they cannot be read, each for itself', () => {
    const { memberships, problem } = read({
      orgs: { acme: { role: 'Owner' }, beta: { role: 'editor' }, 'a/b': { role: 'owner' }, no: 1 },
    });
    expect(Object.keys(memberships)).toEqual(['beta']);
    expect(problem).toMatchObject({ code: 'unknown-role', field: 'acme.role' });
    expect(problem?.message).toBe(
      'In the organisation acme: There is no role "Owner". Did you mean "owner"?',
    );
  });

  it.each([null, 'acme', ['acme'], 7])('are none in %j', (orgs) => {
    expect(read({ orgs })).toMatchObject({ memberships: {}, problem: null });
  });

  it('come back out of the claims', () => {
    const claims = { o: { acme: 'o', beta: 'v', x: 'z' }, ox: { beta: 5, acme: null } };
    expect(membershipIn(orgTable, claims, 'acme')).toEqual({ role: 'owner', expiresAt: null });
    expect(membershipIn(orgTable, claims, 'beta')).toEqual({ role: 'viewer', expiresAt: 5 });
    for (const id of ['x', 'gamma', 'toString', '__proto__']) {
      expect(membershipIn(orgTable, claims, id)).toBeNull();
    }
    expect(membershipIn(orgTable, { o: { acme: 'o' }, ox: { acme: 'never' } }, 'acme')).toBeNull();
    expect(orgIdsIn(claims)).toEqual(['acme', 'beta', 'x']);
    expect(orgIdsIn({ o: 'acme' })).toEqual([]);
  });

  it.each(['acme', 'a', '0-_Z'])('can have the id %s', (id) => expect(isOrgId(id)).toBe(true));
  it.each(['', 'a/b', 'a.b', '__x__', 'é', 'x'.repeat(65), 7])('cannot have the id %s', (id) =>
    expect(isOrgId(id)).toBe(false),
  );
});

const idsOf = (length: number, count: number) =>
  Array.from({ length: count }, (_, at) => String(at).padStart(length, 'x'));

describe('what fits', () => {
  const others = { role: 'editor', cv: 1_795_000_000_000_000 };
  const fitted = (ids: readonly string[], role = 'editor', values = {}) =>
    fitClaims(orgRoles, others, {
      values,
      memberships: Object.fromEntries(ids.map((id) => [id, { role, expiresAt: null }])),
      problem: null,
    });

  it.each([
    [8, 63],
    [12, 50],
    [20, 35],
  ])('is with ids of %i characters %i organisations, beside role and version', (length, most) => {
    expect(fitted(idsOf(length, most)).claims.om).toBeUndefined();
    const over = fitted(idsOf(length, most + 1));
    expect(over.claims.om).toBe(1);
    expect(JSON.stringify({ ...others, ...over.claims }).length).toBeLessThanOrEqual(1000);
    const [kept, left] = [orgIdsIn(over.claims), orgIdsIn(over.moreOrgs ?? {})];
    expect([...kept, ...left].sort()).toEqual(idsOf(length, most + 1).sort());
    expect(kept.length).toBeGreaterThanOrEqual(most - 1);
  });

  it('keeps the higher roles, whatever the order in which they came', () => {
    const many = Object.fromEntries(
      idsOf(20, 200).map((id, at) => [
        id,
        { role: at === 150 ? 'owner' : 'viewer', expiresAt: null },
      ]),
    );
    const { claims } = fitClaims(orgRoles, others, {
      values: {},
      memberships: many,
      problem: null,
    });
    const again = fitClaims(orgRoles, others, {
      values: {},
      memberships: Object.fromEntries(Object.entries(many).reverse()),
      problem: null,
    });
    expect(claims).toEqual(again.claims);
    expect(orgIdsIn(claims)[0]).toBe(idsOf(20, 200)[150]);
  });

  it('puts the app’s own claims first, and leaves out one that is too long', () => {
    const { claims, problem } = fitted(['acme'], 'owner', { a: 'ü'.repeat(500), plan: 'pro' });
    expect(claims).toEqual({ plan: 'pro', o: { acme: 'o' } });
    expect(problem).toMatchObject({ code: 'claims-too-large', field: 'a' });
  });
});

it('knows the names and the fields of an app’s additional claims', () => {
  expect(additionalNames(orgRoles)).toEqual(['plan', 'a', 'o', 'ox', 'om']);
  expect(accessFieldsOf(orgConfig)).toEqual([
    ...accessFieldsOf(appConfig),
    'plan',
    'salesArea',
    'orgs',
  ]);
  expect(additionalNames(appConfig.roles)).toEqual([]);
});
