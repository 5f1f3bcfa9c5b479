import { describe, expect, it } from 'vitest';
import { isDenial, refreshError, sessionEnd } from './errors.ts';

describe('an error of a refresh', () => {
  it.each([
    'auth/quota-exceeded',
    'auth/too-many-requests',
    'auth/network-request-failed',
    'auth/internal-error',
    'auth/timeout',
    'constructor',
    '',
  ])('never ends the session when its code is "%s" (firebase-js-sdk #9259)', (code) => {
    expect(sessionEnd({ code })).toBeUndefined();
  });

  it.each([null, undefined, 'auth/user-disabled', { code: 7 }, new Error('no code')])(
    'without a code (%o) ends no session',
    (cause) => {
      expect(sessionEnd(cause)).toBeUndefined();
    },
  );

  it('is reported by what the person can do about it', () => {
    expect(refreshError(undefined).code).toBe('claims-behind');
    expect(refreshError({ code: 'auth/quota-exceeded' }).code).toBe('quota-exceeded');
    expect(refreshError({ code: 'auth/network-request-failed' }).code).toBe('refresh-failed');
  });

  it('keeps its cause and starts with its code', () => {
    const cause = { code: 'auth/internal-error' };
    const error = refreshError(cause);
    expect(error.cause).toBe(cause);
    expect(error.message).toBe(`[refresh-failed] ${error.advice}`);
    expect(error).toBeInstanceOf(Error);
  });
});

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
});
