import { millisOf, versionAt } from '@live-claims/contract';
import { useMemo } from 'react';
import { useCan } from '../../live-claims/react/index.ts';
import { useFirebase } from '../firebase-context.ts';
import { LiveList } from '../live-list.tsx';
import { Message } from '../message.tsx';
import { dayAndTime } from '../moments.ts';
import { everybody } from '../people/people-data.ts';
import { readPerson } from '../people/person.ts';
import { Screen } from '../shell/screen.tsx';
import { useLiveQuery } from '../use-live-query.ts';
import classes from './audit.module.css';
import { ENTRIES_SHOWN, latestEntries, readEntry } from './audit-data.ts';
import { actorPhrase, auditSentence, outcomePhrase } from './audit-sentence.ts';

export default function AuditScreen() {
  const { firestore } = useFirebase();
  const canRead = useCan('audit.read');
  const canSeePeople = useCan('people.read');
  const entries = useLiveQuery(
    useMemo(() => (canRead ? latestEntries(firestore) : null), [firestore, canRead]),
    readEntry,
  );
  const people = useLiveQuery(
    useMemo(() => (canSeePeople ? everybody(firestore) : null), [firestore, canSeePeople]),
    readPerson,
  );
  const names = new Map(people.items.map(({ uid, name }) => [uid, name]));
  const nameOf = (uid: string) => names.get(uid) ?? uid;

  return (
    <Screen title="Audit log" intro="Whose access changed, when, and by whom. Newest first.">
      <LiveList
        found={entries}
        isEmpty={entries.items.length === 0}
        needs="audit.read"
        empty={
          <Message title="Nothing has changed yet">
            The next change of anybody’s access is written here by the server.
          </Message>
        }
      >
        <ol className={classes.list} aria-label="Audit log">
          {entries.items.map(({ id, ...entry }) => {
            const at = millisOf(versionAt(entry.at));
            const outcome = outcomePhrase(entry);
            return (
              <li key={id} className={classes.entry}>
                <time dateTime={new Date(at).toISOString()}>{dayAndTime(at)}</time>
                <div>
                  <p>{auditSentence(entry, nameOf)}</p>
                  <p className={classes.actor}>
                    {actorPhrase(entry.actor, nameOf)}
                    {entry.reason !== null && ` · ${entry.reason}`}
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
          })}
        </ol>
        {entries.items.length === ENTRIES_SHOWN && (
          <p className={classes.limit}>The latest {ENTRIES_SHOWN} entries are shown.</p>
        )}
      </LiveList>
    </Screen>
  );
}
