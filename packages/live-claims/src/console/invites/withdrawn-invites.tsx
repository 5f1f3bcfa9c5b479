import { useMemo } from 'react';
import { millisOf, versionAt } from '../../core/index.ts';
import { readEntry, type StoredAuditEntry } from '../audit/audit-data.ts';
import { useConsole, useLiveQuery } from '../console-context.tsx';
import { LiveList } from '../parts/live-list.tsx';
import { dayAndTime } from '../parts/moments.ts';
import { RoleBadge } from '../parts/role-badge.tsx';
import classes from './invites.module.css';
import { latestWithdrawn } from './invites-data.ts';

/** Invites that were withdrawn or closed, from the audit log: for users who may read it. */
export default function WithdrawnInvites() {
  const { config, firestore } = useConsole();
  const { collections } = config;
  const found = useLiveQuery(
    useMemo(() => latestWithdrawn(firestore, collections), [firestore, collections]),
    readEntry,
  );
  return (
    <LiveList
      found={found}
      isEmpty={found.items.length === 0}
      needs={config.can.readAudit}
      empty={<p className={classes.quiet}>No invite was withdrawn.</p>}
    >
      <ul className={classes.list} aria-label="Withdrawn invites">
        {found.items.map((entry) => (
          <Withdrawn key={entry.id} entry={entry} />
        ))}
      </ul>
    </LiveList>
  );
}

function Withdrawn({ entry: { at, before, by, actor, subject } }: { entry: StoredAuditEntry }) {
  const author = by.name ?? by.email ?? (actor.kind === 'service' ? 'an operator' : actor.uid);
  return (
    <li className={classes.invite} data-closed>
      <bdi className={classes.address}>{subject.email}</bdi>
      <RoleBadge role={before !== null && 'role' in before ? before.role : null} />
      <span className={classes.quiet}>
        withdrawn {dayAndTime(millisOf(versionAt(at)))}
        {author !== null && (
          <>
            {' by '}
            <bdi>{author}</bdi>
          </>
        )}
      </span>
    </li>
  );
}
