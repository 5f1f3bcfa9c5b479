// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { type Component, createApp, createSSRApp, defineComponent, h, nextTick, ref } from 'vue';
import { renderToString } from 'vue/server-renderer';
import { FakeWatch, readId } from '../testing/fake-watch.ts';
import type { orgConfig } from '../testing/org-config.ts';
import { OrgWorld } from '../testing/org-world.ts';
import { World } from '../testing/world.ts';
import { createLiveClaimsVue } from './index.ts';

vi.mock('firebase/firestore', async () => {
  const { firestoreOfNames } = await import('../testing/fake-watch.ts');
  return firestoreOfNames;
});

const { Can, LiveClaimsPlugin, useCan, useLiveClaims, useLiveClaimsClient, useLiveQuery } =
  createLiveClaimsVue();

let world: World;
let unmount = () => {};

beforeEach(async () => {
  world = new World();
  await world.signedIn('ada', { role: 'reader', version: 10 });
});
afterEach(() => {
  unmount();
  unmount = () => {};
  vi.unstubAllGlobals();
});

/** Mounts the component in an app of its own. */
function mount(component: Component, client = world.client): Element {
  const element = document.createElement('div');
  const app = createApp(component).use(LiveClaimsPlugin, client);
  app.mount(element);
  unmount = () => app.unmount();
  return element;
}

async function become(role: string | null, version: number): Promise<void> {
  world.backend.edit('ada', role, version);
  await world.after(3_000);
  await nextTick();
}

it('components follow the role: snapshot, check and <Can>', async () => {
  const Page = defineComponent({
    components: { Can },
    setup: () => ({ access: useLiveClaims(), canWrite: useCan('write') }),
    template: `{{ access.status }} {{ access.role }} {{ canWrite }}
      <Can permission="grant">the secret<template #fallback>no grant</template></Can>
      <Can permission="write"><button>Edit</button></Can>`,
  });
  const page = mount(Page);
  expect(page.textContent).toContain('fresh reader false');
  expect(page.textContent).toContain('no grant');
  expect(page.querySelector('button')).toBeNull();
  await become('chief', 20);
  expect(page.textContent).toContain('fresh chief true');
  expect(page.textContent).toContain('the secret');
  expect(page.textContent).not.toContain('no grant');
  expect(page.querySelector('button')?.textContent).toBe('Edit');
  await become(null, 30);
  expect(page.textContent).toContain('fresh  false');
  expect(page.textContent).not.toContain('the secret');
});

it('a check follows the permission that it is asked for, and changes only with its own answer', async () => {
  const asked = ref('write');
  const renders = vi.fn();
  const Check = defineComponent({
    setup() {
      const can = useCan(asked);
      return () => {
        renders();
        return h('p', String(can.value));
      };
    },
  });
  const page = mount(Check);
  expect(page.textContent).toBe('false');
  await become('auditor', 20);
  expect(renders).toHaveBeenCalledTimes(1);
  asked.value = 'audit';
  await nextTick();
  expect(page.textContent).toBe('true');
});

it('a live query follows its source and access, and ends with the component', async () => {
  const watch = new FakeWatch();
  const topic = ref<string | null>('news');
  const List = defineComponent({
    setup() {
      const found = useLiveQuery(() => (topic.value ? watch.source(topic.value) : null), readId);
      return { found };
    },
    template: `{{ found.status }}: {{ found.items.join() }}<button @click="found.retry()" />`,
  });
  const page = mount(List, watch.within(world.client));
  expect(page.textContent).toBe('loading: ');
  watch.answer('a', 'b');
  await nextTick();
  expect(page.textContent).toBe('ready: a,b');
  topic.value = 'sports';
  await nextTick();
  expect(watch.sources).toEqual(['sports']);
  expect(page.textContent).toBe('loading: a,b');
  watch.say((observer) => observer.denied?.());
  await nextTick();
  expect(page.textContent).toBe('denied: ');
  watch.say((observer) => observer.error?.({ code: 'unavailable' } as never));
  await nextTick();
  expect(page.textContent).toBe('error: ');
  const [before] = watch.live;
  page.querySelector('button')?.click();
  await nextTick();
  expect(page.textContent).toBe('loading: ');
  expect([...watch.live]).not.toEqual([before]);
  topic.value = null;
  await nextTick();
  expect(page.textContent).toBe('idle: ');
  expect(watch.sources).toEqual([]);
  topic.value = 'news';
  await nextTick();
  expect(watch.sources).toEqual(['news']);
  unmount();
  expect(watch.sources).toEqual([]);
});

it('an equal query continues', async () => {
  const watch = new FakeWatch();
  const count = ref(0);
  const List = defineComponent({
    setup() {
      const found = useLiveQuery(() => {
        void count.value;
        return watch.source('news');
      }, readId);
      return () => found.value.status;
    },
  });
  mount(List, watch.within(world.client));
  const [first] = watch.live;
  count.value += 1;
  await nextTick();
  expect([...watch.live]).toEqual([first]);
});

it('the app lets go of the client on unmount, and says what is missing without the plugin', () => {
  const given = vi.fn();
  const Page = defineComponent({
    setup() {
      given(useLiveClaimsClient());
      return () => useLiveClaims().value.role;
    },
  });
  let listening = 0;
  const { subscribe } = world.client;
  vi.spyOn(world.client, 'subscribe').mockImplementation((listener) => {
    listening += 1;
    const unsubscribe = subscribe(listener);
    return () => {
      listening -= 1;
      unsubscribe();
    };
  });
  mount(Page);
  expect(given).toHaveBeenCalledWith(world.client);
  expect(listening).toBe(1);
  unmount();
  unmount = () => {};
  expect(listening).toBe(0);
  const app = createApp(Page);
  app.config.warnHandler = () => {};
  expect(() => app.mount(document.createElement('div'))).toThrow('LiveClaimsPlugin');
});

it('renders on a server, where nothing is allowed before the page has spoken, and subscribes to nothing', async () => {
  vi.stubGlobal('window', undefined);
  const watch = new FakeWatch();
  const client = watch.within(new World().client);
  const subscribe = vi.spyOn(client, 'subscribe');
  const Page = defineComponent({
    setup: () => ({ access: useLiveClaims(), found: useLiveQuery(watch.source('news'), readId) }),
    components: { Can },
    template: `{{ access.status }} {{ found.status }}
      <Can permission="read">secret<template #fallback>wait</template></Can>`,
  });
  const html = await renderToString(createSSRApp(Page).use(LiveClaimsPlugin, client));
  expect(html).toContain('loading loading');
  expect(html).toContain('wait');
  expect(html).not.toContain('secret');
  expect(subscribe).not.toHaveBeenCalled();
  expect(watch.sources).toEqual([]);
});

it('a permission in an organisation is asked for there, and follows membership and organisation', async () => {
  const orgWorld = await OrgWorld.of({ acme: 'e', beta: 'v' });
  const org = createLiveClaimsVue<typeof orgConfig>();
  const shown = ref<string | undefined>('acme');
  const Page = defineComponent({
    components: { Can: org.Can },
    setup: () => ({ shown, canWrite: org.useCan('notes.write', { in: shown }) }),
    template: `{{ canWrite }}
      <Can permission="notes.write" :in="shown">write<template #fallback>read</template></Can>
      <Can permission="read">app</Can>
      <Can permission="read" :in="shown">org<template #fallback>nothing</template></Can>`,
  });
  const page = mount(Page, orgWorld.client);
  const text = () => page.textContent;
  expect(text()).toBe('true writeappnothing');
  shown.value = 'beta';
  await nextTick();
  expect(text()).toBe('false readappnothing');
  await orgWorld.become({ beta: 'e' });
  await nextTick();
  expect(text()).toBe('true writeappnothing');
  // No organisation is none, not the app.
  shown.value = undefined;
  await nextTick();
  expect(text()).toBe('false readappnothing');
});
