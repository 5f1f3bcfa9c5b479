// @vitest-environment happy-dom
import { MantineProvider } from '@mantine/core';
import { act, cleanup, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { navigate } from 'wouter/use-browser-location';
import { NoticeRegion } from './notice-region.tsx';
import { type NoticeKind, notices, shownFor } from './notices.ts';

beforeEach(() => {
  vi.useFakeTimers();
  render(
    <MantineProvider env="test">
      <NoticeRegion />
    </MantineProvider>,
  );
});
afterEach(() => {
  cleanup();
  vi.useRealTimers();
  vi.restoreAllMocks();
  for (const { id } of notices.getSnapshot()) notices.dismiss(id);
});

const TEXT = 'Your access has changed.';
function post(kind: NoticeKind): HTMLElement {
  act(() => notices.post({ kind, text: TEXT }));
  return screen.getByText(TEXT);
}
const pass = (millis: number) => act(() => vi.advanceTimersByTime(millis));
/** Whether it stands over the page: it has its button then. */
const isOver = () => screen.queryByRole('button', { name: 'Dismiss notice' }) === null;

it.each(['gain', 'loss'] as const)(
  'of a %s it goes after its time, and stays in the log, as the same element',
  (kind) => {
    const text = post(kind);
    pass((shownFor({ kind }) ?? 0) - 1);
    expect(isOver()).toBe(false);
    pass(1);
    expect(isOver()).toBe(true);
    expect(screen.getByRole('log').contains(text)).toBe(true);
  },
);

it('a confirmation goes from the log too', () => {
  post('done');
  pass(60_000);
  expect(screen.queryByText(TEXT)).toBeNull();
});

it('why one was signed out stays', () => {
  post('signed-out');
  pass(600_000);
  expect(isOver()).toBe(false);
});

it('stays while it is pointed at or has the focus, and its time begins anew then', () => {
  const card = post('gain').closest('[data-kind]') as HTMLElement;
  fireEvent.pointerEnter(card);
  pass(600_000);
  expect(isOver()).toBe(false);
  fireEvent.pointerLeave(card);
  act(() => screen.getByRole('button', { name: 'Dismiss notice' }).focus());
  pass(600_000);
  expect(isOver()).toBe(false);
  act(() => (document.activeElement as HTMLElement).blur());
  pass(9_000);
  expect(isOver()).toBe(false);
  pass(1_000);
  expect(isOver()).toBe(true);
});

it('waits for a user who is in another tab', () => {
  const hidden = vi.spyOn(document, 'hidden', 'get').mockReturnValue(true);
  post('gain');
  pass(600_000);
  expect(isOver()).toBe(false);
  hidden.mockReturnValue(false);
  act(() => void document.dispatchEvent(new Event('visibilitychange')));
  pass(10_000);
  expect(isOver()).toBe(true);
});

it('of a gain goes when the user goes to another place; of a loss it stays', () => {
  post('gain');
  act(() => navigate('/access'));
  expect(isOver()).toBe(true);
  post('loss');
  act(() => navigate('/'));
  expect(isOver()).toBe(false);
});
