import { Button, NativeSelect, TextInput } from '@mantine/core';
import { type FormEvent, useMemo, useState } from 'react';
import { millisOf, topRole, versionAt } from '../../core/index.ts';
import { Screen, useCan, useConsole, useLiveQuery } from '../console-context.tsx';
import { textOf } from '../parts/field-data.ts';
import { LiveList } from '../parts/live-list.tsx';
import { Message } from '../parts/message.tsx';
import { dayAndTime, isoOf } from '../parts/moments.ts';
import { isolated } from '../parts/names.ts';
import { WithNames } from '../parts/with-names.tsx';
import { allUsers } from '../people/people-data.ts';
import { type Person, personReader } from '../people/person.ts';
import classes from './audit.module.css';
import {
  AUDIT_VIEWS,
  type AuditQuestion,
  type AuditView,
  ENTRIES_SHOWN,
  type Known,
  latestEntries,
  readEntry,
  type StoredAuditEntry,
} from './audit-data.ts';
import { actorPhrase, auditSentence, outcomePhrase } from './audit-sentence.ts';

const VIEW_LABELS: Readonly<Record<AuditView, string>> = {
  changes: 'Changes',
  'sign-ups': 'Sign-ups',
  everything: 'Everything',
};

const AT_FIRST: AuditQuestion = { view: 'changes', uid: null, count: ENTRIES_SHOWN };

/**
 * Whose access changed, when, and by whom. For users with the permission of `can.readAudit`.
 *
 * @example <Route path="/admin/audit" component={AuditPage} />
 */
export function AuditPage() {
  const { config, firestore } = useConsole();
  const { can, collections } = config;
  const canRead = useCan(can.readAudit);
  const canSeePeople = useCan(can.listUsers);
  const [question, setQuestion] = useState(AT_FIRST);
  const entries = useLiveQuery(
    useMemo(
      () => (canRead ? latestEntries(firestore, collections, question) : null),
      [firestore, collections, canRead, question],
    ),
    readEntry,
  );
  const people = useLiveQuery(
    useMemo(
      () => (canSeePeople ? allUsers(firestore, collections) : null),
      [firestore, collections, canSeePeople],
    ),
    useMemo(() => personReader(config), [config]),
  );
  const personOf = new Map(people.items.map((person) => [person.uid, person]));

  function narrow(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault();
    const wanted = textOf(new FormData(event.currentTarget), 'person');
    const uid = wanted === '' ? null : accountIn(people.items, wanted);
    setQuestion({ ...question, uid, count: ENTRIES_SHOWN });
  }

  return (
    <Screen title="Audit log" intro="Whose access changed, when, and by whom. Newest first.">
      {canRead && (
        <form className={classes.filter} onSubmit={narrow} noValidate>
          <NativeSelect
            label="Show"
            size="md"
            value={question.view}
            onChange={(event) =>
              setQuestion({
                ...question,
                view: event.currentTarget.value as AuditView,
                count: ENTRIES_SHOWN,
              })
            }
            data={AUDIT_VIEWS.map((value) => ({ value, label: VIEW_LABELS[value] }))}
          />
          <TextInput
            name="person"
            label="About one person"
            placeholder="E-mail address or account id"
            autoComplete="off"
            spellCheck={false}
          />
          <Button type="submit" variant="default" size="md">
            Show
          </Button>
        </form>
      )}
      <LiveList
        found={entries}
        isEmpty={entries.items.length === 0}
        needs={can.readAudit}
        empty={
          <Message title={question.uid === null ? 'Nothing has changed yet' : 'No entry'}>
            {question.uid === null
              ? 'The server writes every change of access here.'
              : 'There is none about this person.'}
          </Message>
        }
      >
        <ol className={classes.list} aria-label="Audit log">
          {entries.items.map((entry) => (
            <Entry key={entry.id} entry={entry} personOf={personOf} />
          ))}
        </ol>
        {entries.items.length === question.count && (
          <p className={classes.limit}>
            The latest {question.count} entries are shown.{' '}
            <Button
              variant="subtle"
              size="xs"
              onClick={() => setQuestion({ ...question, count: question.count + ENTRIES_SHOWN })}
            >
              Show more
            </Button>
          </p>
        )}
      </LiveList>
    </Screen>
  );
}

function Entry({
  entry,
  personOf,
}: {
  entry: StoredAuditEntry;
  personOf: ReadonlyMap<string, Person>;
}) {
  const { roles } = useConsole();
  const at = millisOf(versionAt(entry.at));
  const outcome = outcomePhrase(entry);
  // As they were then, where the entry says it: a name that was taken later rewrites nothing.
  const known = (uid: string, then: Known): Known =>
    then.name !== null || then.email !== null ? then : (personOf.get(uid) ?? then);
  const subject = entry.uid === null ? null : known(entry.uid, entry.subject);
  const nameOf = (uid: string) => isolated(subject?.name ?? subject?.email ?? uid);
  const actorOf = (uid: string) => {
    const { name, email } = known(uid, entry.by);
    const [shown, proof] = [name ?? email ?? uid, email ?? uid];
    // A name can be taken by any user; an address cannot.
    return isolated(shown) + (shown === proof ? '' : ` (${isolated(proof)})`);
  };
  // Beside a name only: where there is none, the sentence has the address.
  const beside =
    subject === null || subject.name === null || subject.name === subject.email
      ? null
      : subject.email;
  return (
    <li className={classes.entry}>
      <time dateTime={isoOf(at)}>{dayAndTime(at)}</time>
      <div>
        <p>
          <WithNames>{auditSentence(entry, nameOf, topRole(roles))}</WithNames>
        </p>
        <p className={classes.actor}>
          {beside !== null && (
            <>
              <bdi>{beside}</bdi>
              {' · '}
            </>
          )}
          <WithNames>{actorPhrase(entry.actor, actorOf)}</WithNames>
          {entry.reason !== null && (
            <>
              {' · '}
              <bdi>{entry.reason}</bdi>
            </>
          )}
          {outcome !== null && (
            <>
              {' · '}
              <strong>{outcome}</strong>
            </>
          )}
        </p>
      </div>
    </li>
  );
}

/** The account with this address or id. */
function accountIn(people: readonly Person[], wanted: string): string {
  const folded = wanted.toLowerCase();
  return people.find(({ email }) => email?.toLowerCase() === folded)?.uid ?? wanted;
}
