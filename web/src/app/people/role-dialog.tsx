import { appRoles, permissionsOf, type SyncResult } from '@live-claims/contract';
import { Button, Checkbox, Radio, TextInput } from '@mantine/core';
import '@mantine/core/styles/InlineInput.css';
import '@mantine/core/styles/Checkbox.css';
import '@mantine/core/styles/Radio.css';
import { type FormEvent, useState } from 'react';
import { useLiveClaims } from '../../live-claims/react/index.ts';
import { Dialog, DialogButtons } from '../dialog.tsx';
import { textOf } from '../field-data.ts';
import { useFirebase } from '../firebase-context.ts';
import { Failure } from '../message.tsx';
import { span } from '../moments.ts';
import { notices } from '../notices/notices.ts';
import { ReasonInput, reasonIn } from '../reason-input.tsx';
import { withArticle } from '../role-words.ts';
import { useTask } from '../use-task.ts';
import { setRole } from './change-person.ts';
import classes from './people.module.css';
import type { Person } from './person.ts';
import { roleChoices } from './role-choices.ts';

/** Stands for no role among the radio buttons; no role is called so. */
const NO_ROLE = '';

export default function RoleDialog({ person, onClose }: { person: Person; onClose: () => void }) {
  const { app, claims, uid } = useFirebase();
  const { role: myRole } = useLiveClaims();
  const { run, pending, failure } = useTask();
  const [role, setChosen] = useState(person.grantedRole ?? NO_ROLE);
  const [badEnd, setBadEnd] = useState(false);
  const choices = roleChoices(appRoles, { uid, role: myRole }, person);

  function save(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const until = textOf(form, 'until');
    const expiresAt = role === NO_ROLE || until === '' ? null : new Date(until).getTime();
    const isPast = expiresAt !== null && expiresAt <= Date.now();
    setBadEnd(isPast);
    if (isPast) return;
    run(async () => {
      const start = performance.now();
      const request = {
        uid: person.uid,
        role: role === NO_ROLE ? null : role,
        expiresAt,
        endSessions: form.get('endSessions') !== null,
        reason: reasonIn(form),
      };
      const result = await claims.withFreshClaims(() => setRole(app, request));
      notices.post(outcome(person.name, result, performance.now() - start));
      onClose();
    });
  }

  return (
    <Dialog title={`Role of ${person.name}`} onClose={onClose} closable={!pending}>
      {choices.length === 0 ? (
        <Failure>Your access changed, and you can no longer change this role.</Failure>
      ) : (
        <form onSubmit={save} noValidate>
          <Radio.Group label="Role" size="md" value={role} onChange={setChosen} name="role">
            <div className={classes.choices}>
              {choices.map((choice) => (
                <Radio
                  key={choice}
                  data-autofocus={choice === person.grantedRole || undefined}
                  value={choice ?? NO_ROLE}
                  label={choice ?? 'No role'}
                  description={
                    choice === null
                      ? 'Stays signed in, and may do nothing.'
                      : permissionsOf(appRoles, choice).join(' · ')
                  }
                  classNames={choice === null ? {} : { description: classes.permissions }}
                />
              ))}
            </div>
          </Radio.Group>
          {role !== NO_ROLE && (
            <TextInput
              name="until"
              type="datetime-local"
              label="Ends (optional)"
              description="The role goes by itself at this time. Leave it empty for a role that stays."
              defaultValue={person.expiresAt === null ? '' : localInputValue(person.expiresAt)}
              error={badEnd && 'Choose a time to come, or leave it empty.'}
            />
          )}
          <Checkbox
            name="endSessions"
            label="Sign out everywhere as well"
            description="The change takes effect at once either way. This also ends every session."
          />
          <ReasonInput />
          {failure !== null && <Failure>{failure}</Failure>}
          <DialogButtons>
            <Button variant="default" onClick={onClose} disabled={pending}>
              Cancel
            </Button>
            <Button type="submit" loading={pending}>
              Save role
            </Button>
          </DialogButtons>
        </form>
      )}
    </Dialog>
  );
}

function outcome(name: string, { status, role, problem }: SyncResult, millis: number) {
  const kind = 'done' as const;
  if (status !== 'applied') {
    return {
      kind,
      text: `The role of ${name} is saved but not applied.`,
      detail: problem?.message,
    };
  }
  return {
    kind,
    text: role === null ? `${name} has no role now.` : `${name} is now ${withArticle(role)}.`,
    detail: `Applied in ${span(millis)}.`,
  };
}

/** A time as `<input type="datetime-local">` takes it, in this device's time zone. */
function localInputValue(millis: number): string {
  const offset = new Date(millis).getTimezoneOffset() * 60_000;
  return new Date(millis - offset).toISOString().slice(0, 16);
}
