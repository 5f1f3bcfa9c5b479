import { Button } from '@mantine/core';
import { sendEmailVerification } from 'firebase/auth';
import { Failure, useTask } from 'live-claims/console/parts';
import { CALLABLES } from 'live-claims/core';
import { callFunction } from '../../call-function.ts';
import { useFirebase } from '../firebase-context.ts';
import { useLiveClaimsClient } from '../live-claims.ts';
import { notices } from '../notices/notices.ts';

/**
 * For an invited person who has an account already, or had not verified the address at the
 * sign-up. An answer before the address is verified would reveal which addresses are invited.
 */
export function AcceptInvite() {
  const claims = useLiveClaimsClient();
  const { app, auth } = useFirebase();
  const { run, pending, failure } = useTask();
  const proving = useTask();
  const user = auth.currentUser;

  function accept(): void {
    run(async () => {
      const answer = await claims.withFreshClaims(() => callFunction(app, CALLABLES.acceptInvite));
      // A role that was accepted shows as a change of access.
      if ((answer as { taken?: unknown }).taken === true) return;
      notices.post({
        kind: 'done',
        text: 'There is no invite for your address that gives you a higher role.',
      });
    });
  }

  function prove(): void {
    proving.run(async () => {
      if (user === null) return;
      await sendEmailVerification(user);
      notices.post({
        kind: 'done',
        text: 'A link is on its way to your address.',
        detail: 'Open it, then accept the invite here.',
      });
    });
  }

  return (
    <>
      <p>
        Were you invited at <strong>{user?.email}</strong>? Accept the invite here.
      </p>
      {(failure ?? proving.failure) !== null && <Failure>{failure ?? proving.failure}</Failure>}
      <div>
        <Button variant="default" loading={pending} onClick={accept}>
          Accept invite
        </Button>
        {user?.emailVerified === false && (
          <Button variant="subtle" loading={proving.pending} onClick={prove}>
            Verify the address first
          </Button>
        )}
      </div>
    </>
  );
}
