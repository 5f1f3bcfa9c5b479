import { Checkbox, TextInput } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { useConsole, useLiveClaims, useLiveClaimsClient } from '../console-context.tsx';
import { ConfirmDialog } from '../parts/confirm-dialog.tsx';
import { ReasonInput, reasonIn } from '../parts/reason-input.tsx';
import { withArticle } from '../parts/role-words.ts';
import { deletePerson, endSessions, setDisabled } from './change-person.ts';
import { expectedAccess, type Person } from './person.ts';
import type { AccountAction } from './person-menu.tsx';
import { roleChoices } from './role-choices.ts';
import { useUndo } from './use-undo.ts';

interface Question {
  readonly title: string;
  readonly confirm: string;
  readonly text: ReactNode;
  readonly done: string;
}

function questionFor(action: AccountAction, { name, assignedRole: role }: Person): Question {
  switch (action) {
    case 'disable':
      return {
        title: `Disable the account of ${name}?`,
        confirm: 'Disable account',
        text: 'Every open browser is signed out at once, and the account cannot sign in until it is enabled again. Role and posts stay.',
        done: `The account of ${name} is disabled.`,
      };
    case 'enable':
      return {
        title: `Enable the account of ${name}?`,
        confirm: 'Enable account',
        text: `They can sign in again, ${role === null ? 'and have no role' : `as ${withArticle(role)}`}.`,
        done: `The account of ${name} is enabled again.`,
      };
    case 'end-sessions':
      return {
        title: `Sign ${name} out everywhere?`,
        confirm: 'Sign out everywhere',
        text: 'Every browser in which they are signed in is signed out at once, and its tokens are refused from now on. They can sign in again.',
        done: `${name} is signed out everywhere.`,
      };
    case 'delete':
      return {
        title: `Delete the account of ${name}?`,
        confirm: 'Delete account',
        text: 'Account, role, profile and sessions are deleted; posts and the audit log stay. A later account with the same address starts without a role.',
        done: `The account of ${name} is deleted.`,
      };
  }
}

export default function AccountDialog({
  action,
  person,
  onClose,
}: {
  action: AccountAction;
  person: Person;
  onClose: () => void;
}) {
  const claims = useLiveClaimsClient();
  const { call, notify, roles, uid } = useConsole();
  const { role } = useLiveClaims();
  const undo = useUndo();
  const [typed, setTyped] = useState('');
  const { title, confirm, text, done } = questionFor(action, person);
  const mayChange = roleChoices(roles, { uid, role }, person).length > 0;
  // Unique to this account.
  const proof = person.email ?? person.uid;
  const proven = action !== 'delete' || typed.trim().toLowerCase() === proof.toLowerCase();

  /** Resolves to the id of the change, where it can be undone. */
  async function act(form: FormData): Promise<string | null> {
    const about = { uid: person.uid, reason: reasonIn(form) };
    switch (action) {
      case 'disable':
      case 'enable':
        return (
          await setDisabled(call, {
            ...about,
            disabled: action === 'disable',
            endSessions: form.get('endSessions') !== null,
            expected: expectedAccess(person),
          })
        ).changeId;
      case 'end-sessions':
        await endSessions(call, about);
        return null;
      case 'delete':
        await deletePerson(call, about);
        return null;
    }
  }

  return (
    <ConfirmDialog
      title={title}
      confirm={confirm}
      dangerous={action === 'delete'}
      blocked={!proven}
      forbidden={mayChange ? null : 'Your access changed, and you can no longer do this.'}
      action={async (form) => {
        const changeId = await claims.withFreshClaims(() => act(form));
        notify({ text: done, ...undo(changeId, person.name) });
      }}
      onClose={onClose}
    >
      <p>{text}</p>
      {action === 'disable' && (
        <Checkbox
          name="endSessions"
          defaultChecked
          label="Sign out everywhere as well"
          description="Earlier sessions stay signed out even after the account is enabled."
        />
      )}
      <ReasonInput />
      {action === 'delete' && (
        <TextInput
          label={`Type ${proof} to confirm`}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
          autoComplete="off"
          spellCheck={false}
        />
      )}
    </ConfirmDialog>
  );
}
