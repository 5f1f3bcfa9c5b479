import { describe, expect, it } from 'vitest';
import { ACCESS_REFUSALS, parseRefusalDetails } from '../../core/index.ts';
import { refusalError } from './callable.ts';
import { callableCode, challengeHeader, httpStatus, refusalBody } from './refusal.ts';

const details = {
  'signed-out': { reason: 'signed-out' },
  'session-revoked': { reason: 'session-revoked' },
  'sign-in-too-old': { reason: 'sign-in-too-old' },
  disabled: { reason: 'disabled' },
  'locked-down': { reason: 'locked-down' },
  'token-stale': { reason: 'token-stale', version: 1_700_000_000_000_001 },
  'claims-shadowed': { reason: 'claims-shadowed' },
  'token-too-old': { reason: 'token-too-old', maxTokenAge: 300 },
  'not-allowed': { reason: 'not-allowed' },
} as const;

describe('a refusal', () => {
  it.each([
    ['signed-out', 401, 'unauthenticated', 'Bearer'],
    ['session-revoked', 401, 'unauthenticated', 'Bearer error="invalid_token"'],
    ['sign-in-too-old', 401, 'unauthenticated', 'Bearer error="invalid_token"'],
    [
      'token-stale',
      401,
      'unauthenticated',
      'Bearer error="insufficient_claims", version="1700000000000001"',
    ],
    [
      'token-too-old',
      401,
      'unauthenticated',
      'Bearer error="insufficient_claims", max_token_age="300"',
    ],
    ['disabled', 403, 'permission-denied', null],
    ['locked-down', 403, 'permission-denied', null],
    ['claims-shadowed', 403, 'permission-denied', null],
    ['not-allowed', 403, 'permission-denied', null],
  ] as const)('%s is %i, %s, %s', (reason, status, code, challenge) => {
    expect(httpStatus(details[reason])).toBe(status);
    expect(callableCode(details[reason])).toBe(code);
    expect(challengeHeader(details[reason])).toBe(challenge);
  });

  it.each(ACCESS_REFUSALS)('%s comes with a sentence of its own and readable details', (reason) => {
    const body = refusalBody(details[reason]);
    expect(body.error).toMatch(/^[A-Z].+\.$/);
    expect(
      ACCESS_REFUSALS.filter((other) => refusalBody(details[other]).error === body.error),
    ).toEqual([reason]);
    expect(parseRefusalDetails(JSON.parse(JSON.stringify(body.details)))).toEqual(details[reason]);
    expect(refusalError(details[reason])).toMatchObject({
      code: callableCode(details[reason]),
      message: body.error,
      details: details[reason],
    });
  });
});
