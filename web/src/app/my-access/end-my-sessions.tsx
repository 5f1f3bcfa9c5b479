import { ConfirmDialog } from '../confirm-dialog.tsx';
import { useFirebase } from '../firebase-context.ts';
import { useLiveClaimsClient } from '../live-claims.ts';
import { endSessions } from '../people/change-person.ts';

export default function EndMySessions({ onClose }: { onClose: () => void }) {
  const claims = useLiveClaimsClient();
  const { app } = useFirebase();
  return (
    <ConfirmDialog
      title="Sign out everywhere?"
      confirm="Sign out everywhere"
      // The marker brings the sign-out to every tab, this one as well.
      action={() => claims.withFreshClaims(() => endSessions(app, {}))}
      onClose={onClose}
    >
      <p>Every browser in which you are signed in is signed out, this one as well.</p>
    </ConfirmDialog>
  );
}
