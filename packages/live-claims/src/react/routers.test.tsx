// @vitest-environment happy-dom
import {
  createMemoryHistory,
  createRootRoute,
  createRoute,
  createRouter,
  redirect as redirectTo,
  RouterProvider as TanStackProvider,
} from '@tanstack/react-router';
import { cleanup, render, screen } from '@testing-library/react';
import { createMemoryRouter, RouterProvider, redirect } from 'react-router';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { World } from '../testing/world.ts';
import { onAccessChange, whenSettled } from '../web/when-settled.ts';

// The recipes of docs/frameworks.md, in their routers.

let world: World;
beforeEach(async () => {
  world = new World();
  await world.signedIn('ada', { role: 'writer', version: 10 });
});
afterEach(cleanup);

async function become(role: string, version: number): Promise<void> {
  world.backend.edit('ada', role, version);
  await world.after(3_000);
}

const isAllowed = async () => {
  const { permissions } = await whenSettled(world.client);
  return permissions.includes('write');
};

const Home = () => <p>home</p>;
const Threads = () => <p>threads</p>;
const Waiting = () => null;

describe('a guarded page is left when the permission is lost, and opens when it is granted', () => {
  it('in React Router', async () => {
    const router = createMemoryRouter(
      [
        { path: '/', Component: Home },
        {
          path: '/threads',
          Component: Threads,
          HydrateFallback: Waiting,
          loader: async () => {
            if (!(await isAllowed())) throw redirect('/');
            return null;
          },
        },
      ],
      { initialEntries: ['/threads'] },
    );
    const unsubscribe = onAccessChange(world.client, () => void router.revalidate());
    render(<RouterProvider router={router} />);
    expect(await screen.findByText('threads')).toBeTruthy();
    await become('reader', 20);
    expect(await screen.findByText('home')).toBeTruthy();
    await router.navigate('/threads');
    expect(router.state.location.pathname).toBe('/');
    await become('writer', 30);
    await router.navigate('/threads');
    expect(await screen.findByText('threads')).toBeTruthy();
    unsubscribe();
  });

  it('in TanStack Router', async () => {
    const root = createRootRoute();
    const home = createRoute({ getParentRoute: () => root, path: '/', component: Home });
    const threads = createRoute({
      getParentRoute: () => root,
      path: '/threads',
      component: Threads,
      beforeLoad: async () => {
        if (!(await isAllowed())) throw redirectTo({ to: '/' });
      },
    });
    const router = createRouter({
      routeTree: root.addChildren([home, threads]),
      history: createMemoryHistory({ initialEntries: ['/threads'] }),
    });
    const unsubscribe = onAccessChange(world.client, () => void router.invalidate());
    render(<TanStackProvider router={router} />);
    expect(await screen.findByText('threads')).toBeTruthy();
    await become('reader', 20);
    expect(await screen.findByText('home')).toBeTruthy();
    await become('writer', 30);
    await router.navigate({ to: '/threads' });
    expect(await screen.findByText('threads')).toBeTruthy();
    unsubscribe();
  });
});
