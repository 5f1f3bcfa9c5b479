import { expect, it } from 'vitest';
import { SyncContention } from '../sync/sync-user.ts';
import { faultOf, skippedFor } from './failure.ts';

const withCode = (code: unknown) => Object.assign(new Error('no'), { code });

it.each([14, 2, 4, 8, 'app/network-error', 'auth/quota-exceeded'])(
  '%s passes by itself',
  (code) => {
    expect(faultOf(withCode(code))).toBe('passing');
  },
);

it.each([3, 7, 'auth/invalid-uid', undefined])('%s does not', (code) => {
  expect(faultOf(withCode(code))).toBe('lasting');
});

it('a document that keeps changing does not block the others', () => {
  expect(faultOf(new SyncContention('a'))).toBe('lasting');
});

it('tells an error by its code, else by its name, and keeps it short', () => {
  expect(skippedFor(withCode(7))).toEqual({ code: '7', message: 'no' });
  expect(skippedFor(new TypeError('no'))).toEqual({ code: 'TypeError', message: 'no' });
  expect(skippedFor('no')).toEqual({ code: 'error', message: 'no' });
  expect(skippedFor(undefined)).toEqual({ code: 'error', message: 'undefined' });
  expect(skippedFor(new Error('x'.repeat(900))).message).toHaveLength(500);
});
