import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { appRoles } from '../../testing/app-roles.ts';
import { sentenceFor } from './error-sentences.ts';

const failed = (code: string, more: object = {}) =>
  Object.assign(new Error(`Firebase: Error (${code}).`), { code, ...more });

const words = (error: unknown) => sentenceFor(error, appRoles);

describe('a failure in words', () => {
  it('never shows a code, whatever failed', () => {
    const codes = [
      'permission-denied',
      'unavailable',
      'resource-exhausted',
      'failed-precondition',
      'functions/internal',
      'functions/deadline-exceeded',
      'functions/not-found',
    ];
    for (const error of [...codes.map((code) => failed(code)), null, 'a text', new Error('boom')]) {
      expect(words(error)).toMatch(/^[A-Z“].*[.]$/);
      expect(words(error)).not.toMatch(/functions\/|[a-z]-[a-z]+-|boom|undefined/);
    }
  });

  it('tells a lost connection from a refusal, under every prefix', () => {
    expect(words(failed('unavailable'))).toMatch(/Check your connection/);
    expect(words(failed('functions/unavailable'))).toMatch(/Check your connection/);
    expect(words(failed('permission-denied'))).toMatch(/access does not allow/);
    expect(words(failed('functions/resource-exhausted'))).toMatch(/Wait a few minutes/);
  });

  it.each([
    ['not-allowed', /access does not allow this/],
    ['own-role', /own role/],
    ['rank-too-low', /below your own rank.*Ask an owner/],
    ['last-owner', /last permanent owner/],
    ['locked-down', /only the role “owner” has access/],
    ['session-revoked', /sessions were ended/],
    ['sign-in-too-old', /has to sign in again/],
    ['claims-shadowed', /sign in with another method/],
    ['token-too-old', /checked again/],
    ['email-not-verified', /Verify this e-mail address/],
  ])('says why a request was refused: %s', (reason, sentence) => {
    const error = failed('functions/permission-denied', { details: { reason } });
    expect(words(error)).toMatch(sentence);
  });

  it('keeps to the code where a refusal gives a reason that it does not know', () => {
    for (const details of [{ reason: 'of-tomorrow' }, { reason: 'toString' }, 'text', null]) {
      const error = failed('functions/permission-denied', { details });
      expect(words(error)).toMatch(/access does not allow/);
    }
  });

  it('says of a call from a device that is offline that nothing was changed', () => {
    vi.stubGlobal('navigator', { onLine: false });
    onTestFinished(() => {
      vi.unstubAllGlobals();
    });
    // What the SDK makes of a failed fetch.
    expect(words(failed('functions/internal'))).toMatch(/^You are offline\. Nothing was changed/);
    expect(words(failed('functions/permission-denied'))).toMatch(/access does not allow/);
  });

  it('asks for a reload when a part of the app is no longer served', () => {
    const error = new TypeError('Failed to fetch dynamically imported module: /assets/x.js');
    expect(words(error)).toMatch(/Reload the page/);
  });
});
