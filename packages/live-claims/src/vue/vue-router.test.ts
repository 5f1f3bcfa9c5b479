// @vitest-environment happy-dom
import { expect, it } from 'vitest';
import { createApp } from 'vue';
import { createMemoryHistory, createRouter, RouterView } from 'vue-router';
import { World } from '../testing/world.ts';
import { onAccessChange, whenSettled } from '../web/when-settled.ts';

// The recipe of docs/frameworks.md, in its router.
it('a guarded page is left when the permission is lost, and opens when it is granted', async () => {
  const world = new World();
  await world.signedIn('ada', { role: 'writer', version: 10 });
  const become = async (role: string, version: number) => {
    world.backend.edit('ada', role, version);
    await world.after(3_000);
  };
  const router = createRouter({
    history: createMemoryHistory(),
    routes: [
      { path: '/', component: { template: 'home' } },
      { path: '/threads', component: { template: 'threads' }, meta: { permission: 'write' } },
    ],
  });
  router.beforeEach(async ({ meta }) => {
    if (typeof meta.permission !== 'string' || typeof window === 'undefined') return true;
    const { permissions } = await whenSettled(world.client);
    return permissions.includes(meta.permission) || '/';
  });
  const unsubscribe = onAccessChange(world.client, () => {
    void router.replace({ path: router.currentRoute.value.fullPath, force: true });
  });
  const page = document.createElement('div');
  const app = createApp(RouterView).use(router);
  app.mount(page);
  await router.push('/threads');
  await expect.poll(() => page.textContent).toBe('threads');
  await become('reader', 20);
  await expect.poll(() => page.textContent).toBe('home');
  await router.push('/threads');
  expect(router.currentRoute.value.path).toBe('/');
  await become('writer', 30);
  await router.push('/threads');
  await expect.poll(() => page.textContent).toBe('threads');
  unsubscribe();
  app.unmount();
});
