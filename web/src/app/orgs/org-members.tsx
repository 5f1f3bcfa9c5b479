import { Button, NativeSelect, TextInput } from '@mantine/core';
import { Failure, useTask } from 'live-claims/console/parts';
import { textOf, withArticle } from 'live-claims/console/parts/text';
import { invitableRoles } from 'live-claims/core';
import { type FormEvent, useMemo } from 'react';
import { type OrgRole, orgTable } from '../../../../functions/src/live-claims.config.ts';
import { useFirebase } from '../firebase-context.ts';
import { Can, useCan, useLiveClaimsClient, useLiveQuery } from '../live-claims.ts';
import { notices } from '../notices/notices.ts';
import classes from './orgs.module.css';
import {
  inviteMember,
  leaveOrg,
  type Member,
  orgMembers,
  readMember,
  removeMember,
  setMemberRole,
} from './orgs-data.ts';

/** How long an invite can be taken, in milliseconds. */
const A_WEEK = 7 * 86_400_000;

/** Who is in an organisation; for those who manage it, to change. */
export function OrgMembers({ orgId, myRole }: { orgId: string; myRole: OrgRole }) {
  const { firestore } = useFirebase();
  const canRead = useCan('posts.read', { in: orgId });
  const query = useMemo(
    () => (canRead ? orgMembers(firestore, orgId) : null),
    [firestore, orgId, canRead],
  );
  const { items } = useLiveQuery(query, readMember);
  return (
    <section aria-label="Members">
      <h2>Members</h2>
      <ul className={classes.list}>
        {items.map((member) => (
          <li key={member.uid} className={classes.row}>
            <MemberEntry orgId={orgId} member={member} myRole={myRole} />
          </li>
        ))}
      </ul>
      <Can permission="members.manage" in={orgId}>
        <InviteMember orgId={orgId} myRole={myRole} />
      </Can>
    </section>
  );
}

function MemberEntry({
  orgId,
  member,
  myRole,
}: {
  orgId: string;
  member: Member;
  myRole: OrgRole;
}) {
  const claims = useLiveClaimsClient();
  const { app, uid } = useFirebase();
  const manages = useCan('members.manage', { in: orgId });
  const { run, pending, failure } = useTask();
  const isMe = member.uid === uid;
  const { uid: of, name, ...expected } = member;
  const request = { orgId, uid: of, expected };
  const roles = invitableRoles(orgTable, myRole);
  const task = (action: () => Promise<void>) => () => run(() => claims.withFreshClaims(action));
  return (
    <div className={classes.member}>
      <bdi>{name}</bdi>
      {isMe && <span> (you)</span>}
      {manages && !isMe ? (
        <NativeSelect
          aria-label={`Role of ${name}`}
          data={[...new Set([...roles, member.role ?? ''])]}
          value={member.role ?? ''}
          disabled={pending}
          onChange={(event) => {
            const role = event.currentTarget.value;
            task(() => setMemberRole(app, { ...request, role }))();
          }}
        />
      ) : (
        <span>{member.role}</span>
      )}
      {manages && !isMe && (
        <Button
          variant="subtle"
          color="gray"
          size="xs"
          loading={pending}
          aria-label={`Remove ${name}`}
          onClick={task(() => removeMember(app, request))}
        >
          Remove
        </Button>
      )}
      {isMe && (
        <Button
          variant="subtle"
          color="gray"
          size="xs"
          loading={pending}
          onClick={task(() => leaveOrg(app, orgId))}
        >
          Leave
        </Button>
      )}
      {failure !== null && <Failure>{failure}</Failure>}
    </div>
  );
}

function InviteMember({ orgId, myRole }: { orgId: string; myRole: OrgRole }) {
  const claims = useLiveClaimsClient();
  const { app } = useFirebase();
  const { run, pending, failure } = useTask();

  function invite(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault();
    const form = event.currentTarget;
    const data = new FormData(form);
    const [email, role] = [textOf(data, 'email').toLowerCase(), textOf(data, 'role')];
    run(async () => {
      const expiresAt = Date.now() + A_WEEK;
      await claims.withFreshClaims(() => inviteMember(app, { orgId, email, role, expiresAt }));
      notices.post({
        kind: 'done',
        text: `${email} is invited as ${withArticle(role)}.`,
        detail: `Nothing is sent. Tell them to open ${location.origin}/orgs.`,
      });
      form.reset();
    });
  }

  return (
    <form onSubmit={invite} className={classes.form}>
      <TextInput
        name="email"
        type="email"
        label="Invite by e-mail address"
        required
        withAsterisk={false}
        autoComplete="off"
      />
      <NativeSelect name="role" label="Role" data={[...invitableRoles(orgTable, myRole)]} />
      {failure !== null && <Failure>{failure}</Failure>}
      <div>
        <Button type="submit" variant="default" loading={pending}>
          Invite
        </Button>
      </div>
    </form>
  );
}
