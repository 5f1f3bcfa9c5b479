// @vitest-environment happy-dom
/// <reference types="node" />
import { createRequire } from 'node:module';
import path from 'node:path';
import type React from 'react';
import type ReactDom from 'react-dom/client';
import { beforeAll, expect, it, vi } from 'vitest';
import { World } from '../testing/world.ts';
import type { ClaimsSnapshot } from '../web/types.ts';

/** Modules of React 18, which test/react-18 depends on. React 19 is the app's: react.test.tsx. */
const from18 = createRequire(
  path.join(import.meta.dirname, '../../../../test/react-18/package.json'),
);
const react: typeof React = from18('react');
const { createRoot }: typeof ReactDom = from18('react-dom/client');

beforeAll(() => {
  vi.stubGlobal('IS_REACT_ACT_ENVIRONMENT', true);
  vi.doMock('react', () => ({ ...react, default: react }));
  vi.doMock('react/jsx-runtime', () => from18('react/jsx-runtime'));
  vi.doMock('react/jsx-dev-runtime', () => from18('react/jsx-dev-runtime'));
});

function Status({ useAccess }: { useAccess: () => ClaimsSnapshot }) {
  return react.createElement('p', null, useAccess().role);
}

it('run on React 18 as well: what is shown follows the claims', async () => {
  const { createLiveClaimsReact } = await import('./index.ts');
  const { Can, LiveClaimsProvider, useLiveClaims } = createLiveClaimsReact();
  const world = new World();
  await world.signedIn('ada', { role: 'reader', version: 10 });
  const element = react.createElement(
    LiveClaimsProvider,
    { client: world.client, children: null },
    react.createElement(Status, { useAccess: useLiveClaims }),
    react.createElement(Can, { permission: 'write', fallback: 'read only', children: 'edit' }),
  );
  const container = document.createElement('div');
  const root = createRoot(container);
  await react.act(async () => root.render(element));
  expect(react.version).toMatch(/^18\./);
  expect(container.textContent).toBe('readerread only');
  await react.act(async () => {
    world.backend.edit('ada', 'writer', 20);
    await world.after(100);
  });
  expect(container.textContent).toBe('writeredit');
  await react.act(async () => root.unmount());
});
