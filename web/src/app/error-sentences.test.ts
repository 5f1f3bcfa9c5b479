import { describe, expect, it, vi } from 'vitest';
import { sentenceFor } from './error-sentences.ts';

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
      'unavailable',
      'resource-exhausted',
      'failed-precondition',
      'functions/internal',
      'functions/deadline-exceeded',
      'functions/not-found',
    ];
    for (const error of [...codes.map((code) => failed(code)), null, 'a text', new Error('boom')]) {
      expect(sentenceFor(error)).toMatch(/^[A-Z“].*[.]$/);
      expect(sentenceFor(error)).not.toMatch(/auth\/|functions\/|[a-z]-[a-z]+-|boom|undefined/);
    }
  });

  it('says the same about a wrong password and an unknown address, so that it reveals no account', () => {
    expect(sentenceFor(failed('auth/wrong-password'))).toBe(
      sentenceFor(failed('auth/user-not-found')),
    );
  });

  it('tells a lost connection from a refusal, under every prefix', () => {
    expect(sentenceFor(failed('unavailable'))).toMatch(/Check your connection/);
    expect(sentenceFor(failed('functions/unavailable'))).toMatch(/Check your connection/);
    expect(sentenceFor(failed('permission-denied'))).toMatch(/access does not allow/);
    expect(sentenceFor(failed('functions/resource-exhausted'))).toMatch(/Wait a few minutes/);
  });

  it('says that nothing was changed, of a call while the browser is offline', () => {
    vi.stubGlobal('navigator', { onLine: false });
    const sentence = sentenceFor(failed('functions/internal'));
    vi.unstubAllGlobals();
    expect(sentence).toBe('You are offline. Nothing was changed; save again when you are back.');
    expect(sentenceFor(failed('functions/internal'))).not.toMatch(/offline/);
  });

  it.each([
    ['not-allowed', /access does not allow this/],
    ['own-role', /own role/],
    ['rank-too-low', /below your own rank/],
    ['last-owner', /last permanent owner/],
    ['locked-down', /only owners have access/],
    ['session-revoked', /sessions were ended/],
    ['sign-in-too-old', /has to sign in again/],
    ['claims-shadowed', /sign in with another method/],
    ['token-too-old', /checked again/],
    ['email-not-verified', /Verify this e-mail address/],
  ])('says why a request was refused: %s', (reason, words) => {
    const error = failed('functions/permission-denied', { details: { reason } });
    expect(sentenceFor(error)).toMatch(words);
  });

  it('keeps to the code where a refusal gives a reason that it does not know', () => {
    for (const details of [{ reason: 'of-tomorrow' }, { reason: 'toString' }, 'text', null]) {
      const error = failed('functions/permission-denied', { details });
      expect(sentenceFor(error)).toMatch(/access does not allow/);
    }
  });

  it('says that a sign-up was blocked, and that trying again helps', () => {
    const error = failed('auth/internal-error');
    error.message =
      'Firebase: ((BLOCKING_FUNCTION_ERROR_RESPONSE : {"error":{}})) (auth/internal-error).';
    expect(sentenceFor(error)).toMatch(/could not be set up.*try again/);
  });

  it('asks for a reload when a part of the app is no longer served', () => {
    const error = new TypeError('Failed to fetch dynamically imported module: /assets/x.js');
    expect(sentenceFor(error)).toMatch(/Reload the page/);
  });
});
