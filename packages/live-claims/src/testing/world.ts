import { type Access, defineRoles, withGrantPermission } from '../core/index.ts';
import type { AdditionalClaims } from '../web/additional-claims.ts';
import type { ClientParts } from '../web/create-live-claims.ts';
import type { Environment } from '../web/environment.ts';
import type { TokenClaims } from '../web/firebase-port.ts';
import { startLiveClaims } from '../web/live-claims.ts';
import { createPolling, type FetchMe } from '../web/polling.ts';
import { retryCondition } from '../web/refusal.ts';
import type { ClaimsSnapshot, DevtoolsHook, LiveClaims } from '../web/types.ts';
import { FakeBackend } from './fake-backend.ts';
import { FakeClock } from './fake-clock.ts';
import { FakeTab } from './fake-tab.ts';
import { FakeChannels, FakeLocks, FakePage } from './fake-tabs.ts';

/** Roles of no particular app; `writer` and `auditor` overlap without one containing the other. */
const table = defineRoles({
  ranking: ['reader', 'writer', 'auditor', 'chief'],
  permissions: {
    reader: ['read'],
    writer: ['read', 'write'],
    auditor: ['read', 'audit'],
    chief: ['read', 'write', 'audit', 'grant'],
  },
  initialRole: 'reader',
});
export const roles = withGrantPermission(table, 'grant');

const POLL_MS = 800;
const START_MS = 2_000_000;

export interface WorldOptions {
  readonly environment?: Partial<Environment>;
  readonly random?: () => number;
  readonly additional?: AdditionalClaims;
  readonly devtools?: DevtoolsHook;
  readonly requestSync?: () => Promise<unknown>;
  readonly fetchMe?: FetchMe;
  /** Before the module is there that polls. */
  readonly loadPolling?: () => Promise<void>;
}

/** One browser: a client per tab, on one backend and one clock. */
export class World {
  readonly clock = new FakeClock(START_MS);
  readonly backend = new FakeBackend(this.clock.now);
  readonly locks = new FakeLocks();
  readonly channels = new FakeChannels();
  readonly tabs: { tab: FakeTab; page: FakePage; client: LiveClaims; seen: ClaimsSnapshot[] }[] =
    [];
  readonly #options: WorldOptions;

  constructor(options: WorldOptions = {}) {
    this.#options = options;
    this.openTab();
  }

  /** Opens another tab, with the account that is signed in in the first one. */
  openTab() {
    const {
      environment = {},
      random = () => 0.5,
      additional,
      devtools,
      requestSync,
      fetchMe,
      loadPolling = async () => {},
    } = this.#options;
    const tab = new FakeTab(this.backend, this.clock);
    const page = new FakePage();
    const uid = this.tabs[0]?.tab.currentUid() ?? null;
    if (uid !== null) tab.signIn(uid, this.tabs[0]?.tab.token ?? undefined);
    tab.stored = (of, token) => this.#shareLater(tab, of, token);
    const parts: ClientParts = { port: tab, roles, retryCondition };
    const { port, ...watched } = (devtools?.wrap(parts) ?? parts) as ClientParts;
    const client = startLiveClaims(
      port,
      {
        clock: this.clock,
        random,
        warn: () => {},
        locks: this.locks,
        openChannel: this.channels.openChannel,
        window: page,
        document: page,
        ...environment,
      },
      {
        ...watched,
        additional,
        requestSync,
        openPolling:
          fetchMe &&
          (async (...account) => {
            await loadPolling();
            return createPolling(fetchMe, ...account);
          }),
      },
    );
    const opened = { tab, page, client, seen: [client.getSnapshot()] };
    client.subscribe(() => opened.seen.push(client.getSnapshot()));
    this.tabs.push(opened);
    return opened;
  }

  /** The first tab's parts, for the many tests that need only one. */
  get tab(): FakeTab {
    return this.#first.tab;
  }
  get page(): FakePage {
    return this.#first.page;
  }
  get client(): LiveClaims {
    return this.#first.client;
  }
  /** Every snapshot so far, the first one included. */
  get seen(): ClaimsSnapshot[] {
    return this.#first.seen;
  }
  get now(): ClaimsSnapshot {
    return this.client.getSnapshot();
  }

  after(ms: number): Promise<void> {
    return this.clock.advance(ms);
  }

  /** An account whose token and marker agree, signed in and settled in every tab. */
  async signedIn(uid: string, access: Partial<Access> = { role: 'reader', version: 10 }) {
    this.backend.addAccount(uid, access);
    const { role = null, version = 0, expiresAt = null, additionalClaims } = access;
    const beside = additionalClaims && { additionalClaims };
    this.backend.setMarker(uid, { role, version, expiresAt, ...beside });
    for (const { tab } of this.tabs) tab.signIn(uid);
    await this.after(100);
  }

  /** Auth's poll of IndexedDB brings a tab's token to the others. */
  #shareLater(from: FakeTab, uid: string, token: TokenClaims): void {
    this.clock.setTimeout(() => {
      for (const { tab } of this.tabs) {
        const old = tab.token;
        if (tab === from || tab.currentUid() !== uid || old === null) continue;
        if (JSON.stringify(old) !== JSON.stringify(token)) tab.signIn(uid, token);
      }
    }, POLL_MS);
  }

  get #first() {
    const first = this.tabs[0];
    if (first === undefined) throw new Error('no tab is open');
    return first;
  }
}
