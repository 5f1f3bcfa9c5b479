import { Button, NativeSelect, TextInput } from '@mantine/core';
import { collection, getDocs, limit, query, where } from 'firebase/firestore';
import { type FormEvent, useMemo, useState } from 'react';
import { exactMatches } from '../../core/index.ts';
import {
  Screen,
  useCan,
  useConsole,
  useLiveClaimsClient,
  useLiveQuery,
} from '../console-context.tsx';
import { withWords, wordsOf } from '../location.ts';
import { textOf } from '../parts/field-data.ts';
import { LiveList } from '../parts/live-list.tsx';
import { Failure, Message } from '../parts/message.tsx';
import { useTask } from '../parts/use-task.ts';
import { findAccount } from '../people/change-person.ts';
import classes from './audit.module.css';
import {
  AUDIT_VIEWS,
  type AuditView,
  ENTRIES_SHOWN,
  latestEntries,
  readEntry,
} from './audit-data.ts';
import { Entry } from './audit-entry.tsx';
import { exportAudit } from './export-audit.ts';

const VIEW_LABELS: Readonly<Record<AuditView, string>> = {
  changes: 'Changes',
  'sign-ups': 'Sign-ups',
  everything: 'Everything',
};

const isView = (word: string | undefined): word is AuditView =>
  AUDIT_VIEWS.includes(word as AuditView);

/**
 * Whose access changed, when, and by whom. For users with the permission of `can.readAudit`.
 *
 * @example <Route path="/admin/audit" component={AuditPage} />
 */
export function AuditPage() {
  const shared = useConsole();
  const { config, firestore, go, location } = shared;
  const { can, collections } = config;
  const claims = useLiveClaimsClient();
  const canRead = useCan(can.readAudit);
  const { run, pending, failure } = useTask();
  const words = wordsOf(location);
  const view = isView(words.view) ? words.view : 'changes';
  const uid = words.person ?? null;
  const filter = `${view} ${uid}`;
  // Another filter begins with the latest entries again.
  const [more, setMore] = useState({ filter, count: ENTRIES_SHOWN });
  const count = more.filter === filter ? more.count : ENTRIES_SHOWN;
  const entries = useLiveQuery(
    useMemo(
      () => (canRead ? latestEntries(firestore, collections, { view, uid, count }) : null),
      [firestore, collections, canRead, view, uid, count],
    ),
    readEntry,
  );

  function narrow(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault();
    const wanted = textOf(new FormData(event.currentTarget), 'person');
    if (wanted === '') {
      go(withWords(location, { person: undefined }));
      return;
    }
    run(async () => {
      const person = await claims.withFreshClaims(() => accountIn(shared, wanted));
      go(withWords(location, { person }));
    });
  }

  return (
    <Screen title="Audit log" intro="Whose access changed, when, and by whom. Newest first.">
      {canRead && (
        <form className={classes.filter} onSubmit={narrow} noValidate>
          <NativeSelect
            label="Show"
            size="md"
            value={view}
            onChange={(event) => go(withWords(location, { view: event.currentTarget.value }))}
            data={AUDIT_VIEWS.map((value) => ({ value, label: VIEW_LABELS[value] }))}
          />
          <TextInput
            name="person"
            key={uid}
            label="About one person"
            defaultValue={uid ?? ''}
            placeholder="E-mail address or account id"
            autoComplete="off"
            spellCheck={false}
          />
          <Button type="submit" variant="default" size="md" loading={pending}>
            Show
          </Button>
        </form>
      )}
      {canRead && (
        <div className={classes.export}>
          {(['csv', 'json'] as const).map((format) => (
            <Button
              key={format}
              size="compact-sm"
              variant="subtle"
              disabled={pending}
              onClick={() => run(() => exportAudit(firestore, collections, { view, uid }, format))}
            >
              Export {format.toUpperCase()}
            </Button>
          ))}
        </div>
      )}
      {failure !== null && <Failure>{failure}</Failure>}
      <LiveList
        found={entries}
        isEmpty={entries.items.length === 0}
        needs={can.readAudit}
        empty={
          <Message title={uid === null ? 'Nothing has changed yet' : 'No entry'}>
            {uid === null
              ? 'The server writes every change of access here.'
              : 'There is none about this person.'}
          </Message>
        }
      >
        <ol className={classes.list} aria-label="Audit log">
          {entries.items.map((entry) => (
            <Entry key={entry.id} entry={entry} />
          ))}
        </ol>
        {entries.items.length === count && (
          <p className={classes.limit}>
            The latest {count} entries are shown.{' '}
            <Button
              variant="subtle"
              size="xs"
              onClick={() => setMore({ filter, count: count + ENTRIES_SHOWN })}
            >
              Show more
            </Button>
          </p>
        )}
      </LiveList>
    </Screen>
  );
}

/** The account with this address or id, by the directory where there is one. */
async function accountIn(
  { call, config, firestore }: ReturnType<typeof useConsole>,
  wanted: string,
): Promise<string> {
  const { emailKey } = exactMatches(wanted);
  if (emailKey === null) return wanted;
  if (!config.directory) return (await findAccount(call, wanted))?.uid ?? wanted;
  const rows = collection(firestore, config.collections.directory);
  const { docs } = await getDocs(query(rows, where('emailKey', '==', emailKey), limit(1)));
  return docs[0]?.id ?? wanted;
}
