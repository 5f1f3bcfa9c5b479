// @vitest-environment happy-dom
import { act, cleanup, renderHook } from '@testing-library/react';
import type { DocumentReference, Query, QueryDocumentSnapshot } from 'firebase/firestore';
import { type ReactNode, StrictMode } from 'react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Access } from '../core/index.ts';
import type { FakeSnapshot } from '../testing/fake-tab.ts';
import { OrgWorld } from '../testing/org-world.ts';
import type { WatchObserver } from '../web/types.ts';
import { createLiveClaimsReact } from './index.ts';

const getDocsFromServer = vi.hoisted(() => vi.fn());
vi.mock('firebase/firestore', () => ({
  getDocsFromServer,
  getDocFromServer: async () => new Promise(() => undefined),
  queryEqual: (one: { named: string }, other: { named: string }) => one.named === other.named,
  refEqual: (one: { path: string }, other: { path: string }) => one.path === other.path,
}));

const { LiveClaimsProvider, useLiveDocument, useLiveQuery } = createLiveClaimsReact();

interface Watched {
  readonly source: unknown;
  readonly observer: WatchObserver<unknown>;
}

/** The part of the client that the hook uses, with its open watches. */
function fakeClient() {
  const live = new Set<Watched>();
  return {
    live,
    watch(source: unknown, observer: WatchObserver<unknown>) {
      const watched = { source, observer };
      live.add(watched);
      return () => live.delete(watched);
    },
    say(speak: (observer: WatchObserver<unknown>) => void) {
      act(() => {
        for (const { observer } of live) speak(observer);
      });
    },
  };
}

const published = { named: 'published' } as unknown as Query;
const all = { named: 'all' } as unknown as Query;
const read = (document: QueryDocumentSnapshot) => document.id;
const answer = (ids: readonly string[], fromCache = false) => ({
  docs: ids.map((id) => ({ id })),
  metadata: { fromCache },
});

function render(first: Query | null) {
  const claims = fakeClient();
  const wrapper = ({ children }: { children: ReactNode }) => (
    <StrictMode>
      <LiveClaimsProvider client={claims as never}>{children}</LiveClaimsProvider>
    </StrictMode>
  );
  const hook = renderHook(({ query }) => useLiveQuery(query, read), {
    wrapper,
    initialProps: { query: first },
  });
  return { claims, ...hook };
}

afterEach(() => {
  cleanup();
  getDocsFromServer.mockReset();
  vi.useRealTimers();
});

describe('a live query', () => {
  it('loads, answers, is denied when access goes and opens when it comes back', () => {
    const { claims, result } = render(published);
    expect(result.current).toMatchObject({ status: 'loading', items: [] });
    claims.say((observer) => observer.next(answer(['a'])));
    expect(result.current).toMatchObject({ status: 'ready', items: ['a'] });
    claims.say((observer) => observer.denied?.());
    expect(result.current).toMatchObject({ status: 'denied', items: [], error: null });
    claims.say((observer) => observer.next(answer(['a', 'b'])));
    expect(result.current).toMatchObject({ status: 'ready', items: ['a', 'b'] });
  });

  it('does not take an empty cache for an empty list', () => {
    getDocsFromServer.mockReturnValueOnce(new Promise(() => undefined));
    const { claims, result } = render(published);
    claims.say((observer) => observer.next(answer([], true)));
    expect(result.current.status).toBe('loading');
    claims.say((observer) => observer.next(answer([])));
    expect(result.current).toMatchObject({ status: 'ready', items: [] });
  });

  it('asks the server after an empty cache, because nothing else would say that there is nothing', async () => {
    vi.useFakeTimers();
    getDocsFromServer.mockRejectedValueOnce(new Error('offline'));
    getDocsFromServer.mockResolvedValueOnce(answer([]));
    const { claims, result } = render(published);
    claims.say((observer) => observer.next(answer([], true)));
    await act(() => vi.advanceTimersByTimeAsync(3_000));
    expect(getDocsFromServer.mock.calls).toEqual([[published]]);
    expect(result.current.status).toBe('loading');
    await act(() => vi.advanceTimersByTimeAsync(3_000));
    expect(getDocsFromServer).toHaveBeenCalledTimes(2);
    expect(result.current).toMatchObject({ status: 'ready', items: [] });
  });

  it('believes what it has heard since rather than that answer', async () => {
    const { promise, resolve } = Promise.withResolvers<unknown>();
    getDocsFromServer.mockReturnValueOnce(promise);
    const { claims, result } = render(published);
    claims.say((observer) => observer.next(answer([], true)));
    claims.say((observer) => observer.next(answer(['a'])));
    await act(async () => resolve(answer([])));
    expect(result.current).toMatchObject({ status: 'ready', items: ['a'] });
  });

  it('keeps the last items until another query has answered', () => {
    const { claims, result, rerender } = render(published);
    claims.say((observer) => observer.next(answer(['a'])));
    rerender({ query: all });
    expect(result.current).toMatchObject({ status: 'loading', items: ['a'] });
    claims.say((observer) => observer.next(answer(['a', 'draft'])));
    expect(result.current).toMatchObject({ status: 'ready', items: ['a', 'draft'] });
    expect([...claims.live].map(({ source }) => source)).toEqual([all]);
  });

  it('continues when a render makes an equal query again, and reads with the function of that render', () => {
    const claims = fakeClient();
    let renders = 0;
    const { result, rerender } = renderHook(
      ({ mark }) => {
        renders += 1;
        const made = { named: 'published' } as unknown as Query;
        return useLiveQuery(made, (document) => `${document.id}${mark}`);
      },
      {
        wrapper: ({ children }) => (
          <LiveClaimsProvider client={claims as never}>{children}</LiveClaimsProvider>
        ),
        initialProps: { mark: '' },
      },
    );
    const [first] = claims.live;
    claims.say((observer) => observer.next(answer(['a'])));
    rerender({ mark: '!' });
    expect([...claims.live]).toEqual([first]);
    expect(result.current).toMatchObject({ status: 'ready', items: ['a'] });
    claims.say((observer) => observer.next(answer(['a'])));
    expect(result.current).toMatchObject({ status: 'ready', items: ['a!'] });
    expect(renders).toBeLessThan(8);
  });

  it('shows nothing once nothing is asked', () => {
    const { claims, result, rerender } = render(published);
    claims.say((observer) => observer.next(answer(['a'])));
    rerender({ query: null });
    expect(result.current).toMatchObject({ status: 'idle', items: [] });
    expect(claims.live.size).toBe(0);
  });

  it('says why it failed, and asks again when told to', () => {
    const { claims, result } = render(published);
    claims.say((observer) => observer.error?.({ code: 'unavailable' } as never));
    expect(result.current).toMatchObject({ status: 'error', error: { code: 'unavailable' } });
    const [before] = claims.live;
    act(() => result.current.retry());
    expect(result.current).toMatchObject({ status: 'loading', error: null });
    expect(claims.live.size).toBe(1);
    expect([...claims.live][0]).not.toBe(before);
  });

  it('leaves nothing behind', () => {
    const { claims, unmount } = render(published);
    unmount();
    expect(claims.live.size).toBe(0);
  });
});

describe('a live document', () => {
  const reference = (path: string) => ({ type: 'document', path }) as unknown as DocumentReference;
  const snapshot = (data: unknown, fromCache = false) => ({
    data: () => data,
    metadata: { fromCache },
  });

  it('is read, and continues when a render makes an equal reference again', () => {
    const claims = fakeClient();
    const { result, rerender } = renderHook(
      ({ path }) => useLiveDocument(reference(path), (data) => data?.title ?? 'none'),
      {
        wrapper: ({ children }) => (
          <LiveClaimsProvider client={claims as never}>{children}</LiveClaimsProvider>
        ),
        initialProps: { path: 'posts/a' },
      },
    );
    const [first] = claims.live;
    claims.say((observer) => observer.next(snapshot(undefined, true)));
    expect(result.current).toMatchObject({ status: 'loading', value: null });
    claims.say((observer) => observer.next(snapshot({ title: 'A' })));
    expect(result.current).toMatchObject({ status: 'ready', value: 'A' });
    claims.say((observer) => observer.next(snapshot(undefined)));
    expect(result.current).toMatchObject({ status: 'ready', value: 'none' });
    rerender({ path: 'posts/a' });
    expect([...claims.live]).toEqual([first]);
    rerender({ path: 'posts/b' });
    expect(result.current.status).toBe('loading');
    expect([...claims.live]).not.toEqual([first]);
    claims.say((observer) => observer.denied?.());
    expect(result.current).toMatchObject({ status: 'denied', value: null });
  });
});

describe('live queries of two organisations', () => {
  it('end and come back each by itself, with the membership there', async () => {
    const world = await OrgWorld.of({ acme: 'e', beta: 'v' });
    const notesOf = (org: string) => ({
      named: org,
      data: `a note of ${org}`,
      allows: ({ additionalClaims }: Access) => org in ((additionalClaims?.o ?? {}) as object),
    });
    const sources = ['acme', 'beta'].map((org) => notesOf(org) as unknown as Query);
    const { client } = world;
    // The fake Firestore has one text in place of documents.
    const watch = (source: Query, observer: WatchObserver<unknown>) =>
      client.watch(source, {
        ...observer,
        next: ({ data, metadata }: FakeSnapshot) =>
          observer.next({ docs: [{ id: data }], metadata }),
      } as never);
    const { result } = renderHook(() => sources.map((source) => useLiveQuery(source, read)), {
      wrapper: ({ children }) => (
        <LiveClaimsProvider client={{ ...client, watch } as never}>{children}</LiveClaimsProvider>
      ),
    });
    const shown = () => result.current.map(({ status, items }) => [status, ...items].join(': '));
    await act(() => world.after(100));
    expect(shown()).toEqual(['ready: a note of acme', 'ready: a note of beta']);
    await act(() => world.become({ beta: 'v' }));
    expect(shown()).toEqual(['denied', 'ready: a note of beta']);
    await act(() => world.become({ acme: 'v', beta: 'v' }));
    expect(shown()).toEqual(['ready: a note of acme', 'ready: a note of beta']);
  });
});
