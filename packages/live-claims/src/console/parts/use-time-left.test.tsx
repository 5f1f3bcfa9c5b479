// @vitest-environment happy-dom
import { act, cleanup, renderHook } from '@testing-library/react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { useTimeLeft } from './use-time-left.ts';

const NOW = Date.UTC(2026, 10, 24, 12);

beforeEach(() => {
  vi.useFakeTimers({ now: NOW });
});
afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

const pass = (ms: number) => act(() => vi.advanceTimersByTime(ms));

it('ticks by the minute, then by the second, and ends', () => {
  let renders = 0;
  const { result } = renderHook(() => {
    renders += 1;
    return useTimeLeft(NOW + 240_000);
  });
  expect(result.current).toBe('4 min');
  pass(60_000);
  expect(result.current).toBe('3 min');
  expect(renders).toBeLessThan(5);
  pass(61_000);
  expect(result.current).toBe('119 s');
  pass(118_999);
  expect(result.current).toBe('1 s');
  pass(1);
  expect(result.current).toBeNull();
  expect(vi.getTimerCount()).toBe(0);
});

it('follows a moment that is moved, and costs nothing where there is none', () => {
  const { result, rerender, unmount } = renderHook((moment: number | null) => useTimeLeft(moment), {
    initialProps: null as number | null,
  });
  expect(result.current).toBeNull();
  expect(vi.getTimerCount()).toBe(0);
  pass(10_000);
  rerender(NOW + 70_000);
  pass(0);
  expect(result.current).toBe('60 s');
  unmount();
  expect(vi.getTimerCount()).toBe(0);
});

it('waits for a far away moment without a timer that wraps around', () => {
  const days = 86_400_000;
  const { result } = renderHook(() => useTimeLeft(NOW + 60 * days));
  expect(result.current).toBe('60 days');
  pass(days + 1);
  expect(result.current).toBe('59 days');
});
