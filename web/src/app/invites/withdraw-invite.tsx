import { ConfirmDialog } from '../confirm-dialog.tsx';
import { useFirebase } from '../firebase-context.ts';
import { useLiveClaimsClient } from '../live-claims.ts';
import { notices } from '../notices/notices.ts';
import { type StoredInvite, withdrawInvite } from './invites-data.ts';

export default function WithdrawInvite({
  invite,
  onClose,
}: {
  invite: StoredInvite;
  onClose: () => void;
}) {
  const claims = useLiveClaimsClient();
  const { app } = useFirebase();
  return (
    <ConfirmDialog
      title="Withdraw this invite?"
      confirm="Withdraw"
      cancel="Keep it"
      action={async () => {
        await claims.withFreshClaims(() => withdrawInvite(app, { inviteId: invite.id }));
        notices.post({ kind: 'done', text: `The invite of ${invite.email} is withdrawn.` });
      }}
      onClose={onClose}
    >
      <p>{invite.email} can no longer take it. A role that was taken already stays.</p>
    </ConfirmDialog>
  );
}
