// @vitest-environment happy-dom
import { act, cleanup, fireEvent, render, screen } from '@testing-library/react';
import type { ReactNode } from 'react';
import { afterEach, expect, it, vi } from 'vitest';
import { FakeWatch } from '../../testing/fake-watch.ts';
import { inConsole } from '../../testing/in-console.tsx';
import { World } from '../../testing/world.ts';
import { PersonPage } from './person-page.tsx';

vi.mock('firebase/firestore', async () => {
  const named = (_: unknown, path: string) => ({ named: path });
  const { firestoreOfNames } = await import('../../testing/fake-watch.ts');
  return {
    ...firestoreOfNames,
    doc: (_: unknown, path: string) => ({ named: path, type: 'document' }),
    ...{ collection: named, query: (of: unknown) => of },
    ...{ where: vi.fn(), orderBy: vi.fn(), limit: vi.fn() },
  };
});

/** What the admin may do now. */
const may = vi.hoisted(() => ({ permissions: [] as readonly string[] }));
vi.mock('../console-context.tsx', async (original) => {
  const real = await original<typeof import('../console-context.tsx')>();
  const useCan = (permission: string) => may.permissions.includes(permission);
  return {
    ...real,
    useCan,
    useConsole: () => ({ ...real.useConsole(), call: async () => new Promise(() => undefined) }),
    useLiveClaims: () => ({ role: may.permissions.length > 0 ? 'owner' : null, status: 'fresh' }),
    Can: ({ permission, children }: { permission: string; children: ReactNode }) =>
      useCan(permission) && children,
  };
});

afterEach(cleanup);

it('says so where the address has no account id, which could name another document', () => {
  render(inConsole(<PersonPage uid="ada/../../settings" />));
  expect(screen.getByText('There is no such person')).toBeTruthy();
  expect(screen.getByText('All people').getAttribute('href')).toBe('/people');
});

it('opens no dialog by itself where access went and came again: what was typed would be gone', async () => {
  const watch = new FakeWatch();
  const claims = watch.within(new World().client);
  const page = () => inConsole(<PersonPage uid="ada" />, { claims });
  const user = { displayName: 'Ada', role: 'viewer' };
  const answer = () => {
    for (const { source, observer } of watch.live) {
      const data = (source as { named: string }).named === 'users/ada' ? user : undefined;
      act(() =>
        observer.next({ data: () => data, docs: [], metadata: { fromCache: false } } as never),
      );
    }
  };
  may.permissions = ['roles.grant'];
  const { rerender } = render(page());
  answer();
  fireEvent.click(screen.getByRole('button', { name: 'Change role of Ada' }));
  await screen.findByRole('dialog');

  may.permissions = [];
  rerender(page());
  expect(screen.queryByRole('dialog')).toBeNull();
  may.permissions = ['roles.grant'];
  rerender(page());
  answer();
  screen.getByRole('button', { name: 'Change role of Ada' });
  // It would come with the next chunk that is loaded.
  await act(() => new Promise((resolve) => setTimeout(resolve)));
  expect(screen.queryByRole('dialog')).toBeNull();
});
