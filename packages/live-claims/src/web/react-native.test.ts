/// <reference types="node" />
import { fileURLToPath } from 'node:url';
import { createContext, runInContext } from 'node:vm';
import { build } from 'esbuild';
import { beforeAll, expect, it } from 'vitest';
import { timestampAt } from '../core/index.ts';

/**
 * The client as one script, as adopters bundle it who have no code splitting, with Firebase's functions as the test
 * gives them. In such a file esbuild initialises the modules that a dynamic import reaches late: core's must be there.
 */
let script: string;

beforeAll(async () => {
  const { outputFiles } = await build({
    stdin: {
      contents: "export { createLiveClaims } from './create-live-claims.ts'",
      resolveDir: fileURLToPath(new URL('.', import.meta.url)),
      loader: 'ts',
    },
    bundle: true,
    format: 'iife',
    globalName: 'liveClaims',
    // What Hermes runs as well.
    target: 'es2022',
    write: false,
    plugins: [
      {
        name: 'firebase-of-the-test',
        setup({ onResolve, onLoad }) {
          onResolve({ filter: /^firebase\// }, ({ path }) => ({ path, namespace: 'firebase' }));
          onLoad({ filter: /.*/, namespace: 'firebase' }, () => ({
            contents: 'module.exports = firebase',
          }));
        },
      },
    ],
  });
  script = outputFiles[0]?.text ?? '';
});

interface Snapshot {
  readonly data: () => unknown;
  readonly metadata: { readonly fromCache: boolean };
}

/** An account, its marker, and Firebase's functions for both. */
class Device {
  readonly claims = { role: 'reader', cv: 10, auth_time: 1_000, iat: 1_000 };
  readonly markers = new Map<string, Record<string, unknown>>();
  readonly listeners = new Map<string, (snapshot: Snapshot) => void>();
  refusals = new Map<string, number>();
  refreshes = 0;
  listens = 0;
  tokenChanged: (user: unknown) => void = () => {};

  readonly user = {
    uid: 'ada',
    getIdTokenResult: async () => ({ claims: { ...this.claims } }),
    getIdToken: async () => {
      this.refreshes += 1;
      const { role, version } = this.markers.get('userClaims/ada') as Record<string, never>;
      Object.assign(this.claims, { role, cv: version });
      this.tokenChanged(this.user);
    },
  };

  readonly firebase = {
    onIdTokenChanged: (_: unknown, listener: (user: unknown) => void) => {
      this.tokenChanged = listener;
      void Promise.resolve().then(() => listener(this.user));
      return () => {};
    },
    doc: (_: unknown, path: string) => path,
    onSnapshot: (
      path: string,
      _: unknown,
      next: (snapshot: Snapshot) => void,
      failed: (error: unknown) => void,
    ) => {
      this.listens += 1;
      const refusals = this.refusals.get(path) ?? 0;
      this.refusals.set(path, refusals - 1);
      void Promise.resolve().then(() => {
        if (refusals > 0) failed({ code: 'unavailable' });
        else this.give(path, next);
      });
      this.listeners.set(path, next);
      return () => this.listeners.delete(path);
    },
    signOut: async () => {},
  };

  edit(role: string, version: number): void {
    this.markers.set('userClaims/ada', {
      claimsUpdatedAt: timestampAt(2_000),
      version,
      role,
      expiresAt: null,
      status: 'applied',
      problem: null,
    });
    const next = this.listeners.get('userClaims/ada');
    if (next) this.give('userClaims/ada', next);
  }

  give(path: string, next: (snapshot: Snapshot) => void): void {
    next({ data: () => this.markers.get(path), metadata: { fromCache: false } });
  }

  /** The client in a world that has what React Native has, and nothing of a browser. */
  start(onResume?: (resumed: () => void) => () => void) {
    const global: Record<string, unknown> = { setTimeout, clearTimeout, console, queueMicrotask };
    global.window = global;
    global.navigator = { product: 'ReactNative' };
    global.firebase = this.firebase;
    createContext(global);
    runInContext(script, global);
    const { createLiveClaims } = runInContext('liveClaims', global);
    const roles = {
      ranking: ['reader', 'writer'],
      permissions: { reader: ['read'], writer: ['read', 'write'] },
      initialRole: 'reader',
    };
    return createLiveClaims({
      auth: { config: { apiKey: 'key' }, app: { name: 'app' }, currentUser: this.user },
      firestore: {},
      config: { roles },
      pollingUrl: null,
      onResume,
    });
  }
}

it('the client runs in React Native, which has no document, no Web Locks and no BroadcastChannel', async () => {
  const device = new Device();
  device.edit('reader', 10);
  const claims = device.start();
  await expect.poll(() => claims.getSnapshot()).toMatchObject({ status: 'fresh', role: 'reader' });
  device.edit('writer', 20);
  await expect
    .poll(() => claims.getSnapshot())
    .toMatchObject({ status: 'fresh', role: 'writer', permissions: ['read', 'write'] });
  expect(device.refreshes).toBe(1);
  claims.close();
  expect(device.listeners.size).toBe(0);
});

it('what waits is tried again when the app comes to the foreground, until it is closed', async () => {
  const device = new Device();
  device.edit('reader', 10);
  device.refusals = new Map([['userClaims/ada', 1]]);
  const resumed = new Set<() => void>();
  const claims = device.start((listener) => {
    resumed.add(listener);
    return () => resumed.delete(listener);
  });
  await expect.poll(() => device.listens).toBe(2);
  for (const listener of resumed) listener();
  expect(device.listens).toBe(3);
  await expect.poll(() => claims.getSnapshot().status).toBe('fresh');
  claims.close();
  expect(resumed.size).toBe(0);
});
