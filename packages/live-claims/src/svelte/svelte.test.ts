// @vitest-environment happy-dom
import { flushSync, mount, unmount } from 'svelte';
import { get } from 'svelte/store';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { FakeWatch, readId } from '../testing/fake-watch.ts';
import { OrgWorld } from '../testing/org-world.ts';
import { World } from '../testing/world.ts';
import { createLiveClaimsRunes, createLiveClaimsStores } from './index.ts';
import Runes from './testing/Runes.svelte';
import Stores from './testing/Stores.svelte';

vi.mock('firebase/firestore', async () => {
  const { firestoreOfNames } = await import('../testing/fake-watch.ts');
  return firestoreOfNames;
});

let world: World;
let watch: FakeWatch;
let listening: number;

beforeEach(async () => {
  world = new World();
  watch = new FakeWatch();
  await world.signedIn('ada', { role: 'reader', version: 10 });
  listening = 0;
  const { subscribe } = world.client;
  vi.spyOn(world.client, 'subscribe').mockImplementation((listener) => {
    listening += 1;
    const unsubscribe = subscribe(listener);
    return () => {
      listening -= 1;
      unsubscribe();
    };
  });
});
afterEach(() => vi.unstubAllGlobals());

async function become(role: string | null, version: number): Promise<void> {
  world.backend.edit('ada', role, version);
  await world.after(3_000);
  flushSync();
}

describe.each([
  ['stores', Stores],
  ['runes', Runes],
] as const)('a component with %s', (_, component) => {
  it('follows the role and the query, and lets go of both when it is unmounted', async () => {
    const page = document.createElement('div');
    const client = watch.within(world.client);
    const mounted = mount(component, { target: page, props: { client, watch } });
    flushSync();
    expect(page.textContent).toContain('fresh reader false loading: ');
    expect(page.textContent).not.toContain('Edit');
    watch.answer('a', 'b');
    await become('chief', 20);
    expect(page.textContent).toContain('fresh chief true ready: a,b');
    expect(page.textContent).toContain('Edit');
    watch.say((observer) => observer.denied?.());
    await become(null, 30);
    expect(page.textContent).toMatch(/fresh (null)? ?false denied: /);
    expect(page.textContent).not.toContain('Edit');
    await unmount(mounted);
    await vi.waitFor(() => expect([listening, watch.sources]).toEqual([0, []]));
  });
});

it('a derived query follows the state that it depends on', async () => {
  const page = document.createElement('div');
  const client = watch.within(world.client);
  const mounted = mount(Runes, { target: page, props: { client, watch } });
  flushSync();
  watch.answer('a');
  flushSync();
  page.querySelector<HTMLButtonElement>('#sports')?.click();
  flushSync();
  await vi.waitFor(() => expect(watch.sources).toEqual(['sports']));
  watch.answer('b');
  flushSync();
  expect(page.textContent).toContain('ready: b');
  await unmount(mounted);
});

it('renders on a server, where nothing stays subscribed', () => {
  vi.stubGlobal('window', undefined);
  const client = watch.within(world.client);
  const { access, can, liveQuery } = createLiveClaimsStores(client);
  expect(get(access).role).toBe('reader');
  expect(get(can('read'))).toBe(true);
  expect(get(liveQuery(watch.source('news'), readId)).status).toBe('loading');
  const runes = createLiveClaimsRunes(client);
  expect(runes.can('write')).toBe(false);
  expect(runes.liveQuery(null, readId).current.status).toBe('idle');
  expect([listening, watch.sources]).toEqual([0, []]);
});

it('a permission in an organisation is asked for there, and follows the membership', async () => {
  const org = await OrgWorld.of({ acme: 'e', beta: 'v' });
  const { can } = createLiveClaimsStores(org.member);
  const answers: boolean[] = [];
  const unsubscribe = can('notes.write', { in: 'acme' }).subscribe((may) => answers.push(may));
  const runes = createLiveClaimsRunes(org.member);
  const mayWrite = () =>
    ['acme', 'beta', undefined].map((id) => runes.can('notes.write', { in: id }));
  expect(mayWrite()).toEqual([true, false, false]);
  await org.become({ beta: 'e' });
  expect(answers).toEqual([true, false]);
  expect(mayWrite()).toEqual([false, true, false]);
  unsubscribe();
});
