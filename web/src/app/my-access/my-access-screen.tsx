import { Message } from 'live-claims/console/parts';
import { articleOf } from 'live-claims/console/parts/text';
import { useSyncExternalStore } from 'react';
import { appRoles } from '../../../../functions/src/live-claims.config.ts';
import { PermissionChips } from '../access/permission-chips.tsx';
import { RoleBadge } from '../access/role-badge.tsx';
import { RoleEndsNext } from '../access/role-ends-next.tsx';
import { useFirebase } from '../firebase-context.ts';
import { useLiveClaims } from '../live-claims.ts';
import { Screen } from '../shell/screen.tsx';
import { AcceptInvite } from './accept-invite.tsx';
import { ArrivalFigure } from './arrival-figure.tsx';
import classes from './my-access.module.css';
import { Profile } from './profile.tsx';
import { Sessions } from './sessions.tsx';
import { Versions } from './versions.tsx';

export default function MyAccessScreen() {
  const { role, permissions, expiresAt, user } = useLiveClaims();
  const { history } = useFirebase();
  // A user who may grant roles gains nothing from an invite.
  const mayBeInvited = user?.email != null && !permissions.includes(appRoles.grantPermission);
  const { last } = useSyncExternalStore(history.subscribe, history.getSnapshot);

  return (
    <Screen title="My access" intro={user?.email}>
      <section className={classes.section} aria-labelledby="role-title">
        <h2 id="role-title">Role</h2>
        <div className={classes.content}>
          {role === null ? (
            <Message title="You have no role">
              You are signed in, without permissions. An admin can give you a role; this page shows
              it at once.
            </Message>
          ) : (
            <>
              <p className={classes.role}>
                You are {articleOf(role)}
                <RoleBadge role={role} large />
              </p>
              {expiresAt !== null && (
                <p>
                  <RoleEndsNext role={role} at={expiresAt} />
                </p>
              )}
            </>
          )}
          <ArrivalFigure arrival={last} />
        </div>
      </section>
      <section className={classes.section} aria-labelledby="permissions-title">
        <h2 id="permissions-title">Permissions</h2>
        <div className={classes.content}>
          <PermissionChips held={permissions} label="Permissions" />
        </div>
      </section>
      {mayBeInvited && (
        <section className={classes.section} aria-labelledby="invite-title">
          <h2 id="invite-title">Invite</h2>
          <div className={classes.content}>
            <AcceptInvite />
          </div>
        </section>
      )}
      <section className={classes.section} aria-labelledby="token-title">
        <h2 id="token-title">Token and marker</h2>
        <div className={classes.content}>
          <Versions />
        </div>
      </section>
      <section className={classes.section} aria-labelledby="profile-title">
        <h2 id="profile-title">Profile</h2>
        <div className={classes.content}>
          <Profile />
        </div>
      </section>
      <section className={classes.section} aria-labelledby="sessions-title">
        <h2 id="sessions-title">Sessions</h2>
        <div className={classes.content}>
          <Sessions />
        </div>
      </section>
    </Screen>
  );
}
