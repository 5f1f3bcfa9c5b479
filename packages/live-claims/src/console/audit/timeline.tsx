import { Button } from '@mantine/core';
import { useMemo, useState } from 'react';
import { useConsole, useLiveQuery } from '../console-context.tsx';
import { LiveList } from '../parts/live-list.tsx';
import classes from './audit.module.css';
import { latestEntries, readEntry } from './audit-data.ts';
import { Entry } from './audit-entry.tsx';

/** How many entries are shown at first, and how many more at a time. */
const SHOWN = 20;

/** What has happened to one person's access, newest first. */
export function Timeline({ uid }: { uid: string }) {
  const { config, firestore } = useConsole();
  const [count, setCount] = useState(SHOWN);
  const found = useLiveQuery(
    useMemo(
      () => latestEntries(firestore, config.collections, { view: 'everything', uid, count }),
      [firestore, config, uid, count],
    ),
    readEntry,
  );
  return (
    <section className={classes.timeline} aria-labelledby="timeline-title">
      <h2 id="timeline-title">History</h2>
      <LiveList
        found={found}
        isEmpty={found.items.length === 0}
        needs={config.can.readAudit}
        empty={<p className={classes.limit}>Nothing has changed yet.</p>}
      >
        <ol className={classes.list} aria-label="History">
          {found.items.map((entry) => (
            <Entry key={entry.id} entry={entry} />
          ))}
        </ol>
        {found.items.length === count && (
          <Button variant="subtle" size="xs" onClick={() => setCount(count + SHOWN)}>
            Show more
          </Button>
        )}
      </LiveList>
    </section>
  );
}
