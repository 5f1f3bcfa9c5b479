import { describe, expect, it } from 'vitest';
import { ACCESS_REFUSALS, parseRefusalDetails } from './challenge.ts';

describe('the details of a refusal', () => {
  it('are of a closed set', () => {
    expect(ACCESS_REFUSALS).toEqual([
      'signed-out',
      'session-revoked',
      'sign-in-too-old',
      'disabled',
      'locked-down',
      'token-stale',
      'claims-shadowed',
      'token-too-old',
      'not-allowed',
    ]);
  });

  it.each(ACCESS_REFUSALS)('can be %s', (reason) => {
    expect(parseRefusalDetails({ reason })).toEqual({ reason });
  });

  it('say what the next token has to reach', () => {
    const stale = { reason: 'token-stale', version: 1_700_000_000_000_000 };
    const old = { reason: 'token-too-old', maxTokenAge: 300 };
    expect(parseRefusalDetails(stale)).toEqual(stale);
    expect(parseRefusalDetails({ ...old, more: 7 })).toEqual(old);
  });

  it.each([
    null,
    undefined,
    'token-stale',
    {},
    { reason: 'rank-too-low' },
    { reason: 'token-stale', version: '7' },
    { reason: 'token-stale', version: 7.5 },
    { reason: 'token-stale', version: 2 ** 60 },
    { reason: 'token-too-old', maxTokenAge: '300' },
  ])('are null when they cannot be read: %j', (data) => {
    expect(parseRefusalDetails(data)).toBeNull();
  });
});
