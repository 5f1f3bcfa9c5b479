import { Button } from '@mantine/core';
import { invitableRoles } from '../../core/index.ts';
import { useConsole, useLiveClaims } from '../console-context.tsx';
import { CopyButton } from '../parts/copy-button.tsx';
import { dayAndTime, momentFrom } from '../parts/moments.ts';
import { RoleBadge } from '../parts/role-badge.tsx';
import { withArticle } from '../parts/role-words.ts';
import { useTimeLeft } from '../parts/use-time-left.ts';
import classes from './invites.module.css';
import { type InviteState, inviteState, type StoredInvite } from './invites-data.ts';

export function InviteEntry({
  invite,
  onWithdraw,
}: {
  invite: StoredInvite;
  onWithdraw: () => void;
}) {
  const { roles } = useConsole();
  const { role } = useLiveClaims();
  const now = Date.now();
  const state = inviteState(invite, now);
  const left = useTimeLeft(state.is === 'open' ? state.until : null);
  const isOpen = state.is === 'open';
  const mayWithdraw = isOpen && invitableRoles(roles, role).some((one) => one === invite.role);

  return (
    <div className={classes.invite} data-closed={!isOpen || undefined}>
      <span className={classes.address}>{invite.email}</span>
      <RoleBadge role={invite.role} />
      <span className={classes.quiet}>{statePhrase(state, left, now)}</span>
      {isOpen && (
        <CopyButton
          text={`You are invited as ${withArticle(invite.role)}. Sign up or sign in with ${invite.email} at ${window.location.origin}`}
          label={`Copy message for ${invite.email}`}
        />
      )}
      {mayWithdraw && (
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
        ? 'without an end'
        : `until ${momentFrom(state.until, now)}, in ${left}`;
  }
}
