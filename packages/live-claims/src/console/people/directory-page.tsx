import { Button, NativeSelect, TextInput } from '@mantine/core';
import { doc, getDoc } from 'firebase/firestore';
import {
  type FormEvent,
  lazy,
  Suspense,
  useCallback,
  useEffect,
  useMemo,
  useRef,
  useState,
} from 'react';
import {
  DIRECTORY_PAGE,
  type DirectoryRequest,
  type DirectorySort,
  exactMatches,
  readDirectoryRequest,
} from '../../core/index.ts';
import { useCan, useConsole, useLiveClaimsClient } from '../console-context.tsx';
import { withWords, wordsOf } from '../location.ts';
import { sentenceFor } from '../parts/error-sentences.ts';
import { Closed } from '../parts/live-list.tsx';
import { Failure, Message } from '../parts/message.tsx';
import { useTask } from '../parts/use-task.ts';
import { Waiting } from '../parts/waiting.tsx';
import { BulkBar } from './bulk-bar.tsx';
import { findAccount } from './change-person.ts';
import { ChangedRows } from './changed-rows.ts';
import type { DirectoryList } from './directory-list.ts';
import classes from './directory-page.module.css';
import { COUNTED, MOST_COUNTED, STATE_CHIPS } from './directory-queries.ts';
import { everybodyFound } from './everybody.ts';
import { exportPeople } from './export-people.ts';
import { JobCard } from './job-card.tsx';
import { PeopleTable } from './people-table.tsx';
import { useCounts, useDirectoryList, useDirectoryRows } from './use-directory.ts';

const ImportDialog = lazy(() => import('./import-dialog.tsx'));

const CHIP_LABELS: Readonly<Record<(typeof STATE_CHIPS)[number], string>> = {
  pending: 'Pending',
  rejected: 'Rejected',
  disabled: 'Disabled',
  expiring: 'Ends this week',
  ended: 'Ended',
  'never-signed-in': 'Never signed in',
};

/** How long typing may pause before the list follows, in milliseconds. */
const PAUSE_MS = 250;

/** Everybody, from the directory: searched, filtered and sorted by the words in the address of the page. */
export function Directory() {
  const { config, firestore, go, location, roles } = useConsole();
  const exporting = useTask();
  const [isImporting, setImporting] = useState(false);
  const words = wordsOf(location);
  const canGrant = useCan(roles.grantPermission);
  const read = readDirectoryRequest(roles, words);
  const request: DirectoryRequest = 'request' in read ? read.request : {};
  const list = useDirectoryList(request);
  const counts = useCounts(COUNTED, null);
  const set = useCallback(
    (changes: Readonly<Record<string, string | undefined>>) =>
      go(withWords(location, changes), { replace: true }),
    [go, location],
  );
  const total = counts.all;
  const [visit] = useState(() => new ChangedRows());

  return (
    <>
      <div className={classes.tools}>
        <Search
          value={words.search ?? ''}
          onChange={(search) =>
            set({
              search,
              sort: undefined,
              direction: undefined,
              ...(isEndState(words.state) && { state: undefined }),
            })
          }
        />
        <NativeSelect
          label="Role"
          size="md"
          value={words.role ?? ''}
          onChange={(event) => set({ role: event.currentTarget.value, state: undefined })}
          data={[
            { value: '', label: 'Any role' },
            ...roles.ranking.toReversed().map((role) => ({ value: role, label: role })),
            { value: 'none', label: 'No role' },
          ]}
        />
      </div>
      <fieldset className={classes.chips} aria-label="State">
        {STATE_CHIPS.map((state) => {
          const isOn = words.state === state;
          const count = counts[state];
          return (
            <Button
              key={state}
              size="compact-sm"
              variant={isOn ? 'filled' : 'default'}
              aria-pressed={isOn}
              onClick={() =>
                set({
                  state: isOn ? undefined : state,
                  role: undefined,
                  ...(isEndState(state) && {
                    search: undefined,
                    sort: undefined,
                    direction: undefined,
                  }),
                })
              }
            >
              {CHIP_LABELS[state]}
              {count !== undefined && <span className={classes.count}>{countText(count)}</span>}
            </Button>
          );
        })}
        <Button
          size="compact-sm"
          variant="subtle"
          loading={exporting.pending}
          onClick={() =>
            exporting.run(async () =>
              exportPeople(
                await everybodyFound(
                  firestore,
                  config.collections.directory,
                  request,
                  () => undefined,
                ),
              ),
            )
          }
        >
          Export CSV
        </Button>
        {canGrant && (
          <Button size="compact-sm" variant="subtle" onClick={() => setImporting(true)}>
            Import CSV
          </Button>
        )}
        {total !== undefined && total > DIRECTORY_PAGE && (
          <span className={classes.total}>
            {countText(total)} {total === 1 ? 'person' : 'people'}
          </span>
        )}
      </fieldset>
      {exporting.failure !== null && <Failure>{exporting.failure}</Failure>}
      <Suspense>
        {isImporting && (
          <ImportDialog onClose={() => setImporting(false)} onStarted={(job) => set({ job })} />
        )}
      </Suspense>
      {words.job !== undefined && canGrant && (
        <JobCard
          key={words.job}
          jobId={words.job}
          onStarted={(job) => set({ job })}
          onClose={() => set({ job: undefined })}
        />
      )}
      {'refusal' in read && <Failure>{read.refusal}</Failure>}
      {list === null ? (
        <Message title="No match">Type a letter or a digit of the name or the address.</Message>
      ) : (
        <Found
          // Another list begins with nobody selected.
          key={JSON.stringify(request)}
          list={list}
          visit={visit}
          request={request}
          total={
            Object.keys(request).some((key) => key === 'filter' || key === 'search') ? -1 : total
          }
          onSort={(sort, direction) => set({ sort, direction })}
          onStarted={(job) => set({ job })}
        />
      )}
    </>
  );
}

const NOBODY: ReadonlySet<string> = new Set();

/** The ids from one row to the other, in the order of the list. */
function rangeOf(
  rows: readonly { readonly uid: string }[],
  from: string | null,
  to: string,
): readonly string[] {
  const ids = rows.map(({ uid }) => uid);
  const [one, other] = [ids.indexOf(from ?? to), ids.indexOf(to)];
  return one < 0 ? [to] : ids.slice(Math.min(one, other), Math.max(one, other) + 1);
}

/** With these ids as the first of them would be: selected, where that is not. */
function toggled(
  before: ReadonlySet<string>,
  uid: string,
  ids: readonly string[],
): ReadonlySet<string> {
  const after = new Set(before);
  for (const id of ids) {
    if (before.has(uid)) after.delete(id);
    else after.add(id);
  }
  return after;
}

const isEndState = (state: string | undefined) => state === 'expiring' || state === 'ended';

const countText = (count: number) =>
  count >= MOST_COUNTED ? `${MOST_COUNTED.toLocaleString('en-GB')}+` : String(count);

function Found({
  list,
  visit,
  request,
  total,
  onSort,
  onStarted,
}: {
  list: DirectoryList;
  visit: ChangedRows;
  request: DirectoryRequest;
  /** How many people there are; -1 where that is not known. */
  total: number | undefined;
  onSort: Parameters<typeof PeopleTable>[0]['onSort'];
  /** Called with the id of a job that has begun. */
  onStarted: (jobId: string) => void;
}) {
  const { config, roles } = useConsole();
  const { status, rows, isEnd, error } = useDirectoryRows(list);
  const onShow = useCallback((first: number, last: number) => list.show(first, last), [list]);
  const byEnd =
    request.filter !== undefined && 'state' in request.filter && isEndState(request.filter.state);
  const sort: DirectorySort = request.sort ?? (byEnd ? 'endsAt' : 'name');
  const isNewestFirst = sort === 'changedAt' && request.direction !== 'ascending';
  const [changedOf] = useState(() => visit.list(isNewestFirst));
  const changed = useMemo(() => changedOf(rows), [changedOf, rows]);
  const isSearch = request.search !== undefined;
  const canGrant = useCan(roles.grantPermission);
  const [uids, setUids] = useState<ReadonlySet<string>>(NOBODY);
  const [from, setFrom] = useState<string | null>(null);
  /** Whether everybody who matches is selected, also those who are not loaded. */
  const [isAll, setAll] = useState(false);
  const clear = useCallback(() => {
    setUids(NOBODY);
    setAll(false);
  }, []);
  const toggle = useCallback(
    (uid: string, isRange: boolean) => {
      // One taken out of all leaves those who are shown.
      const all = new Set(rows.map((row) => row.uid));
      setUids((before) =>
        toggled(isAll ? all : before, uid, isRange ? rangeOf(rows, from, uid) : [uid]),
      );
      setAll(false);
      setFrom(uid);
    },
    [rows, from, isAll],
  );

  if (status === 'denied') return <Closed needs={config.can.listUsers} />;
  if (status === 'error') return <ListFailure error={error} retry={() => list.retry()} />;
  const shown = isAll ? new Set(rows.map(({ uid }) => uid)) : uids;
  const count = isEnd ? rows.length : (total ?? -1) >= MOST_COUNTED ? -1 : (total ?? -1);
  return (
    <>
      <p className={classes.results} role="status" aria-label="Results">
        {resultText(status === 'loading', rows.length, isEnd)}
      </p>
      {canGrant && shown.size > 0 && (
        <BulkBar
          selected={isAll ? 'all' : rows.filter(({ uid }) => uids.has(uid))}
          request={request}
          isMoreThere={!isEnd || uids.size < rows.length}
          onSelectAll={() => setAll(true)}
          onClear={clear}
          onStarted={(job) => {
            clear();
            onStarted(job);
          }}
        />
      )}
      {rows.length > 0 && (
        <PeopleTable
          rows={rows}
          count={count}
          sort={sort}
          direction={request.direction}
          canSort={!isSearch && !byEnd}
          changed={changed}
          selection={canGrant ? { uids: shown, toggle, clear } : null}
          onSort={onSort}
          onShow={onShow}
        />
      )}
      {rows.length === 0 && status === 'loading' && <Waiting label="Loading…" />}
      {rows.length === 0 && status === 'ready' && isEnd && (
        <Message title="No match">
          {isSearch
            ? 'Try the beginning of a name or of a part of the e-mail address, or press Enter to look for an account with exactly this address or id.'
            : 'Nobody is in this state at the moment.'}
        </Message>
      )}
      {isSearch && !isEnd && status === 'ready' && (
        <Button variant="default" mt="md" onClick={() => list.more()}>
          Look further
        </Button>
      )}
    </>
  );
}

function resultText(isLoading: boolean, count: number, isEnd: boolean): string {
  if (isLoading && count === 0) return '';
  if (count === 0) return isEnd ? 'Nobody found.' : '';
  const people = count === 1 ? '1 person' : `${count} people`;
  return isEnd ? `${people}.` : `The first ${people}; more as you scroll.`;
}

function ListFailure({ error, retry }: { error: unknown; retry: () => void }) {
  const { roles } = useConsole();
  return (
    <Message
      title="This list could not be loaded"
      action={
        <Button variant="default" onClick={retry}>
          Try again
        </Button>
      }
    >
      {sentenceFor(error, roles)}
    </Message>
  );
}

/** The search: follows the typing, and with Enter opens the one account that has exactly this address or id. */
function Search({ value, onChange }: { value: string; onChange: (search: string) => void }) {
  const { call, firestore, go, paths, peopleHref } = useConsole();
  const claims = useLiveClaimsClient();
  const field = useRef<HTMLInputElement>(null);
  const [text, setText] = useState(value);
  const { run, pending, failure, forget } = useTask();
  const [missing, setMissing] = useState<string | null>(null);
  const latest = useRef(onChange);
  useEffect(() => {
    latest.current = onChange;
  });
  // Back and forward change the words without this field.
  const [seen, setSeen] = useState(value);
  if (seen !== value) {
    setSeen(value);
    setText(value);
  }
  useEffect(() => {
    if (text === value) return;
    const timer = setTimeout(() => latest.current(text), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [text, value]);
  useSlash(useMemo(() => () => field.current?.focus(), []));

  function open(event: FormEvent): void {
    event.preventDefault();
    const wanted = text.trim();
    if (wanted === '') return;
    setMissing(null);
    run(async () => {
      const { uid } = exactMatches(wanted);
      const isRow = uid !== null && (await getDoc(doc(firestore, paths.row(uid)))).exists();
      const account = isRow
        ? { uid }
        : await claims.withFreshClaims(() => findAccount(call, wanted));
      if (account === null) setMissing(wanted);
      else go(peopleHref(account.uid));
    });
  }

  return (
    <search className={classes.search}>
      <form onSubmit={open} noValidate>
        <TextInput
          ref={field}
          type="search"
          size="md"
          label="Find a user"
          placeholder="Name, e-mail address or account id"
          dir="auto"
          autoComplete="off"
          spellCheck={false}
          value={text}
          onChange={(event) => {
            setText(event.currentTarget.value);
            setMissing(null);
            forget();
          }}
          onKeyDown={(event) => {
            if (event.key === 'Escape' && text !== '') setText('');
          }}
        />
        <div role="status" aria-label="Found account">
          {pending && <p className={classes.results}>Looking for this account…</p>}
          {failure !== null && <Failure>{failure}</Failure>}
          {missing !== null && (
            <p className={classes.results}>
              There is no account <bdi>{missing}</bdi>.
            </p>
          )}
        </div>
      </form>
    </search>
  );
}

/** `/` goes to the search, unless it is typed into a field. */
function useSlash(focus: () => void): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const { target, key, ctrlKey, metaKey, altKey } = event;
      const isTyping =
        target instanceof HTMLElement &&
        (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));
      if (key !== '/' || ctrlKey || metaKey || altKey || isTyping) return;
      event.preventDefault();
      focus();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [focus]);
}
