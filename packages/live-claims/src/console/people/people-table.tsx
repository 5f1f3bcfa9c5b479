import { useMediaQuery } from '@mantine/hooks';
import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, type MouseEvent, memo, useEffect, useRef, useState } from 'react';
import type { DirectoryRow, DirectorySort, SortDirection } from '../../core/index.ts';
import { useConsole } from '../console-context.tsx';
import { Link } from '../parts/link.tsx';
import { dayAndTime, isoOf } from '../parts/moments.ts';
import { shownName } from '../parts/names.ts';
import { RoleBadge } from '../parts/role-badge.tsx';
import { RoleEnd } from '../parts/role-end.tsx';
import { followed } from './changed-rows.ts';
import { DeliveryLine } from './delivery.tsx';
import classes from './people-table.module.css';

/** The height of a row and of a card, in pixels: all are as high, so that none has to be measured. */
const ROW = 44;
const CARD = 96;

/** Stands below the others, over their width: where receipts are recorded, and of rows that have changed. */
const DELIVERY = 'Delivery';

const COLUMNS: readonly { readonly sort: DirectorySort | null; readonly label: string }[] = [
  { sort: 'name', label: 'Person' },
  { sort: 'role', label: 'Role' },
  { sort: null, label: 'State' },
  { sort: null, label: DELIVERY },
  { sort: 'endsAt', label: 'Ends' },
  { sort: 'changedAt', label: 'Last change' },
  { sort: 'lastSignInAt', label: 'Last sign-in' },
];

/** The directions in which the columns are sorted at first. */
const AT_FIRST: Readonly<Record<DirectorySort, SortDirection>> = {
  name: 'ascending',
  endsAt: 'ascending',
  role: 'descending',
  changedAt: 'descending',
  lastSignInAt: 'descending',
};

export interface Selection {
  readonly uids: ReadonlySet<string>;
  /** Selects or leaves out one row, with `isRange` all from the last one on. */
  readonly toggle: (uid: string, isRange: boolean) => void;
  readonly clear: () => void;
}

/** People as a grid: only the rows that are seen are in the page, whatever their number. */
export function PeopleTable({
  rows,
  count,
  sort,
  direction,
  canSort,
  selection,
  changed,
  onSort,
  onShow,
}: {
  rows: readonly DirectoryRow[];
  /** How many rows there are in all, where that is known; -1 where it is not. */
  count: number;
  sort: DirectorySort;
  direction: SortDirection | undefined;
  /** Whether another order can be chosen. */
  canSort: boolean;
  /** Null where nothing can be done with a selection. */
  selection: Selection | null;
  /** The ids of those that have changed since they were first seen: how far that has got is followed. */
  changed: ReadonlySet<string>;
  onSort: (sort: DirectorySort, direction: SortDirection) => void;
  /** Called with the first and last row that is seen. */
  onShow: (first: number, last: number) => void;
}) {
  const { config, go, peopleHref } = useConsole();
  const isNarrow = useMediaQuery('(max-width: 48em)', false, { getInitialValueInEffect: false });
  const scroller = useRef<HTMLDivElement>(null);
  const [active, setActive] = useState(0);
  const hasFocus = useRef(false);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => (isNarrow ? CARD : ROW),
    getItemKey: (index) => rows[index]?.uid ?? index,
    overscan: 4,
  });
  const items = virtual.getVirtualItems();
  const [first, last] = [items[0]?.index ?? 0, items.at(-1)?.index ?? 0];
  const following = config.receipts ? followed(rows.slice(first, last + 1), changed) : null;
  // biome-ignore lint/correctness/useExhaustiveDependencies: other heights are other places.
  useEffect(() => virtual.measure(), [isNarrow]);
  useEffect(() => onShow(first, last), [onShow, first, last]);
  // The active row takes the focus with it, once it is in the page.
  useEffect(() => {
    if (!hasFocus.current) return;
    const row = scroller.current?.querySelector<HTMLElement>(`[data-index="${active}"]`);
    if (row !== document.activeElement) row?.focus({ preventScroll: true });
  });

  function moveTo(index: number): void {
    const next = Math.max(0, Math.min(index, rows.length - 1));
    hasFocus.current = true;
    setActive(next);
    virtual.scrollToIndex(next);
  }

  function onKey(event: KeyboardEvent): void {
    const row = rows[active];
    const isOnRow = (event.target as HTMLElement).getAttribute('role') === 'row';
    if (!isOnRow || row === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    const page = Math.max(1, last - first - 2);
    const moves: Readonly<Record<string, number>> = {
      ArrowDown: active + 1,
      j: active + 1,
      ArrowUp: active - 1,
      k: active - 1,
      PageDown: active + page,
      PageUp: active - page,
      Home: 0,
      End: rows.length - 1,
    };
    const to = moves[event.key];
    if (to !== undefined) moveTo(to);
    else if (event.key === 'Enter') go(peopleHref(row.uid));
    else if (event.key === ' ' && selection !== null) selection.toggle(row.uid, event.shiftKey);
    else if (event.key === 'Escape' && selection !== null) selection.clear();
    else return;
    event.preventDefault();
  }

  function onRow(event: MouseEvent, row: DirectoryRow, index: number): void {
    setActive(index);
    const isControl = (event.target as HTMLElement).closest('a, button, input, label') !== null;
    if (!isControl) go(peopleHref(row.uid));
  }

  return (
    // biome-ignore lint/a11y/useSemanticElements: a table cannot leave rows out.
    <div
      ref={scroller}
      className={classes.scroller}
      role="grid"
      aria-label="People"
      aria-rowcount={count < 0 ? -1 : count + 1}
      aria-multiselectable={selection === null ? undefined : true}
      tabIndex={-1}
      onKeyDown={onKey}
      onFocus={() => {
        hasFocus.current = true;
      }}
      onBlur={() => {
        hasFocus.current = false;
      }}
      data-narrow={isNarrow || undefined}
      data-selectable={selection !== null || undefined}
    >
      {/* biome-ignore lint/a11y/useSemanticElements: as above. */}
      {/* biome-ignore lint/a11y/useFocusableInteractive: its cells have the controls. */}
      <div role="row" aria-rowindex={1} className={classes.head}>
        {selection !== null && (
          // biome-ignore lint/a11y/useSemanticElements: as above.
          // biome-ignore lint/a11y/useFocusableInteractive: as above.
          <div role="columnheader" className={classes.check}>
            <span className={classes.hidden}>Selected</span>
          </div>
        )}
        {COLUMNS.filter(({ label }) => label !== DELIVERY || following !== null).map(
          ({ sort: by, label }) => (
            <Header
              key={label}
              label={label}
              isHidden={label === DELIVERY}
              by={canSort ? by : null}
              isSorted={by === sort}
              direction={direction ?? (by === null ? 'ascending' : AT_FIRST[by])}
              onSort={onSort}
            />
          ),
        )}
      </div>
      {/* biome-ignore lint/a11y/useSemanticElements: as above. */}
      <div role="rowgroup" className={classes.rows} style={{ height: virtual.getTotalSize() }}>
        {items.map(({ index, start }) => {
          const row = rows[index];
          return row === undefined ? null : (
            // biome-ignore lint/a11y/useSemanticElements: as above.
            // biome-ignore lint/a11y/useKeyWithClickEvents: the grid has the keys.
            <div
              key={row.uid}
              role="row"
              aria-rowindex={index + 2}
              aria-selected={selection === null ? undefined : selection.uids.has(row.uid)}
              tabIndex={index === active ? 0 : -1}
              data-index={index}
              data-followed={following?.has(row.uid) || undefined}
              className={classes.row}
              style={{ transform: `translateY(${start}px)` }}
              onClick={(event) => onRow(event, row, index)}
              onFocus={() => setActive(index)}
            >
              <Cells
                row={row}
                isSelected={selection?.uids.has(row.uid) ?? false}
                onSelect={selection?.toggle ?? null}
                isFollowed={following?.has(row.uid) ?? null}
              />
            </div>
          );
        })}
      </div>
    </div>
  );
}

function Header({
  label,
  isHidden,
  by,
  isSorted,
  direction,
  onSort,
}: {
  label: string;
  isHidden: boolean;
  by: DirectorySort | null;
  isSorted: boolean;
  direction: SortDirection;
  onSort: (sort: DirectorySort, direction: SortDirection) => void;
}) {
  const other = direction === 'ascending' ? 'descending' : 'ascending';
  return (
    // biome-ignore lint/a11y/useSemanticElements: a table cannot leave rows out.
    // biome-ignore lint/a11y/useFocusableInteractive: its button is.
    <div
      role="columnheader"
      aria-sort={isSorted ? direction : undefined}
      className={isHidden ? classes.hidden : undefined}
    >
      {by === null ? (
        label
      ) : (
        <button
          type="button"
          className={classes.sort}
          onClick={() => onSort(by, isSorted ? other : AT_FIRST[by])}
        >
          {label}
          {isSorted && <span aria-hidden>{direction === 'ascending' ? ' ↑' : ' ↓'}</span>}
        </button>
      )}
    </div>
  );
}

const STATES: Readonly<Record<DirectoryRow['state'], string>> = {
  ok: 'OK',
  pending: 'Pending',
  rejected: 'Rejected',
  disabled: 'Disabled',
  ended: 'Ended',
};

/** The cells of a row, which stay as they are while the list scrolls. */
const Cells = memo(function Cells({
  row,
  isSelected,
  onSelect,
  isFollowed,
}: {
  row: DirectoryRow;
  isSelected: boolean;
  /** Null where nothing can be selected. */
  onSelect: Selection['toggle'] | null;
  /** Whether it says how far its change has got; null where no row can. */
  isFollowed: boolean | null;
}) {
  const { peopleHref, uid } = useConsole();
  const { state, problem, endsAt, changedAt, lastSignInAt, role, effectiveRole } = row;
  const email = shownName(row.email);
  const name = shownName(row.name) ?? email ?? row.uid;
  // A role that ended, or waits behind a disabled account, is none at the moment.
  const isIdle = role !== null && effectiveRole === null;
  return (
    <>
      {onSelect !== null && (
        <Cell className={classes.check}>
          <input
            type="checkbox"
            tabIndex={-1}
            aria-label={`Select ${name}`}
            checked={isSelected}
            onChange={() => undefined}
            onClick={(event) => onSelect(row.uid, event.shiftKey)}
          />
        </Cell>
      )}
      <Cell className={classes.person}>
        <Link href={peopleHref(row.uid)} tabIndex={-1} className={classes.name}>
          <bdi>{name}</bdi>
          {row.uid === uid && <span className={classes.quiet}> (you)</span>}
        </Link>
        {email !== null && email !== name && (
          <span className={classes.email}>
            <bdi>{email}</bdi>
          </span>
        )}
      </Cell>
      <Cell className={classes.role}>
        {isIdle ? (
          <span className={classes.idle}>{role}</span>
        ) : (
          <RoleBadge role={effectiveRole ?? role} />
        )}
      </Cell>
      <Cell className={classes.state}>
        <span data-state={state} title={problem ?? undefined}>
          {STATES[state]}
          {problem !== null && <span className={classes.problem}>: {problem}</span>}
        </span>
      </Cell>
      {isFollowed !== null && (
        <Cell className={classes.delivery}>
          {isFollowed && <DeliveryLine uid={row.uid} version={row.version} />}
        </Cell>
      )}
      <Cell className={classes.ends}>{endsAt !== null && <RoleEnd at={endsAt} />}</Cell>
      <Cell className={classes.time}>
        <Time at={changedAt} />
      </Cell>
      <Cell className={classes.time}>
        {lastSignInAt === null ? 'Never' : <Time at={lastSignInAt} />}
      </Cell>
    </>
  );
});

function Cell({
  className,
  children,
}: {
  className?: string | undefined;
  children: React.ReactNode;
}) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a table cannot leave rows out.
    // biome-ignore lint/a11y/useFocusableInteractive: the row has the focus.
    <div role="gridcell" className={className}>
      {children}
    </div>
  );
}

function Time({ at }: { at: number | null }) {
  return at === null ? '–' : <time dateTime={isoOf(at)}>{dayAndTime(at)}</time>;
}
