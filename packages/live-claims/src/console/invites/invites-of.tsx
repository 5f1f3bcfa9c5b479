import { collection, limit, query, where } from 'firebase/firestore';
import { lazy, Suspense, useMemo, useState } from 'react';
import { rankOf } from '../../core/index.ts';
import { useConsole, useLiveQuery } from '../console-context.tsx';
import { InviteEntry } from './invite-entry.tsx';
import classes from './invites.module.css';
import { readInvite } from './invites-data.ts';

const WithdrawInvite = lazy(() => import('./withdraw-invite.tsx'));

/** The most invites of one address that are shown. */
const SHOWN = 10;

/** The invites of one address, with the role that its account has; nothing where there are none. */
export function InvitesOf({ email, role }: { email: string; role: string | null }) {
  const { config, firestore, roles } = useConsole();
  const address = email.toLowerCase();
  const found = useLiveQuery(
    useMemo(
      () =>
        query(
          collection(firestore, config.collections.invites),
          where('email', '==', address),
          limit(SHOWN),
        ),
      [firestore, config, address],
    ),
    readInvite,
  );
  const [open, setOpen] = useState<string | null>(null);
  const withdrawn = found.items.find(({ id }) => id === open);
  if (found.items.length === 0) return null;
  return (
    <section className={classes.section} aria-labelledby="invites-of-title">
      <h2 id="invites-of-title">Invites</h2>
      <ul className={classes.list} aria-label="Invites">
        {found.items.map((invite) => (
          <li key={invite.id}>
            <InviteEntry
              invite={invite}
              mails={invite.sentAt != null}
              givesNothing={rankOf(roles, role) >= rankOf(roles, invite.role)}
              onWithdraw={() => setOpen(invite.id)}
            />
          </li>
        ))}
      </ul>
      <Suspense>
        {withdrawn !== undefined && (
          <WithdrawInvite invite={withdrawn} onClose={() => setOpen(null)} />
        )}
      </Suspense>
    </section>
  );
}
