import { Radio, TextInput } from '@mantine/core';
import { permissionsOf } from 'live-claims/core';
import { appRoles } from '../../../../functions/src/live-claims.config.ts';
import '@mantine/core/styles/InlineInput.css';
import '@mantine/core/styles/Radio.css';
import { useState } from 'react';
import { ConfirmDialog } from '../confirm-dialog.tsx';
import { textOf } from '../field-data.ts';
import { useFirebase } from '../firebase-context.ts';
import { useLiveClaims, useLiveClaimsClient } from '../live-claims.ts';
import { notices } from '../notices/notices.ts';
import { withArticle } from '../role-words.ts';
import { invitableRoles } from './invitable-roles.ts';
import classes from './invites.module.css';
import { createInvite } from './invites-data.ts';

/** How long an invite can be taken, in days. The server takes 30 at most. */
const LIFETIMES = [1, 7, 30];
const DAY = 86_400_000;

export default function InviteDialog({ onClose }: { onClose: () => void }) {
  const claims = useLiveClaimsClient();
  const { app } = useFirebase();
  const { role: myRole } = useLiveClaims();
  const choices = invitableRoles(appRoles, myRole);
  const [role, setRole] = useState<string>(choices[0] ?? '');
  const [days, setDays] = useState('7');
  const [email, setEmail] = useState('');

  return (
    <ConfirmDialog
      title="Invite a user"
      confirm="Create invite"
      blocked={!/^\S+@\S+\.\S+$/.test(email.trim())}
      forbidden={
        choices.length === 0 ? 'Your access changed, and you can no longer invite users.' : null
      }
      action={async (form) => {
        const address = textOf(form, 'email').toLowerCase();
        // A minute less: the server measures from its own clock, and refuses what is too long.
        const expiresAt = Date.now() + Number(days) * DAY - 60_000;
        await claims.withFreshClaims(() => createInvite(app, { email: address, role, expiresAt }));
        notices.post({
          kind: 'done',
          text: `${address} is invited as ${withArticle(role)}.`,
          detail: 'Nothing is sent. Tell them to sign up here, or to look under “My access”.',
        });
      }}
      onClose={onClose}
    >
      <TextInput
        name="email"
        type="email"
        label="E-mail address"
        description="Only who proves to own it can take the role."
        value={email}
        onChange={(event) => setEmail(event.currentTarget.value)}
        autoComplete="off"
      />
      <Radio.Group label="Role" size="md" value={role} onChange={setRole} name="role">
        <div className={classes.choices}>
          {choices.map((choice) => (
            <Radio
              key={choice}
              value={choice}
              label={choice}
              description={permissionsOf(appRoles, choice).join(' · ')}
            />
          ))}
        </div>
      </Radio.Group>
      <Radio.Group label="Can be taken within" size="md" value={days} onChange={setDays}>
        <div className={classes.lifetimes}>
          {LIFETIMES.map((count) => (
            <Radio
              key={count}
              value={String(count)}
              label={count === 1 ? '1 day' : `${count} days`}
            />
          ))}
        </div>
      </Radio.Group>
    </ConfirmDialog>
  );
}
