import type { Auth, UserRecord } from 'firebase-admin/auth';
import { describe, expect, it } from 'vitest';
import { authAccounts } from './auth-accounts.ts';

const failing = (code: string) => {
  const fail = () => Promise.reject(Object.assign(new Error(code), { code }));
  const names = ['getUser', 'setCustomUserClaims', 'updateUser', 'revokeRefreshTokens'];
  return authAccounts(Object.fromEntries(names.map((name) => [name, fail])) as unknown as Auth);
};

const finding = (record: Partial<UserRecord>) =>
  authAccounts({ getUser: async () => record } as unknown as Auth);

describe('an account that Firebase Auth knows nothing of', () => {
  it.each(['auth/user-not-found', 'auth/invalid-uid'])('is none: %s', async (code) => {
    expect(await failing(code).read('mia')).toBeNull();
    expect(await failing(code).setClaims('mia', {})).toEqual({ outcome: 'no-such-account' });
    expect(await failing(code).setDisabled('mia', true)).toEqual({ outcome: 'no-such-account' });
    expect(await failing(code).endSessions('mia')).toEqual({ outcome: 'no-such-account' });
  });
});

describe('any other error', () => {
  it.each([
    'auth/internal-error',
    'auth/quota-exceeded',
    'auth/insufficient-permission',
    'app/network-error',
    '',
  ])('is passed on, and never taken for "no account": %s', async (code) => {
    const accounts = failing(code);
    await expect(accounts.read('mia')).rejects.toMatchObject({ code });
    await expect(accounts.setClaims('mia', {})).rejects.toMatchObject({ code });
    await expect(accounts.setDisabled('mia', true)).rejects.toMatchObject({ code });
    await expect(accounts.endSessions('mia')).rejects.toMatchObject({ code });
  });

  it('is a refusal where the claims are at fault, which no repetition mends', async () => {
    for (const [code, problem] of [
      ['auth/claims-too-large', 'claims-too-large'],
      ['auth/forbidden-claim', 'reserved-claim'],
    ] as const) {
      expect(await failing(code).setClaims('mia', { role: 'editor' })).toMatchObject({
        outcome: 'refused',
        problem: { code: problem },
      });
    }
  });
});

it('reads claims, lock, end of the sessions and address', async () => {
  const record = {
    customClaims: { role: 'editor' },
    disabled: true,
    tokensValidAfterTime: 'Thu, 01 Jan 1970 00:01:00 GMT',
    email: 'mia@example.com',
    emailVerified: true,
  };
  expect(await finding(record).read('mia')).toEqual({
    claims: { role: 'editor' },
    disabled: true,
    sessionsValidSince: 60,
    email: 'mia@example.com',
    emailVerified: true,
  });
});

it('has nothing verified where there is no address', async () => {
  expect(await finding({ disabled: false, emailVerified: true }).read('mia')).toEqual({
    claims: {},
    disabled: false,
    sessionsValidSince: 0,
    email: null,
    emailVerified: false,
  });
});
