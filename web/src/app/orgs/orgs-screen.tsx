import { NativeSelect } from '@mantine/core';
import { Message } from 'live-claims/console/parts';
import { withArticle } from 'live-claims/console/parts/text';
import { useEffect, useState } from 'react';
import { Redirect, useLocation, useParams } from 'wouter';
import { useFirebase } from '../firebase-context.ts';
import { useLiveClaims, useLiveClaimsClient } from '../live-claims.ts';
import { Screen } from '../shell/screen.tsx';
import { OrgMembers } from './org-members.tsx';
import { OrgPosts } from './org-posts.tsx';
import classes from './orgs.module.css';
import { orgDocument, orgName } from './orgs-data.ts';
import { WaitingInvites } from './waiting-invites.tsx';

/** The organisation in the URL: which one is shown is a matter of this tab, and no claim. */
export default function OrgsScreen() {
  const { orgId } = useParams<{ orgId?: string }>();
  const { orgs, status } = useLiveClaims();
  const ids = Object.keys(orgs).sort();
  const names = useNames(ids);
  const [first] = ids;
  if (orgId === undefined && first !== undefined) return <Redirect to={`/orgs/${first}`} replace />;
  const mine = orgId === undefined ? undefined : orgs[orgId];
  return (
    <Screen
      title={mine === undefined || orgId === undefined ? 'Organisations' : (names[orgId] ?? orgId)}
      intro={
        mine && `You are ${withArticle(mine.role)} here. In another organisation it may differ.`
      }
      action={<Switcher ids={ids} names={names} orgId={orgId} />}
    >
      <WaitingInvites />
      {orgId !== undefined && mine !== undefined && (
        // Another organisation starts with nothing of the last one's.
        <div key={orgId} className={classes.columns}>
          <OrgPosts orgId={orgId} />
          <OrgMembers orgId={orgId} myRole={mine.role} />
        </div>
      )}
      {mine === undefined && status !== 'loading' && (
        <Message
          title={orgId === undefined ? 'No organisation yet' : 'You have no access to this now'}
        >
          {orgId === undefined
            ? 'One appears here as soon as you are a member, without a reload.'
            : `You are no member of ${orgId}. It opens by itself as soon as you are one.`}
        </Message>
      )}
    </Screen>
  );
}

type Names = Readonly<Record<string, string>>;

/**
 * Names of organisations by id, as far as they are known: without one, an organisation goes by its id. Live, since the first
 * answer after one has become a member may be the refusal of a moment before.
 */
function useNames(ids: readonly string[]): Names {
  const { firestore } = useFirebase();
  const claims = useLiveClaimsClient();
  const [names, setNames] = useState<Names>({});
  const key = ids.join();
  useEffect(() => {
    const stops = key
      .split(',')
      .filter(Boolean)
      .map((id) =>
        claims.watch(orgDocument(firestore, id), {
          next: (found) => {
            const name = orgName(found);
            if (name !== null) setNames((known) => ({ ...known, [id]: name }));
          },
        }),
      );
    return () => {
      for (const stop of stops) stop();
    };
  }, [claims, firestore, key]);
  return names;
}

function Switcher({
  ids,
  names,
  orgId,
}: {
  ids: readonly string[];
  names: Names;
  orgId: string | undefined;
}) {
  const [, navigate] = useLocation();
  const all = orgId !== undefined && !ids.includes(orgId) ? [orgId, ...ids] : ids;
  if (all.length < 2) return null;
  return (
    <NativeSelect
      label="Organisation"
      data={all.map((id) => ({ value: id, label: names[id] ?? id }))}
      value={orgId}
      onChange={(event) => navigate(`/orgs/${event.currentTarget.value}`)}
    />
  );
}
