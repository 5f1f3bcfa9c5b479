import { appRoles, type Marker } from '@live-claims/contract';
import { Button } from '@mantine/core';
import { useId } from 'react';
import { Can, useLiveClaims } from '../../live-claims/react/index.ts';
import { RoleBadge } from '../access/role-badge.tsx';
import { RoleEnd } from '../access/role-end.tsx';
import { useFirebase } from '../firebase-context.ts';
import { Picture } from '../picture.tsx';
import classes from './people.module.css';
import { effectiveRole, type Person } from './person.ts';
import { type AccountAction, PersonMenu } from './person-menu.tsx';
import { ProgressLine } from './progress-line.tsx';
import { roleChoices } from './role-choices.ts';

export function PersonEntry({
  person,
  marker,
  markersAreIn,
  onChangeRole,
  onAccount,
}: {
  person: Person;
  marker: Marker | null;
  /** False until it is known whether the person has a marker. */
  markersAreIn: boolean;
  onChangeRole: () => void;
  onAccount: (action: AccountAction) => void;
}) {
  const { uid } = useFirebase();
  const { role } = useLiveClaims();
  const nameId = useId();
  const { name, email, expiresAt, disabled } = person;
  const isMe = person.uid === uid;
  const choices = roleChoices(appRoles, { uid, role }, person);

  return (
    <article className={classes.person} aria-labelledby={nameId}>
      <div className={classes.who}>
        <Picture url={person.photoURL} />
        <div>
          <h2 id={nameId}>{name}</h2>
          {email !== null && email !== name && <p className={classes.quiet}>{email}</p>}
        </div>
      </div>
      <div className={classes.access}>
        <div className={classes.badges}>
          <RoleBadge role={effectiveRole(person, marker)} />
          {disabled && <span className={classes.tag}>Disabled</span>}
          {expiresAt !== null && (
            <span className={classes.quiet}>
              <RoleEnd at={expiresAt} />
            </span>
          )}
        </div>
        {markersAreIn && <ProgressLine person={person} marker={marker} />}
      </div>
      <div className={classes.change}>
        {isMe ? (
          <span className={classes.quiet}>This is you</span>
        ) : (
          <Can
            permission={appRoles.grantPermission}
            fallback={<span className={classes.quiet}>Only to see</span>}
          >
            {choices.length === 0 ? (
              <span className={classes.quiet}>At or above your rank</span>
            ) : (
              <div className={classes.actions}>
                <Button
                  variant="default"
                  aria-label={`Change the role of ${name}`}
                  onClick={onChangeRole}
                >
                  Change role
                </Button>
                <PersonMenu person={person} onChoose={onAccount} />
              </div>
            )}
          </Can>
        )}
      </div>
    </article>
  );
}
