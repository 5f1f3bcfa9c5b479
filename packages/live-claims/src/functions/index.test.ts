import { deleteApp, getApps, initializeApp } from 'firebase-admin/app';
import { onCall } from 'firebase-functions/https';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { REGION } from './region.ts';

type Endpoint = {
  readonly __endpoint: { readonly region?: readonly string[]; readonly maxInstances?: unknown };
};

/** What an app that has functions of its own sees after it has imported these. */
let ours: Readonly<Record<string, unknown>>;

beforeAll(async () => {
  ours = await import('./index.ts');
}, 60_000);

afterAll(() => Promise.all(getApps().map(deleteApp)));

it('importing the functions leaves the options of a host’s own as they are', () => {
  const { __endpoint: theirs } = onCall({ memory: '1GiB' }, () => null) as unknown as Endpoint;
  expect(theirs.region).toBeUndefined();
  expect(typeof theirs.maxInstances).not.toBe('number');
});

it('importing the functions leaves the default app to the host, with options of its own', () => {
  expect(getApps().map(({ name }) => name)).toEqual(['live-claims']);
  expect(initializeApp({ projectId: 'their-project' }).name).toBe('[DEFAULT]');
});

it('each function says its own region', () => {
  expect(Object.keys(ours).length).toBeGreaterThan(15);
  for (const [name, one] of Object.entries(ours)) {
    expect((one as Endpoint).__endpoint.region, name).toEqual([REGION]);
  }
});
