import { describe, expect, it } from 'vitest';
import {
  carriesAccess,
  claimsProblem,
  decodeClaims,
  encodeClaims,
  mergeClaims,
  NO_ACCESS,
} from './claims.ts';
import { RESERVED_CLAIMS } from './limits.ts';

describe('claims', () => {
  it.each([
    { role: 'editor', expiresAt: null, version: 17 },
    { role: 'editor', expiresAt: 2_000_000_000, version: 17 },
    { role: null, expiresAt: null, version: 17 },
  ])('come back from their encoding: %j', (access) => {
    expect(decodeClaims(encodeClaims(access))).toEqual(access);
  });

  it('stay slim: no role, no key', () => {
    expect(encodeClaims({ role: null, expiresAt: 5, version: 17 })).toEqual({ cv: 17 });
  });

  it.each([
    undefined,
    null,
    'admin',
    [],
    { role: 42, cv: 1.5 },
    { role: ['admin'] },
    { role: 'admin', rx: 'never' },
    { role: 'admin', rx: {} },
    { role: null },
  ])('deny when malformed: %j', (claims) => {
    expect(decodeClaims(claims)).toEqual(NO_ACCESS);
  });

  it('read a version that is no positive integer as none', () => {
    for (const cv of ['17', -1, 0.5, Number.NaN, 2 ** 60]) {
      expect(decodeClaims({ role: 'editor', cv })).toMatchObject({ role: 'editor', version: 0 });
    }
  });

  it('have no end by an `rx` of null', () => {
    const claims = { role: 'editor', cv: 17, rx: null };
    expect(decodeClaims(claims)).toEqual({ role: 'editor', expiresAt: null, version: 17 });
  });

  it.each([
    ['exactly', { role: 'editor', cv: 17, rx: 9 }, true],
    ['among others', { role: 'editor', cv: 17, rx: 9, tenant: 't1' }, true],
    ['with another role', { role: 'viewer', cv: 17, rx: 9 }, false],
    ['with an older version', { role: 'editor', cv: 16, rx: 9 }, false],
    ['with another end', { role: 'editor', cv: 17, rx: 8 }, false],
    ['without an end', { role: 'editor', cv: 17 }, false],
    ['in another shape', { role: 'editor', cv: '17', rx: 9 }, false],
    ['not at all', {}, false],
  ])('carry an access %s', (_, claims, expected) => {
    const access = { role: 'editor', expiresAt: 9, version: 17 };
    expect(carriesAccess(claims, access)).toBe(expected);
  });

  it('do not say no role while a role is left in them', () => {
    const access = { role: null, expiresAt: null, version: 17 };
    expect(carriesAccess({ cv: 17 }, access)).toBe(true);
    expect(carriesAccess({ cv: 17, role: 'editor' }, access)).toBe(false);
    expect(carriesAccess({ cv: 17, rx: 9 }, access)).toBe(false);
  });

  it('replace `role`, `cv` and `rx` and keep all others', () => {
    const merged = mergeClaims(
      { tenant: 't1', role: 'admin', cv: 1, rx: 9 },
      { role: 'viewer', expiresAt: null, version: 2 },
    );
    expect(merged).toEqual({ tenant: 't1', role: 'viewer', cv: 2 });
  });

  it('have a problem with every reserved name', () => {
    for (const name of RESERVED_CLAIMS) {
      expect(claimsProblem({ [name]: 1 })).toEqual({
        code: 'reserved-claim',
        message: `The account carries a claim named "${name}", which Firebase Auth reserves. Remove it and save the role again.`,
        field: name,
      });
    }
  });

  it('may be 1,000 characters long and not one more', () => {
    const claims = (length: number) => ({
      a: 'x'.repeat(length - JSON.stringify({ a: '' }).length),
    });
    expect(claimsProblem(claims(1000))).toBeNull();
    expect(claimsProblem(claims(1001))).toEqual({
      code: 'claims-too-large',
      message:
        "With the role added, the account's custom claims would be 1001 characters long; 1000 are allowed. Remove other claims and save the role again.",
    });
  });
});
