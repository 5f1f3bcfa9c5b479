import { Button } from '@mantine/core';
import { lazy, Suspense, useMemo, useState } from 'react';
import { useCan, useConsole, useLiveQuery } from '../console-context.tsx';
import { LiveList } from '../parts/live-list.tsx';
import { InviteEntry } from './invite-entry.tsx';
import classes from './invites.module.css';
import { INVITES_SHOWN, latestInvites, readInvite } from './invites-data.ts';

const InviteDialog = lazy(() => import('./invite-dialog.tsx'));
const WithdrawnInvites = lazy(() => import('./withdrawn-invites.tsx'));
const WithdrawInvite = lazy(() => import('./withdraw-invite.tsx'));

/** Invites by e-mail address, for users with the permission to grant roles. */
export function Invites() {
  const { config, firestore } = useConsole();
  const { collections } = config;
  const found = useLiveQuery(
    useMemo(() => latestInvites(firestore, collections), [firestore, collections]),
    readInvite,
  );
  const [open, setOpen] = useState<'new' | string | null>(null);
  const close = () => setOpen(null);
  const canReadAudit = useCan(config.can.readAudit);
  const [showWithdrawn, setShowWithdrawn] = useState(false);
  // An app that has never sent a mail has no hook for it.
  const mails = found.items.some(({ sentAt }) => sentAt != null);
  const withdrawn = found.items.find(({ id }) => id === open);

  return (
    <section className={classes.section} aria-labelledby="invites-title">
      <div className={classes.head}>
        <div>
          <h2 id="invites-title">Invites</h2>
          <p className={classes.quiet}>
            Roles reserved for an address, given when its owner signs up or accepts.
          </p>
        </div>
        <Button variant="default" onClick={() => setOpen('new')}>
          Invite people
        </Button>
      </div>
      <LiveList
        found={found}
        isEmpty={found.items.length === 0}
        needs={config.can.grantRoles}
        empty={<p className={classes.quiet}>There are no invites at the moment.</p>}
      >
        <ul className={classes.list} aria-label="Invites">
          {found.items.map((invite) => (
            <li key={invite.id}>
              <InviteEntry invite={invite} mails={mails} onWithdraw={() => setOpen(invite.id)} />
            </li>
          ))}
        </ul>
        {found.items.length === INVITES_SHOWN && (
          <p className={classes.quiet}>The latest {INVITES_SHOWN} invites are shown.</p>
        )}
      </LiveList>
      {canReadAudit && (
        <Button
          className={classes.withdrawn}
          variant="subtle"
          size="xs"
          aria-expanded={showWithdrawn}
          onClick={() => setShowWithdrawn(!showWithdrawn)}
        >
          {showWithdrawn ? 'Hide withdrawn invites' : 'Show withdrawn invites'}
        </Button>
      )}
      <Suspense>
        {showWithdrawn && <WithdrawnInvites />}
        {open === 'new' && <InviteDialog onClose={close} />}
        {withdrawn !== undefined && <WithdrawInvite invite={withdrawn} onClose={close} />}
      </Suspense>
    </section>
  );
}
