// @vitest-environment happy-dom
import '@angular/compiler';
import { Component, provideZonelessChangeDetection, signal, type Type } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { BrowserTestingModule, platformBrowserTesting } from '@angular/platform-browser/testing';
import { provideRouter, type Route, Router, RouterOutlet, type UrlSegment } from '@angular/router';
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { FakeWatch, readId } from '../testing/fake-watch.ts';
import type { orgConfig } from '../testing/org-config.ts';
import { OrgWorld } from '../testing/org-world.ts';
import { World } from '../testing/world.ts';
import type { LiveClaims } from '../web/types.ts';
import { createLiveClaimsAngular } from './index.ts';

vi.mock('firebase/firestore', async () => {
  const { firestoreOfNames } = await import('../testing/fake-watch.ts');
  return firestoreOfNames;
});

const {
  injectCan,
  injectLiveClaims,
  injectLiveClaimsClient,
  injectLiveQuery,
  provideLiveClaims,
  requirePermission,
} = createLiveClaimsAngular();

let world: World;

beforeAll(() => {
  TestBed.initTestEnvironment(BrowserTestingModule, platformBrowserTesting());
});
beforeEach(async () => {
  world = new World();
  await world.signedIn('ada', { role: 'reader', version: 10 });
});
afterEach(() => {
  TestBed.resetTestingModule();
  vi.unstubAllGlobals();
});

let components = 0;

/** A component without a decorator: those would need another compiler than the tests have. */
function component<Class extends Type<unknown>>(
  template: string,
  of: Class,
  imports: Type<unknown>[] = [],
) {
  components += 1;
  return Component({ selector: `lc-${components}`, template, imports })(of) as Class;
}

async function mount(page: Type<unknown>, client: LiveClaims = world.client) {
  TestBed.configureTestingModule({
    providers: [provideZonelessChangeDetection(), provideLiveClaims(client)],
  });
  const fixture = TestBed.createComponent(page);
  const text = async () => {
    await fixture.whenStable();
    return fixture.nativeElement.textContent.trim();
  };
  return { fixture, text };
}

async function become(role: string | null, version: number): Promise<void> {
  world.backend.edit('ada', role, version);
  await world.after(3_000);
}

it('components follow the role', async () => {
  const Page = component(
    '{{ access().status }} {{ access().role }} @if (canWrite()) { Edit } @else { read only }',
    class {
      access = injectLiveClaims();
      canWrite = injectCan('write');
    },
  );
  const { text } = await mount(Page);
  expect(await text()).toBe('fresh reader  read only');
  await become('chief', 20);
  expect(await text()).toBe('fresh chief  Edit');
  await become(null, 30);
  expect(await text()).toBe('fresh   read only');
});

it('a check follows the permission that it is asked for', async () => {
  const asked = signal('write');
  const Page = component(
    '{{ can() }}',
    class {
      can = injectCan(asked);
    },
  );
  const { text } = await mount(Page);
  await become('auditor', 20);
  expect(await text()).toBe('false');
  asked.set('audit');
  expect(await text()).toBe('true');
});

it('a permission in an organisation is asked for there, and follows membership and organisation', async () => {
  const org = createLiveClaimsAngular<typeof orgConfig>();
  const orgWorld = await OrgWorld.of({ acme: 'e', beta: 'v' });
  const shown = signal<string | undefined>('acme');
  const Page = component(
    '{{ inShown() }} {{ inAcme() }}',
    class {
      inShown = org.injectCan('notes.write', { in: shown });
      inAcme = org.injectCan(() => 'notes.write', { in: 'acme' });
    },
  );
  const { text } = await mount(Page, orgWorld.client);
  expect(await text()).toBe('true true');
  shown.set('beta');
  expect(await text()).toBe('false true');
  await orgWorld.become({ beta: 'e' });
  expect(await text()).toBe('true false');
  shown.set(undefined);
  expect(await text()).toBe('false false');
});

it('a live query follows its source and access, and ends with the component', async () => {
  const watch = new FakeWatch();
  const topic = signal<string | null>('news');
  const again = signal(0);
  const List = component(
    '{{ found().status }}: {{ found().items.join() }}',
    class {
      found = injectLiveQuery(() => {
        again();
        const named = topic();
        return named === null ? null : watch.source(named);
      }, readId);
    },
  );
  const { fixture, text } = await mount(List, watch.within(world.client));
  expect(await text()).toBe('loading:');
  watch.answer('a', 'b');
  expect(await text()).toBe('ready: a,b');
  const [first] = watch.live;
  again.set(1);
  await text();
  expect([...watch.live]).toEqual([first]);
  topic.set('sports');
  expect(await text()).toBe('loading: a,b');
  expect(watch.sources).toEqual(['sports']);
  watch.say((observer) => observer.denied?.());
  expect(await text()).toBe('denied:');
  topic.set(null);
  expect(await text()).toBe('idle:');
  topic.set('news');
  await text();
  fixture.destroy();
  expect(watch.sources).toEqual([]);
});

it('the app lets go of the client at its end, and says what is missing without the provider', async () => {
  const Page = component(
    '',
    class {
      client = injectLiveClaimsClient();
    },
  );
  const unsubscribe = vi.fn();
  vi.spyOn(world.client, 'subscribe').mockReturnValue(unsubscribe);
  await mount(Page);
  expect(unsubscribe).not.toHaveBeenCalled();
  TestBed.resetTestingModule();
  expect(unsubscribe).toHaveBeenCalledTimes(1);
  expect(() => TestBed.createComponent(Page)).toThrow('provideLiveClaims');
});

it('subscribes to nothing on a server', async () => {
  vi.stubGlobal('window', undefined);
  const watch = new FakeWatch();
  const client = watch.within(world.client);
  const subscribe = vi.spyOn(client, 'subscribe');
  TestBed.configureTestingModule({ providers: [provideLiveClaims(client)] });
  const found = TestBed.runInInjectionContext(() => {
    expect(injectLiveClaims()().role).toBe('reader');
    return injectLiveQuery(() => watch.source('news'), readId);
  });
  TestBed.tick();
  expect(found().status).toBe('loading');
  expect(subscribe).not.toHaveBeenCalled();
  expect(watch.sources).toEqual([]);
});

describe('a guarded route', () => {
  const page = (text: string) => component(text, class {});
  const App = component('<router-outlet />', class {}, [RouterOutlet]);

  it('asks for a permission in the organisation of its path, and is left when the membership ends', async () => {
    const org = createLiveClaimsAngular<typeof orgConfig>();
    const orgWorld = await OrgWorld.of({ acme: 'e', beta: 'v' });
    world = orgWorld;
    const inOrg = { in: ([, id]: readonly UrlSegment[]) => id?.path };
    const canMatch = [org.requirePermission('notes.write', '/denied', inOrg)];
    const { opened, router, shown } = await open('/orgs/beta', [
      { path: 'orgs/:orgId', component: page('notes'), canMatch },
    ]);
    await opened;
    expect(await shown()).toEqual(['/denied', 'denied']);
    await router.navigateByUrl('/orgs/acme');
    expect(await shown()).toEqual(['/orgs/acme', 'notes']);
    await orgWorld.become({ acme: 'e', beta: 'e' });
    expect(await shown()).toEqual(['/orgs/acme', 'notes']);
    await orgWorld.become({ acme: 'v', beta: 'e' });
    await vi.waitFor(async () => expect(await shown()).toEqual(['/denied', 'denied']));
  });

  async function open(url: string, more: Route[] = []) {
    const routes = [
      ...more,
      { path: '', component: page('home') },
      { path: 'denied', component: page('denied') },
      {
        path: 'edit',
        component: page('editor'),
        canMatch: [requirePermission('write', '/denied')],
      },
    ];
    TestBed.configureTestingModule({
      providers: [
        provideZonelessChangeDetection(),
        provideLiveClaims(world.client),
        provideRouter(routes),
      ],
    });
    const fixture = TestBed.createComponent(App);
    const router = TestBed.inject(Router);
    const opened = router.navigateByUrl(url);
    const shown = async () => {
      await fixture.whenStable();
      return [router.url, fixture.nativeElement.textContent];
    };
    return { opened, router, shown };
  }

  it('lets users with the permission in, and sends others elsewhere', async () => {
    const { opened, router, shown } = await open('/edit');
    await opened;
    expect(await shown()).toEqual(['/denied', 'denied']);
    await become('writer', 20);
    await router.navigateByUrl('/edit');
    expect(await shown()).toEqual(['/edit', 'editor']);
  });

  it('waits for the server’s first word', async () => {
    world = new World();
    world.backend.addAccount('ada', { role: 'reader', version: 10 });
    world.backend.edit('ada', 'writer', 20);
    world.tab.signIn('ada', world.backend.tokenFor('ada'));
    const { opened, router } = await open('/edit');
    expect(world.now.status).toBe('loading');
    expect(router.url).toBe('/');
    await world.after(100);
    await opened;
    expect(router.url).toBe('/edit');
  });

  it('on a server lets through and follows nothing: the browser decides', async () => {
    world = new World();
    world.backend.addAccount('ada', { role: 'reader', version: 10 });
    world.tab.signIn('ada', world.backend.tokenFor('ada'));
    expect(world.now.status).toBe('loading');
    const subscribe = vi.spyOn(world.client, 'subscribe');
    const { router } = await open('/');
    vi.stubGlobal('window', undefined);
    const guard = requirePermission('write', '/denied') as () => unknown;
    expect(await TestBed.runInInjectionContext(guard)).toBe(true);
    expect(subscribe).not.toHaveBeenCalled();
    expect(router.url).toBe('/');
  });

  it('is left as soon as the permission is lost, and not for less', async () => {
    await become('chief', 20);
    const { opened, shown } = await open('/edit');
    await opened;
    await become('writer', 30);
    expect(await shown()).toEqual(['/edit', 'editor']);
    await become('reader', 40);
    await vi.waitFor(async () => expect(await shown()).toEqual(['/denied', 'denied']));
  });

  it('that is being opened while the permission comes is opened', async () => {
    const slow = vi.fn();
    const { opened, router } = await open('/');
    await opened;
    world.backend.setClaims('ada', { role: 'writer', version: 20 });
    world.backend.setMarker('ada', { role: 'writer', version: 20 });
    await world.after(10);
    expect(world.now.status).toBe('refreshing');
    void router.navigateByUrl('/edit').then(slow);
    await world.after(3_000);
    await vi.waitFor(() => expect(router.url).toBe('/edit'));
    expect(slow).toHaveBeenCalled();
  });
});
