import { NativeSelect } from '@mantine/core';
import { Redirect, useLocation, useParams } from 'wouter';
import { useLiveClaims } from '../live-claims.ts';
import { Message } from '../message.tsx';
import { withArticle } from '../role-words.ts';
import { Screen } from '../shell/screen.tsx';
import { OrgMembers } from './org-members.tsx';
import { OrgPosts } from './org-posts.tsx';
import classes from './orgs.module.css';
import { WaitingInvites } from './waiting-invites.tsx';

/** The organisation in the URL: which one is shown is a matter of this tab, and no claim. */
export default function OrgsScreen() {
  const { orgId } = useParams<{ orgId?: string }>();
  const { orgs, status } = useLiveClaims();
  const ids = Object.keys(orgs).sort();
  const [first] = ids;
  if (orgId === undefined && first !== undefined) return <Redirect to={`/orgs/${first}`} replace />;
  const mine = orgId === undefined ? undefined : orgs[orgId];
  return (
    <Screen
      title="Organisations"
      intro={
        mine &&
        `In this one you are ${withArticle(mine.role)}. In another it may be something else.`
      }
      action={<Switcher ids={ids} orgId={orgId} />}
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
          title={orgId === undefined ? 'No organisation yet' : 'Closed to you at the moment'}
        >
          {orgId === undefined
            ? 'One appears here as soon as you are a member, without a reload.'
            : `You are no member of ${orgId}. It opens by itself as soon as you are one.`}
        </Message>
      )}
    </Screen>
  );
}

function Switcher({ ids, orgId }: { ids: readonly string[]; orgId: string | undefined }) {
  const [, navigate] = useLocation();
  if (ids.length === 0) return null;
  const data = orgId !== undefined && !ids.includes(orgId) ? [orgId, ...ids] : ids;
  return (
    <NativeSelect
      label="Organisation"
      data={[...data]}
      value={orgId}
      onChange={(event) => navigate(`/orgs/${event.currentTarget.value}`)}
    />
  );
}
