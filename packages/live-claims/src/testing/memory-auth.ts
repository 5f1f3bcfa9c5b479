import type { Auth, UserRecord } from 'firebase-admin/auth';

/** An account, as far as a test says. */
export type MemoryAccount = Partial<UserRecord> & { readonly uid: string };

/** As much of the Admin SDK's Firebase Auth, in memory, as live-claims uses. */
export class MemoryAuth {
  readonly accounts = new Map<string, UserRecord>();

  /** The same as the Admin SDK's type. */
  get auth(): Auth {
    return this as unknown as Auth;
  }

  add(account: MemoryAccount): void {
    const metadata = { creationTime: 'Mon, 23 Nov 2026 08:00:00 GMT' };
    const empty = { emailVerified: false, disabled: false, providerData: [{}], metadata };
    this.accounts.set(account.uid, { ...empty, ...account } as unknown as UserRecord);
  }

  async getUser(uid: string): Promise<UserRecord> {
    const found = this.accounts.get(uid);
    if (found === undefined) throw Object.assign(new Error(uid), { code: 'auth/user-not-found' });
    return found;
  }

  async getUsers(ids: readonly ({ readonly uid: string } | { readonly email: string })[]) {
    const all = [...this.accounts.values()];
    const found = (id: (typeof ids)[number]) =>
      'uid' in id ? this.accounts.get(id.uid) : all.find(({ email }) => email === id.email);
    return { users: ids.flatMap((id) => found(id) ?? []), notFound: [] };
  }

  async listUsers() {
    return { users: [...this.accounts.values()] };
  }

  async setCustomUserClaims(uid: string, customClaims: Record<string, unknown>): Promise<void> {
    await this.#change(uid, { customClaims });
  }

  async updateUser(uid: string, change: { readonly disabled: boolean }): Promise<void> {
    await this.#change(uid, change);
  }

  async revokeRefreshTokens(uid: string): Promise<void> {
    await this.#change(uid, { tokensValidAfterTime: new Date().toUTCString() });
  }

  async deleteUser(uid: string): Promise<void> {
    await this.getUser(uid);
    this.accounts.delete(uid);
  }

  async #change(uid: string, change: Partial<UserRecord>): Promise<void> {
    const account = await this.getUser(uid);
    this.accounts.set(uid, { ...account, ...change } as UserRecord);
  }
}
