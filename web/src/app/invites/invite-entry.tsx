import { Button } from '@mantine/core';
import { appRoles } from '../../../../functions/src/live-claims.config.ts';
import { RoleBadge } from '../access/role-badge.tsx';
import { useLiveClaims } from '../live-claims.ts';
import { dayAndTime, momentFrom } from '../moments.ts';
import { useTimeLeft } from '../use-time-left.ts';
import { invitableRoles } from './invitable-roles.ts';
import classes from './invites.module.css';
import { type InviteStanding, type StoredInvite, standingOf } from './invites-data.ts';

export function InviteEntry({
  invite,
  onWithdraw,
}: {
  invite: StoredInvite;
  onWithdraw: () => void;
}) {
  const { role } = useLiveClaims();
  const now = Date.now();
  const standing = standingOf(invite, now);
  const left = useTimeLeft(standing.is === 'open' ? standing.until : null);
  const isOpen = standing.is === 'open';
  const mayWithdraw = isOpen && invitableRoles(appRoles, role).some((one) => one === invite.role);

  return (
    <div className={classes.invite} data-closed={!isOpen || undefined}>
      <span className={classes.address}>{invite.email}</span>
      <RoleBadge role={invite.role} />
      <span className={classes.quiet}>{standingPhrase(standing, left, now)}</span>
      {mayWithdraw && (
        <Button
          variant="subtle"
          color="gray"
          size="xs"
          aria-label={`Withdraw the invite of ${invite.email}`}
          onClick={onWithdraw}
        >
          Withdraw
        </Button>
      )}
    </div>
  );
}

function standingPhrase(standing: InviteStanding, left: string | null, now: number): string {
  switch (standing.is) {
    case 'accepted':
      return `accepted ${dayAndTime(standing.at)}`;
    case 'over':
      return `expired ${dayAndTime(standing.since)}`;
    case 'open':
      return standing.until === null || left === null
        ? 'without an end'
        : `until ${momentFrom(standing.until, now)}, in ${left}`;
  }
}
