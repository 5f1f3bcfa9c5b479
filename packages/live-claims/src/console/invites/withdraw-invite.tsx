import { useConsole, useLiveClaimsClient } from '../console-context.tsx';
import { ConfirmDialog } from '../parts/confirm-dialog.tsx';
import { type StoredInvite, withdrawInvite } from './invites-data.ts';

export default function WithdrawInvite({
  invite,
  onClose,
}: {
  invite: StoredInvite;
  onClose: () => void;
}) {
  const claims = useLiveClaimsClient();
  const { call, notify } = useConsole();
  return (
    <ConfirmDialog
      title="Withdraw this invite?"
      confirm="Withdraw"
      cancel="Keep it"
      action={async () => {
        await claims.withFreshClaims(() => withdrawInvite(call, { inviteId: invite.id }));
        notify({ text: `The invite of ${invite.email} is withdrawn.` });
      }}
      onClose={onClose}
    >
      <p>{invite.email} can no longer accept it. A role that was accepted before stays.</p>
    </ConfirmDialog>
  );
}
