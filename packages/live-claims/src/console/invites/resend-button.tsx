import { Button } from '@mantine/core';
import { useConsole, useLiveClaimsClient } from '../console-context.tsx';
import { Failure } from '../parts/message.tsx';
import { useTask } from '../parts/use-task.ts';
import { resendInvite, type StoredInvite } from './invites-data.ts';

/** Has the app send the mail of an open invite again. */
export function ResendButton({ invite: { id, email } }: { invite: StoredInvite }) {
  const claims = useLiveClaimsClient();
  const { call, notify } = useConsole();
  const { run, pending, failure } = useTask();
  return (
    <>
      <Button
        variant="subtle"
        color="gray"
        size="xs"
        loading={pending}
        aria-label={`Resend invite to ${email}`}
        onClick={() =>
          run(async () => {
            await claims.withFreshClaims(() => resendInvite(call, { inviteId: id }));
            notify({ text: `The mail to ${email} was sent again.` });
          })
        }
      >
        Resend
      </Button>
      {failure !== null && <Failure>{failure}</Failure>}
    </>
  );
}
