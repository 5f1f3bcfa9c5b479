import { CALLABLES } from 'live-claims/core';
import { callFunction } from '../../call-function.ts';
import { ConfirmDialog } from '../dialogs.ts';
import { useFirebase } from '../firebase-context.ts';
import { useLiveClaimsClient } from '../live-claims.ts';

export default function EndMySessions({ onClose }: { onClose: () => void }) {
  const claims = useLiveClaimsClient();
  const { app } = useFirebase();
  return (
    <ConfirmDialog
      title="Sign out everywhere?"
      confirm="Sign out everywhere"
      // The marker brings the sign-out to every tab, this one as well.
      action={async () => {
        await claims.withFreshClaims(() => callFunction(app, CALLABLES.endSessions));
      }}
      onClose={onClose}
    >
      <p>Every browser in which you are signed in is signed out, this one as well.</p>
    </ConfirmDialog>
  );
}
