import { topRole } from 'live-claims/core';
import { describe, expect, it } from 'vitest';
import { appRoles } from '../../../functions/src/live-claims.config.ts';
import { sentenceFor, TOP_ROLE } from './error-sentences.ts';

const failed = (code: string, more: object = {}) =>
  Object.assign(new Error(`Firebase: Error (${code}).`), { code, ...more });

describe('a failure in words', () => {
  it('never shows a code, whatever failed', () => {
    const codes = [
      'auth/network-request-failed',
      'auth/invalid-credential',
      'auth/email-already-in-use',
      'auth/weak-password',
      'auth/invalid-email',
      'auth/missing-password',
      'auth/user-disabled',
      'auth/too-many-requests',
      'auth/something-new',
      'permission-denied',
    ];
    for (const error of codes.map((code) => failed(code))) {
      expect(sentenceFor(error)).toMatch(/^[A-Z“].*[.]$/);
      expect(sentenceFor(error)).not.toMatch(/auth\/|[a-z]-[a-z]+-|undefined/);
    }
  });

  it('says the same about a wrong password and an unknown address, so that it reveals no account', () => {
    expect(sentenceFor(failed('auth/wrong-password'))).toBe(
      sentenceFor(failed('auth/user-not-found')),
    );
  });

  it.each([
    ['not-allowed', /“My access” shows what you may do/],
    ['locked-down', /only owners have access/],
    ['rank-too-low', /Ask an owner/],
  ])('says why a request was refused, as this app has it: %s', (reason, words) => {
    const error = failed('functions/permission-denied', { details: { reason } });
    expect(sentenceFor(error)).toMatch(words);
  });

  it('names the role of the highest rank, which is not read here from the roles', () => {
    expect(TOP_ROLE).toBe(topRole(appRoles));
  });

  it('says that a sign-up was blocked, and that trying again helps', () => {
    const error = failed('auth/internal-error');
    error.message =
      'Firebase: ((BLOCKING_FUNCTION_ERROR_RESPONSE : {"error":{}})) (auth/internal-error).';
    expect(sentenceFor(error)).toMatch(/could not be set up.*try again/);
  });
});
