import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { answers } from './indexed-db.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** A database whose opening ends as `end` says, or never. */
function factory(end?: 'onsuccess' | 'onerror'): IDBFactory {
  const opening = { result: { close: vi.fn() } } as unknown as IDBOpenDBRequest;
  if (end !== undefined) queueMicrotask(() => opening[end]?.call(opening, new Event(end)));
  return { open: () => opening } as unknown as IDBFactory;
}

it('is there where a database opens', async () => {
  expect(await answers(factory('onsuccess'))).toBe(true);
});

it('is not there where it is missing, fails or throws', async () => {
  expect(await answers(undefined)).toBe(false);
  expect(await answers(factory('onerror'))).toBe(false);
  const throws = () => {
    throw new DOMException('The operation is insecure.', 'SecurityError');
  };
  expect(await answers({ open: throws } as unknown as IDBFactory)).toBe(false);
});

it('is given up where it never answers, after a bounded wait', async () => {
  const asked = answers(factory());
  await vi.advanceTimersByTimeAsync(8_000);
  expect(await asked).toBe(false);
});
