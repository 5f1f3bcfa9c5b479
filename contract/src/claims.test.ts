import { describe, expect, it } from 'vitest';
import { claimsProblem, decodeClaims, encodeClaims, mergeClaims, NO_ACCESS } from './claims.ts';
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

  it('replace ours and keep everybody else’s', () => {
    const merged = mergeClaims(
      { tenant: 't1', role: 'admin', cv: 1, rx: 9 },
      { role: 'viewer', expiresAt: null, version: 2 },
    );
    expect(merged).toEqual({ tenant: 't1', role: 'viewer', cv: 2 });
  });

  it('have a problem with every reserved name', () => {
    for (const name of RESERVED_CLAIMS) {
      expect(claimsProblem({ [name]: 1 })).toMatchObject({ code: 'reserved-claim', field: name });
    }
  });

  it('may be 1,000 characters long and not one more', () => {
    const claims = (length: number) => ({
      a: 'x'.repeat(length - JSON.stringify({ a: '' }).length),
    });
    expect(claimsProblem(claims(1000))).toBeNull();
    expect(claimsProblem(claims(1001))?.code).toBe('claims-too-large');
  });
});
