import { Button } from '@mantine/core';
import { Failure, useTask } from 'live-claims/console/parts';
import { withArticle } from 'live-claims/console/parts/text';
import type { WaitingInvite } from 'live-claims/core';
import { useEffect, useState } from 'react';
import { useFirebase } from '../firebase-context.ts';
import { useLiveClaims, useLiveClaimsClient } from '../live-claims.ts';
import classes from './orgs.module.css';
import { acceptInvite, waitingInvites } from './orgs-data.ts';

/** Invites to organisations that wait for the account's address. */
export function WaitingInvites() {
  const claims = useLiveClaimsClient();
  const { app } = useFirebase();
  const { orgs } = useLiveClaims();
  const { run, pending, failure } = useTask();
  const [invites, setInvites] = useState<readonly WaitingInvite[]>([]);

  useEffect(() => {
    let isCurrent = true;
    waitingInvites(app).then(
      (found) => isCurrent && setInvites(found),
      // The rest of the screen does without.
      () => undefined,
    );
    return () => {
      isCurrent = false;
    };
  }, [app]);

  const open = invites.filter(({ orgId }) => orgs[orgId] === undefined);
  return (
    <>
      {open.map(({ orgId, role }) => (
        <p key={orgId} className={classes.invite}>
          You are invited to <strong>{orgId}</strong> as {withArticle(role)}.{' '}
          <Button
            size="xs"
            loading={pending}
            onClick={() => run(() => claims.withFreshClaims(() => acceptInvite(app, orgId)))}
          >
            Accept
          </Button>
        </p>
      ))}
      {failure !== null && <Failure>{failure}</Failure>}
    </>
  );
}
