import type { Query, QueryDocumentSnapshot } from 'firebase/firestore';
import { describe, expect, it } from 'vitest';
import type { WatchClient } from '../../web/live-query.ts';
import { DirectoryList } from './directory-list.ts';

const PAGE = 50;

/** A collection of people in the order of their ids, which counts what is read of it and what listens to it. */
function people(count: number) {
  const ids = Array.from({ length: count }, (_, index) => `u${String(index).padStart(6, '0')}`);
  const listeners = new Map<string, () => void>();
  const answer = { reads: 0, fails: null as null | 'denied' | 'error' };
  const snapshotOf = (id: string) => ({
    id,
    data: () => ({ state: 'ok', version: 1, name: id, role: 'viewer', effectiveRole: 'viewer' }),
  });
  const watch = (source: unknown, observer: Record<string, (snapshot: unknown) => void>) => {
    const { after } = source as { after: { id: string } | null };
    const tell = () => {
      if (answer.fails !== null) return observer[answer.fails]?.(new Error('refused'));
      const docs = ids
        .filter((id) => id > (after?.id ?? ''))
        .slice(0, PAGE)
        .map(snapshotOf);
      answer.reads += docs.length;
      observer.next?.({ docs, metadata: { fromCache: false } });
    };
    const key = after?.id ?? '';
    listeners.set(key, tell);
    tell();
    return () => listeners.delete(key);
  };
  const client = { watch } as unknown as WatchClient;
  const queryAfter = (after: QueryDocumentSnapshot | null) =>
    ({ type: 'query', after }) as unknown as Query;
  return { ids, listeners, answer, client, queryAfter };
}

function listOf(there: ReturnType<typeof people>, keep?: (name: string) => boolean) {
  const list = new DirectoryList(
    there.client,
    there.queryAfter,
    PAGE,
    keep ? ({ uid }) => keep(uid) : null,
  );
  list.subscribe(() => undefined);
  return list;
}

const shown = (list: DirectoryList) => list.getSnapshot().rows.map(({ uid }) => uid);

describe('the list of a directory', () => {
  it('reads one page at first, however many people there are, and the next one when its end comes near', () => {
    const there = people(100_000);
    const list = listOf(there);
    list.show(0, 20);
    expect(there.answer.reads).toBe(50);
    expect(list.getSnapshot()).toMatchObject({ status: 'ready', isEnd: false });
    list.show(30, 45);
    expect(shown(list)).toEqual(there.ids.slice(0, 100));
    expect(there.answer.reads).toBe(100);
  });

  it('listens to the pages that are shown, and to no other', () => {
    const there = people(1_000);
    const list = listOf(there);
    list.show(30, 45);
    list.show(80, 95);
    list.show(120, 130);
    expect([...there.listeners.keys()]).toEqual(['u000099']);
    list.show(0, 20);
    expect([...there.listeners.keys()]).toEqual(['']);
    expect(shown(list)).toHaveLength(150);
  });

  it('ends with a page that is not full', () => {
    const there = people(70);
    const list = listOf(there);
    list.show(30, 45);
    expect(list.getSnapshot().isEnd).toBe(true);
    list.show(60, 69);
    expect(there.answer.reads).toBe(70);
  });

  it('has each person once where pages shift, and loses none', () => {
    const there = people(200);
    const list = listOf(there);
    list.show(45, 60);
    there.ids.splice(0, 1);
    there.listeners.get('')?.();
    list.show(45, 60);
    expect(shown(list)).toEqual(there.ids.slice(0, 100));
    there.ids.unshift('a-new-one');
    there.ids.sort();
    there.listeners.get('')?.();
    list.show(45, 60);
    expect(shown(list)).toEqual(there.ids.slice(0, 100));
  });

  it('fetches no further page of a search by itself: it may find few among many', () => {
    const there = people(1_000);
    const list = listOf(there, (uid) => uid.endsWith('7'));
    list.show(0, 5);
    list.show(0, 5);
    expect(there.answer.reads).toBe(50);
    list.more();
    expect(shown(list)).toHaveLength(10);
  });

  it('shows nobody once access is gone, and starts over after a failure', () => {
    const there = people(10);
    const list = listOf(there);
    there.answer.fails = 'error';
    there.listeners.get('')?.();
    expect(list.getSnapshot().status).toBe('error');
    there.answer.fails = null;
    list.retry();
    expect(list.getSnapshot()).toMatchObject({ status: 'ready', isEnd: true });
    there.answer.fails = 'denied';
    there.listeners.get('')?.();
    expect(list.getSnapshot()).toMatchObject({ status: 'denied', rows: [] });
  });

  it('listens to nothing once nobody subscribes', () => {
    const there = people(100);
    const list = new DirectoryList(there.client, there.queryAfter, PAGE);
    const leave = list.subscribe(() => undefined);
    expect(there.listeners.size).toBe(1);
    leave();
    expect(there.listeners.size).toBe(0);
  });
});
