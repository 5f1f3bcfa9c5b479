import { Button } from '@mantine/core';
import { useId } from 'react';
import { Can, useConsole, useLiveClaims } from '../console-context.tsx';
import { Link } from '../parts/link.tsx';
import { Picture } from '../parts/picture.tsx';
import { RoleBadge } from '../parts/role-badge.tsx';
import { RoleEnd } from '../parts/role-end.tsx';
import { useTimeLeft } from '../parts/use-time-left.ts';
import { DeliveryLine } from './delivery.tsx';
import classes from './people.module.css';
import { addressOf, effectiveRole, type Person, type UserMarker } from './person.ts';
import { type AccountAction, PersonMenu } from './person-menu.tsx';
import { ProgressLine } from './progress-line.tsx';
import { roleChoices } from './role-choices.ts';

export function PersonEntry({
  person,
  marker,
  disabledInAuth = marker?.disabledInAuth === true,
  markersAreIn,
  isLinked = true,
  isFollowed = false,
  onChangeRole,
  onAccount,
}: {
  person: Person;
  marker: UserMarker | null;
  /** Whether Firebase Auth alone disables the account. @default what the marker says, which no event tells */
  disabledInAuth?: boolean;
  /** False until it is known whether the person has a marker. */
  markersAreIn: boolean;
  /** Whether the name leads to the person's page. @default true */
  isLinked?: boolean;
  /** Whether it says how far the last change has got. @default false */
  isFollowed?: boolean;
  onChangeRole: () => void;
  onAccount: (action: AccountAction) => void;
}) {
  const { peopleHref, roles, uid } = useConsole();
  const { role } = useLiveClaims();
  const nameId = useId();
  const { name, assignedRole, assignedEnd, disabled } = person;
  const { email, isUnverified } = addressOf(person, marker);
  // A role that waits behind a disabled account, or for an account, shows as what it will be.
  const isWaiting = marker?.status === 'pending' && assignedRole !== null;
  const isOver = useTimeLeft(assignedEnd) === null && assignedEnd !== null;
  const isMe = person.uid === uid;
  const choices = roleChoices(roles, { uid, role }, person);

  return (
    <article className={classes.person} aria-labelledby={nameId}>
      <div className={classes.who}>
        <Picture url={person.photoURL} />
        <div>
          <h2 id={nameId}>
            {isLinked ? (
              <Link href={peopleHref(person.uid)}>
                <bdi>{name}</bdi>
              </Link>
            ) : (
              <bdi>{name}</bdi>
            )}
          </h2>
          {email !== null && (email !== name || isUnverified) && (
            <p className={classes.quiet}>
              {email !== name && <bdi>{email}</bdi>}
              {isUnverified && (email === name ? 'Not verified' : ' · not verified')}
            </p>
          )}
        </div>
      </div>
      <div className={classes.access}>
        <div className={classes.badges}>
          {isOver && assignedRole !== null ? (
            <span className={classes.idle}>{assignedRole}</span>
          ) : (
            <RoleBadge
              role={disabled || isWaiting ? assignedRole : effectiveRole(person, marker)}
            />
          )}
          {disabled && <span className={classes.tag}>Disabled</span>}
          {!disabled && disabledInAuth && (
            <span className={classes.tag}>Disabled in the Firebase console</span>
          )}
          {assignedRole !== null && assignedEnd !== null && (
            <span className={classes.quiet}>
              <RoleEnd at={assignedEnd} />
            </span>
          )}
        </div>
        {markersAreIn && <ProgressLine person={person} marker={marker} />}
        {isFollowed && marker !== null && (
          <p className={classes.quiet}>
            <DeliveryLine uid={person.uid} version={marker.version} />
          </p>
        )}
      </div>
      <div className={classes.change}>
        {isMe ? (
          <span className={classes.quiet}>This is you</span>
        ) : (
          <Can
            permission={roles.grantPermission}
            fallback={<span className={classes.quiet}>View only</span>}
          >
            {choices.length === 0 ? (
              <span className={classes.quiet}>Ranks as high as you</span>
            ) : (
              <div className={classes.actions}>
                <Button
                  variant="default"
                  aria-label={`Change role of ${name}`}
                  onClick={onChangeRole}
                >
                  Change role
                </Button>
                <PersonMenu
                  person={person}
                  disabled={disabled || disabledInAuth}
                  onChoose={onAccount}
                />
              </div>
            )}
          </Can>
        )}
      </div>
    </article>
  );
}
