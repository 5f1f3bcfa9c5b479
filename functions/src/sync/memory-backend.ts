import type { ClaimsVersion } from '@live-claims/contract';
import type {
  AccessDocuments,
  Account,
  Accounts,
  AccountWrite,
  Publication,
  Source,
  StoredMarker,
} from './ports.ts';

/**
 * Firebase Auth and Firestore in memory, as the sync sees them, with a clock that ticks once an
 * operation. `before` is called ahead of each of the sync's operations, which is where a test lets
 * somebody else act, or fails it.
 */
export class MemoryBackend {
  readonly accountsById = new Map<string, Account>();
  readonly markers = new Map<string, StoredMarker>();
  readonly audit: Publication[] = [];
  readonly operations: string[] = [];
  before: (operation: string) => void | Promise<void> = () => undefined;

  #now: ClaimsVersion = 1_000;
  readonly #sources = new Map<string, Source>();

  /** Writes `users/{uid}`, or deletes it; returns the revision's version. */
  edit(uid: string, data: Record<string, unknown> | null): ClaimsVersion {
    const version = this.#tick();
    this.#sources.set(uid, { data, version });
    return version;
  }

  readonly accounts: Accounts = {
    read: async (uid) => {
      await this.#step('accounts.read');
      return this.accountsById.get(uid) ?? null;
    },
    setClaims: (uid, claims) => this.#writeAccount('accounts.setClaims', uid, { claims }),
    setDisabled: (uid, disabled) => this.#writeAccount('accounts.setDisabled', uid, { disabled }),
  };

  readonly documents: AccessDocuments = {
    read: async (uid) => {
      await this.#step('documents.read');
      return { source: this.#source(uid), marker: this.markers.get(uid) ?? null };
    },
    readSource: async (uid) => {
      await this.#step('documents.readSource');
      return this.#source(uid);
    },
    publish: async (publication) => {
      await this.#step('documents.publish');
      const { uid, before, after } = publication;
      if (this.markers.get(uid)?.revision !== before?.revision) return false;
      this.markers.set(uid, { ...after, revision: this.#tick() });
      this.audit.push(publication);
      return true;
    },
  };

  /** How often the sync used an operation. */
  count(operation: string): number {
    return this.operations.filter((name) => name === operation).length;
  }

  async #writeAccount(
    operation: string,
    uid: string,
    change: Partial<Account>,
  ): Promise<AccountWrite> {
    await this.#step(operation);
    const account = this.accountsById.get(uid);
    if (account === undefined) return { outcome: 'no-such-account' };
    this.accountsById.set(uid, { ...account, ...change });
    return { outcome: 'written' };
  }

  #source(uid: string): Source {
    const stored = this.#sources.get(uid);
    return stored?.data ? stored : { data: null, version: this.#tick() };
  }

  async #step(operation: string): Promise<void> {
    await this.before(operation);
    this.operations.push(operation);
    this.#tick();
  }

  #tick(): ClaimsVersion {
    this.#now += 1;
    return this.#now;
  }
}
