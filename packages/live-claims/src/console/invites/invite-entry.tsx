import { Button } from '@mantine/core';
import { invitableRoles, millisOf, versionAt } from '../../core/index.ts';
import { useConsole, useLiveClaims } from '../console-context.tsx';
import { CopyButton } from '../parts/copy-button.tsx';
import { Link } from '../parts/link.tsx';
import { dayAndTime, momentFrom } from '../parts/moments.ts';
import { shownName } from '../parts/names.ts';
import { RoleBadge } from '../parts/role-badge.tsx';
import { withArticle } from '../parts/role-words.ts';
import { useTimeLeft } from '../parts/use-time-left.ts';
import classes from './invites.module.css';
import { type InviteState, inviteState, type StoredInvite } from './invites-data.ts';
import { ResendButton } from './resend-button.tsx';

export function InviteEntry({
  invite,
  mails,
  givesNothing = false,
  onWithdraw,
}: {
  invite: StoredInvite;
  /** Whether the app sends mails for invites. */
  mails: boolean;
  /** Whether the account with the address has its role or a higher one. */
  givesNothing?: boolean;
  onWithdraw: () => void;
}) {
  const { roles } = useConsole();
  const { role } = useLiveClaims();
  const now = Date.now();
  const state = inviteState(invite, now);
  const left = useTimeLeft(state.is === 'open' ? state.until : null);
  const isOpen = state.is === 'open';
  const mayChange = isOpen && invitableRoles(roles, role).some((one) => one === invite.role);

  return (
    <div className={classes.invite} data-closed={!isOpen || undefined}>
      <div className={classes.address}>
        <bdi>{invite.email}</bdi>
        <p className={classes.quiet}>
          Invited <By invite={invite} /> {dayAndTime(millisOf(versionAt(invite.createdAt)))}
        </p>
      </div>
      <RoleBadge role={invite.role} />
      <span className={classes.quiet}>
        {statePhrase(state, left, now)}
        {isOpen && givesNothing && '; gives nothing: the account has this role or a higher one'}
      </span>
      <div className={classes.acts}>
        {isOpen && (
          <CopyButton
            text={`You are invited as ${withArticle(invite.role)}. Sign up or sign in with ${invite.email} at ${window.location.origin}`}
            label={`Copy message for ${invite.email}`}
          />
        )}
        {mayChange && mails && <ResendButton invite={invite} />}
        {mayChange && (
          <Button
            variant="subtle"
            color="gray"
            size="xs"
            aria-label={`Withdraw invite of ${invite.email}`}
            onClick={onWithdraw}
          >
            Withdraw
          </Button>
        )}
      </div>
    </div>
  );
}

function By({ invite: { invitedBy, invitedByName } }: { invite: StoredInvite }) {
  const { peopleHref } = useConsole();
  // No account has this id: invites from the command line have it.
  if (invitedBy.startsWith('__')) return 'by an operator,';
  return (
    <>
      by{' '}
      <Link href={peopleHref(invitedBy)}>
        <bdi>{shownName(invitedByName) ?? invitedBy}</bdi>
      </Link>
      ,
    </>
  );
}

function statePhrase(state: InviteState, left: string | null, now: number): string {
  switch (state.is) {
    case 'accepted':
      return `accepted ${dayAndTime(state.at)}`;
    case 'over':
      return `expired ${dayAndTime(state.since)}`;
    case 'open':
      return state.until === null || left === null
        ? 'open, without an end'
        : `open until ${momentFrom(state.until, now)}, in ${left}`;
  }
}
