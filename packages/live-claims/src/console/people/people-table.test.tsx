// @vitest-environment happy-dom
import { act, cleanup, fireEvent, render, screen } from '@testing-library/react';
import type { DocumentData } from 'firebase/firestore';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { type DirectoryRow, RECEIPT_LIFETIME_MS, timestampAt } from '../../core/index.ts';
import { appConfig } from '../../testing/app-roles.ts';
import { FakeWatch } from '../../testing/fake-watch.ts';
import { inConsole } from '../../testing/in-console.tsx';
import { World } from '../../testing/world.ts';
import { MOST_FOLLOWED } from './changed-rows.ts';
import { PeopleTable } from './people-table.tsx';

vi.mock('firebase/firestore', async () => ({
  ...(await import('../../testing/fake-watch.ts')).firestoreOfNames,
  collection: (_: unknown, named: string) => ({ named }),
}));

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
  receipts = true,
) {
  const navigate = vi.fn();
  const selection = { uids: new Set<string>(), toggle: vi.fn(), clear: vi.fn() };
  const watch = new FakeWatch();
  const claims = watch.within(new World().client);
  const router = { location: '/admin/people', navigate };
  const page = (now: typeof rows, changed: readonly string[]) =>
    inConsole(
      <PeopleTable
        rows={now}
        count={now.length}
        sort="name"
        direction={undefined}
        canSort
        selection={selection}
        changed={new Set(changed)}
        onSort={() => undefined}
        onShow={() => undefined}
        {...more}
      />,
      { config: { ...appConfig, receipts }, claims, path: '/admin', router },
    );
  const { container, rerender, unmount } = render(page(rows, []));
  /** Shows rows, of which some have changed. */
  const change = (now: typeof rows, changed: readonly string[]) => rerender(page(now, changed));
  return { container, navigate, selection, watch, change, unmount };
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

const AT = 1_764_000_000_000;
const timeOf = (millis: number) => timestampAt(Math.floor(millis / 1000), (millis % 1000) * 1e6);

/** What a session recorded of the version, so many milliseconds after the marker. */
const receipt = (version: number, after: number, lastSeenAt = Date.now()): DocumentData => ({
  device: 'Firefox on Linux',
  version,
  claimsUpdatedAt: timeOf(AT),
  takenAt: timeOf(AT + after),
  lastSeenAt: timeOf(lastSeenAt),
  expiresAt: timeOf(lastSeenAt + RECEIPT_LIFETIME_MS),
  signedOut: false,
});

/** Answers the one watch of a person's receipts. */
function record(watch: FakeWatch, uid: string, ...receipts: readonly DocumentData[]): void {
  const docs = receipts.map((data, place) => ({ id: `${place}`, data: () => data }));
  const path = `userClaims/${uid}/clients`;
  const asked = [...watch.live].filter(
    ({ source }) => (source as { named: string }).named === path,
  );
  expect(asked).toHaveLength(1);
  act(() => asked[0]?.observer.next({ docs, metadata: { fromCache: false } }));
}

const many = (count: number) => Array.from({ length: count }, (_, index) => row(index));
const deliveryOf = (index: number) =>
  rowOf(index).querySelector('[class*="delivery"]')?.textContent;

it('says of a row that has changed how far that has got, in the words of the person’s page, and asks for no other', () => {
  const { watch, change, unmount } = show(many(4));
  expect(watch.live.size).toBe(0);
  const rows = many(4).map((each, index) => (index < 3 ? { ...each, version: 2 } : each));
  change(rows, ['u0', 'u1', 'u2']);
  expect(watch.sources).toEqual([0, 1, 2].map((index) => `userClaims/u${index}/clients`));
  // Nothing is claimed before there is an answer.
  expect(deliveryOf(0)).toBe('');
  record(watch, 'u0', receipt(2, 468));
  record(watch, 'u1', receipt(2, 212), receipt(2, 468), receipt(1, 30));
  record(watch, 'u2');
  expect(deliveryOf(0)).toBe('1 of 1 sessions have it, slowest 468 ms');
  expect(deliveryOf(1)).toMatch(/^2 of 3 sessions have it, slowest 468 ms; 1 not yet, last seen /);
  expect(deliveryOf(2)).toBe('No session is recorded');
  expect(deliveryOf(3)).toBe('');
  // A second change: what the sessions have is not it.
  change(
    rows.map((each) => (each.uid === 'u0' ? { ...each, version: 3 } : each)),
    ['u0', 'u1', 'u2'],
  );
  expect(deliveryOf(0)).toMatch(/^0 of 1 sessions have it; 1 not yet/);
  act(() => watch.say((observer) => observer.denied?.()));
  expect(deliveryOf(1)).toBe('');
  unmount();
  expect(watch.live.size).toBe(0);
});

it('follows the latest changes that are seen, and no longer than they are', () => {
  const { watch, change } = show(many(2_000));
  const everybody = many(2_000).map((each, index) => ({ ...each, version: index + 2 }));
  const uids = everybody.map(({ uid }) => uid);
  change(everybody, uids);
  expect(watch.live.size).toBe(MOST_FOLLOWED);
  const seen = screen.getAllByRole('row').length - 1;
  const latest = uids.slice(seen - MOST_FOLLOWED, seen);
  expect(watch.sources.toSorted()).toEqual(
    latest.map((uid) => `userClaims/${uid}/clients`).toSorted(),
  );
  change(everybody, ['u3', 'u1999']);
  expect(watch.sources).toEqual(['userClaims/u3/clients']);
  // It is sorted out of what is seen.
  change(everybody.toReversed(), ['u3']);
  expect(watch.live.size).toBe(0);
});

it('asks for nothing and has no such column where no receipts are recorded', () => {
  const { watch, change } = show(many(3), {}, false);
  change(many(3), ['u0']);
  expect(watch.live.size).toBe(0);
  expect(screen.getAllByRole('columnheader').map(({ textContent }) => textContent)).not.toContain(
    'Delivery',
  );
});
