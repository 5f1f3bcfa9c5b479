// @vitest-environment happy-dom
import { createSignal, type JSX, Show } from 'solid-js';
import { createComponent, render } from 'solid-js/web';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { FakeWatch, readId } from '../testing/fake-watch.ts';
import type { orgConfig } from '../testing/org-config.ts';
import { OrgWorld } from '../testing/org-world.ts';
import { World } from '../testing/world.ts';
import { createLiveClaimsSolid } from './index.ts';

vi.mock('firebase/firestore', async () => {
  const { firestoreOfNames } = await import('../testing/fake-watch.ts');
  return firestoreOfNames;
});

const { LiveClaimsProvider, useCan, useLiveClaims, useLiveClaimsClient, useLiveQuery } =
  createLiveClaimsSolid();

let world: World;
let dispose = () => {};

beforeEach(async () => {
  world = new World();
  await world.signedIn('ada', { role: 'reader', version: 10 });
});
afterEach(() => {
  dispose();
  dispose = () => {};
  vi.unstubAllGlobals();
});

function mount(component: () => unknown, client = world.client): Element {
  const element = document.createElement('div');
  dispose = render(
    () =>
      createComponent(LiveClaimsProvider, {
        client,
        get children() {
          return createComponent(component as () => JSX.Element, {});
        },
      }),
    element,
  );
  return element;
}

async function become(role: string | null, version: number): Promise<void> {
  world.backend.edit('ada', role, version);
  await world.after(3_000);
}

it('components follow the role, and let go of the client when they are disposed of', async () => {
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
  const page = mount(() => {
    const access = useLiveClaims();
    const canWrite = useCan('write');
    const button = createComponent<{ when: boolean; children: string; fallback: string }>(
      Show as never,
      {
        get when() {
          return canWrite();
        },
        fallback: ' read only',
        children: ' Edit',
      },
    );
    return [() => `${access().status} ${access().role}`, button];
  });
  expect(page.textContent).toBe('fresh reader read only');
  await become('chief', 20);
  expect(page.textContent).toBe('fresh chief Edit');
  await become(null, 30);
  expect(page.textContent).toBe('fresh null read only');
  expect(listening).toBe(1);
  dispose();
  expect(listening).toBe(0);
});

it('a check follows the permission that it is asked for, and changes only with its own answer', async () => {
  const [asked, ask] = createSignal('write');
  const answers: boolean[] = [];
  const page = mount(() => {
    const can = useCan(asked);
    return () => {
      answers.push(can());
      return String(can());
    };
  });
  await become('auditor', 20);
  expect(answers).toEqual([false]);
  ask('audit');
  expect(page.textContent).toBe('true');
});

it('a live query follows its source and access, and ends with the component', () => {
  const watch = new FakeWatch();
  const [topic, setTopic] = createSignal<string | null>('news');
  const [again, readAgain] = createSignal(0);
  const page = mount(() => {
    const found = useLiveQuery(() => {
      again();
      const named = topic();
      return named === null ? null : watch.source(named);
    }, readId);
    return () => `${found().status}: ${found().items.join()}`;
  }, watch.within(world.client));
  expect(page.textContent).toBe('loading: ');
  watch.answer('a', 'b');
  expect(page.textContent).toBe('ready: a,b');
  const [first] = watch.live;
  readAgain(1);
  expect([...watch.live]).toEqual([first]);
  setTopic('sports');
  expect(watch.sources).toEqual(['sports']);
  expect(page.textContent).toBe('loading: a,b');
  watch.say((observer) => observer.denied?.());
  expect(page.textContent).toBe('denied: ');
  setTopic(null);
  expect(page.textContent).toBe('idle: ');
  setTopic('news');
  dispose();
  expect(watch.sources).toEqual([]);
});

it('says what is missing without the provider', () => {
  const page = document.createElement('div');
  expect(() => render(() => String(useLiveClaimsClient()), page)).toThrow('LiveClaimsProvider');
});

it('subscribes to nothing on a server', () => {
  vi.stubGlobal('window', undefined);
  const watch = new FakeWatch();
  const client = watch.within(world.client);
  const subscribe = vi.spyOn(client, 'subscribe');
  const page = mount(() => {
    const found = useLiveQuery(() => watch.source('news'), readId);
    return () => `${useLiveClaims()().role} ${found().status}`;
  }, client);
  expect(page.textContent).toBe('reader loading');
  expect(subscribe).not.toHaveBeenCalled();
  expect(watch.sources).toEqual([]);
});

it('a permission in an organisation is asked for there, and follows membership and organisation', async () => {
  const org = createLiveClaimsSolid<typeof orgConfig>();
  const orgWorld = await OrgWorld.of({ acme: 'e', beta: 'v' });
  const [shown, show] = createSignal<string | undefined>('acme');
  const page = mount(() => {
    const inShown = org.useCan('notes.write', { in: shown });
    const inAcme = org.useCan(() => 'notes.write' as const, { in: 'acme' });
    return () => `${inShown()} ${inAcme()}`;
  }, orgWorld.client);
  expect(page.textContent).toBe('true true');
  show('beta');
  expect(page.textContent).toBe('false true');
  await orgWorld.become({ beta: 'e' });
  expect(page.textContent).toBe('true false');
  show(undefined);
  expect(page.textContent).toBe('false false');
});
