import { describe, expect, it } from 'vitest';
import { refreshFailure, sessionEnd } from './auth-errors.ts';

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
    expect(sessionEnd({ code })).toBeNull();
  });

  it.each([null, undefined, 'auth/user-disabled', { code: 7 }, new Error('no code')])(
    'without a code (%o) ends no session',
    (cause) => {
      expect(sessionEnd(cause)).toBeNull();
    },
  );

  it('is reported by what the person can do about it', () => {
    expect(refreshFailure(undefined).code).toBe('claims-behind');
    expect(refreshFailure({ code: 'auth/quota-exceeded' }).code).toBe('quota-exceeded');
    expect(refreshFailure({ code: 'auth/network-request-failed' }).code).toBe('refresh-failed');
  });

  it('keeps its cause and starts with its code', () => {
    const cause = { code: 'auth/internal-error' };
    const error = refreshFailure(cause);
    expect(error.cause).toBe(cause);
    expect(error.message).toBe(`[refresh-failed] ${error.advice}`);
    expect(error).toBeInstanceOf(Error);
  });
});
