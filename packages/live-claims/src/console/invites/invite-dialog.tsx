import { Radio, TextInput } from '@mantine/core';
import { useState } from 'react';
import { invitableRoles, permissionsOf } from '../../core/index.ts';
import { useConsole, useLiveClaims, useLiveClaimsClient } from '../console-context.tsx';
import { ConfirmDialog } from '../parts/confirm-dialog.tsx';
import { textOf } from '../parts/field-data.ts';
import { withArticle } from '../parts/role-words.ts';
import classes from './invites.module.css';
import { createInvite } from './invites-data.ts';

/** How long an invite can be taken, in days. The server takes 30 at most. */
const LIFETIMES = [1, 7, 30];
const DAY = 86_400_000;

export default function InviteDialog({ onClose }: { onClose: () => void }) {
  const claims = useLiveClaimsClient();
  const { call, notify, roles } = useConsole();
  const { role: myRole } = useLiveClaims();
  const choices = invitableRoles(roles, myRole);
  const [role, setRole] = useState<string>(choices[0] ?? '');
  const [days, setDays] = useState('7');
  const [email, setEmail] = useState('');

  return (
    <ConfirmDialog
      title="Invite a user"
      focusCancel={false}
      confirm="Create invite"
      blocked={!/^\S+@\S+\.\S+$/.test(email.trim())}
      forbidden={
        choices.length === 0 ? 'Your access changed, and you can no longer invite users.' : null
      }
      action={async (form) => {
        const address = textOf(form, 'email').toLowerCase();
        // A minute less: the server measures from its own clock, and refuses what is too long.
        const expiresAt = Date.now() + Number(days) * DAY - 60_000;
        await claims.withFreshClaims(() => createInvite(call, { email: address, role, expiresAt }));
        notify({
          text: `${address} is invited as ${withArticle(role)}.`,
          detail: 'Nothing is sent. Tell them to sign up here, or to look under “My access”.',
        });
      }}
      onClose={onClose}
    >
      <TextInput
        name="email"
        data-autofocus
        type="email"
        label="E-mail address"
        description="Only a verified account with this address can accept."
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
              description={permissionsOf(roles, choice).join(' · ')}
            />
          ))}
        </div>
      </Radio.Group>
      <Radio.Group label="Expires after" size="md" value={days} onChange={setDays}>
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
