import { describe, expect, it } from 'vitest';
import { isDenial, isDeniedResponse } from './denial.ts';

describe('a refusal', () => {
  it.each([
    { code: 'permission-denied' },
    { code: 'firestore/permission-denied' },
    { code: 'functions/permission-denied' },
    { code: 'functions/unauthenticated' },
    { code: 'storage/unauthorized' },
    { code: 'storage/unauthenticated' },
    { status: 401 },
    { status: 403 },
    { response: { status: 401 } },
    new Response(null, { status: 401 }),
  ])('is %o', (error) => {
    expect(isDenial(error)).toBe(true);
  });

  it.each([
    null,
    undefined,
    'permission-denied',
    new Error('permission-denied'),
    { code: 'unavailable' },
    { code: 'not-permission-denied-really' },
    { code: 'permission-denied-maybe' },
    { code: 401 },
    { status: 500 },
    { status: '401' },
    { response: null },
  ])('is not %o', (error) => {
    expect(isDenial(error)).toBe(false);
  });

  it('as a result is only a Response: data that looks like one is the app’s own', () => {
    expect(isDeniedResponse(new Response(null, { status: 401 }))).toBe(true);
    expect(isDeniedResponse(new Response(null, { status: 200 }))).toBe(false);
    expect(isDeniedResponse({ status: 401 })).toBe(false);
    expect(isDeniedResponse(undefined)).toBe(false);
  });
});
