import type { ListUsersResult, UserRecord } from 'firebase-admin/auth';
import { expect, it, vi } from 'vitest';
import { countAccounts } from './adopt-accounts.ts';

it('counts accounts for as long as each page is answered within its minute', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  try {
    const page = (n: number): ListUsersResult => ({
      users: Array.from({ length: 1000 }, () => ({}) as UserRecord),
      ...(n < 3 && { pageToken: String(n + 1) }),
    });
    const listUsers = (_: number | undefined, token = '0') =>
      new Promise<ListUsersResult>((done) => setTimeout(() => done(page(Number(token))), 40_000));
    const counting = countAccounts({ listUsers }, new AbortController().signal);
    await vi.advanceTimersByTimeAsync(160_000);
    expect(await counting).toBe(4000);
  } finally {
    vi.useRealTimers();
  }
});

it('stops counting when it is asked to', async () => {
  const counting = countAccounts({ listUsers: () => new Promise(() => {}) }, AbortSignal.abort());
  await expect(counting).rejects.toMatchObject({ code: 'interrupted' });
});
