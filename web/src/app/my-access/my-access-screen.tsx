import { useSyncExternalStore } from 'react';
import { useLiveClaims } from '../../live-claims/react/index.ts';
import { PermissionChips } from '../access/permission-chips.tsx';
import { RoleBadge } from '../access/role-badge.tsx';
import { useFirebase } from '../firebase-context.ts';
import { Message } from '../message.tsx';
import { dayAndTime } from '../moments.ts';
import { articleOf } from '../role-words.ts';
import { Screen } from '../shell/screen.tsx';
import { ArrivalFigure } from './arrival-figure.tsx';
import classes from './my-access.module.css';
import { Profile } from './profile.tsx';
import { Versions } from './versions.tsx';

export default function MyAccessScreen() {
  const { role, permissions, expiresAt, user } = useLiveClaims();
  const { history } = useFirebase();
  const { last } = useSyncExternalStore(history.subscribe, history.getSnapshot);

  return (
    <Screen title="My access" intro={user?.email}>
      <section className={classes.section} aria-labelledby="role-title">
        <h2 id="role-title">Role</h2>
        <div className={classes.content}>
          {role === null ? (
            <Message title="You have no role">
              You are signed in and may do nothing yet. An admin can give you a role; this page
              changes the moment it happens.
            </Message>
          ) : (
            <>
              <p className={classes.role}>
                You are {articleOf(role)}
                <RoleBadge role={role} large />
              </p>
              {expiresAt !== null && (
                <p>Until {dayAndTime(expiresAt)}. Then the role goes by itself.</p>
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
    </Screen>
  );
}
