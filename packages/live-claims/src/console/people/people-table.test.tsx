// @vitest-environment happy-dom
import { cleanup, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { DirectoryRow } from '../../core/index.ts';
import { inConsole } from '../../testing/in-console.tsx';
import { PeopleTable } from './people-table.tsx';

const HEIGHT = 600;

beforeEach(() => {
  // happy-dom lays nothing out: this is the room that the grid has.
  vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(HEIGHT);
  vi.spyOn(HTMLElement.prototype, 'clientWidth', 'get').mockReturnValue(1000);
});
afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
});

function row(index: number, more: Partial<DirectoryRow> = {}): DirectoryRow {
  return {
    uid: `u${index}`,
    name: `Person ${index}`,
    email: `person${index}@example.com`,
    emailVerified: true,
    role: 'editor',
    effectiveRole: 'editor',
    state: 'ok',
    problem: null,
    endsAt: null,
    changedAt: 1_764_000_000_000,
    changedBy: null,
    createdAt: null,
    lastSignInAt: null,
    hasDocument: true,
    version: 1,
    ...more,
  };
}

function show(
  rows: readonly DirectoryRow[],
  more: Partial<Parameters<typeof PeopleTable>[0]> = {},
) {
  const navigate = vi.fn();
  const selection = { uids: new Set<string>(), toggle: vi.fn(), clear: vi.fn() };
  const { container } = render(
    inConsole(
      <PeopleTable
        rows={rows}
        count={rows.length}
        sort="name"
        direction={undefined}
        canSort
        selection={selection}
        onSort={() => undefined}
        onShow={() => undefined}
        {...more}
      />,
      { path: '/admin', router: { location: '/admin/people', navigate } },
    ),
  );
  return { container, navigate, selection };
}

const rowOf = (index: number) =>
  screen.getByText(`Person ${index}`).closest('[role="row"]') as HTMLElement;

it('has few nodes, however many people there are, and says how many', () => {
  const { container } = show(Array.from({ length: 100_000 }, (_, index) => row(index)));
  const grid = screen.getByRole('grid', { name: 'People' });
  expect(grid.getAttribute('aria-rowcount')).toBe('100001');
  expect(screen.getAllByRole('row').length).toBeGreaterThan(HEIGHT / 44);
  expect(container.querySelectorAll('*').length).toBeLessThan(1_500);
});

it('moves by the keys, opens with Enter, selects with Space, and clears with Escape', () => {
  const { navigate, selection } = show(Array.from({ length: 20 }, (_, index) => row(index)));
  rowOf(0).focus();
  fireEvent.keyDown(rowOf(0), { key: 'ArrowDown' });
  expect(document.activeElement).toBe(rowOf(1));
  fireEvent.keyDown(rowOf(1), { key: 'j' });
  fireEvent.keyDown(rowOf(2), { key: 'k' });
  expect(document.activeElement).toBe(rowOf(1));
  fireEvent.keyDown(rowOf(1), { key: ' ', shiftKey: true });
  expect(selection.toggle).toHaveBeenCalledWith('u1', true);
  fireEvent.keyDown(rowOf(1), { key: 'Escape' });
  expect(selection.clear).toHaveBeenCalled();
  fireEvent.keyDown(rowOf(1), { key: 'Enter' });
  expect(navigate).toHaveBeenCalledWith('/admin/people/u1', { replace: false });
});

it('gives a role that is not in effect no badge, and says why', () => {
  show([
    row(0, { state: 'ended', effectiveRole: null, endsAt: 1_700_000_000_000 }),
    row(1, {
      state: 'rejected',
      effectiveRole: null,
      role: 'Admin ',
      problem: 'There is no role "Admin ".',
    }),
  ]);
  for (const index of [0, 1]) {
    expect(rowOf(index).querySelector('[class*="badge"]')).toBeNull();
  }
  expect(rowOf(0).textContent).toContain('Ended');
  expect(rowOf(1).textContent).toContain('Rejected: There is no role "Admin ".');
});

it('sorts by a header, the other way round where it is sorted already', () => {
  const onSort = vi.fn();
  show([row(0)], { onSort });
  fireEvent.click(screen.getByRole('button', { name: /^Person/ }));
  expect(onSort).toHaveBeenLastCalledWith('name', 'descending');
  fireEvent.click(screen.getByRole('button', { name: 'Last sign-in' }));
  expect(onSort).toHaveBeenLastCalledWith('lastSignInAt', 'descending');
});

it('isolates names from the text around them', () => {
  show([row(0, { name: 'محمد' })]);
  expect(screen.getByText('محمد').tagName).toBe('BDI');
});
