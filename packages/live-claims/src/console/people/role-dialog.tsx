import { Button, Checkbox, Radio } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { type ExpectedAccess, permissionsOf, type SyncResult } from '../../core/index.ts';
import { useConsole, useLiveClaims, useLiveClaimsClient } from '../console-context.tsx';
import { Dialog, DialogButtons } from '../parts/dialog.tsx';
import { EndInput, endIn } from '../parts/end-input.tsx';
import { Failure, StillWaiting } from '../parts/message.tsx';
import { momentFrom } from '../parts/moments.ts';
import { ReasonInput, reasonIn } from '../parts/reason-input.tsx';
import { withArticle } from '../parts/role-words.ts';
import { useTask } from '../parts/use-task.ts';
import { WithNames } from '../parts/with-names.tsx';
import { setRole } from './change-person.ts';
import classes from './people.module.css';
import { expectedAccess, isSameAccess, type Person } from './person.ts';
import { roleChoices, whyNoChoice } from './role-choices.ts';
import { useUndo } from './use-undo.ts';

/** Stands for no role among the radio buttons; no role is called so. */
const NO_ROLE = '';

export default function RoleDialog({ person, onClose }: { person: Person; onClose: () => void }) {
  const claims = useLiveClaimsClient();
  const { call, notify, roles, uid } = useConsole();
  const { role: myRole } = useLiveClaims();
  const { run, pending, isSlow, failure } = useTask();
  const undo = useUndo();
  // What the change starts from. A change by another admin in the meantime is shown, never overwritten unseen.
  const [start, setStart] = useState(() => expectedAccess(person));
  const [role, setChosen] = useState(() => choiceFor(person));
  const [badEnd, setBadEnd] = useState(false);
  const current = expectedAccess(person);
  const changedMeanwhile = !pending && !isSameAccess(start, current);
  const choices = roleChoices(roles, { uid, role: myRole }, person);

  function save(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault();
    if (role === null || changedMeanwhile) return;
    const form = new FormData(event.currentTarget);
    const expiresAt = role === NO_ROLE ? null : endIn(form);
    const isPast = expiresAt !== null && expiresAt <= Date.now();
    setBadEnd(isPast);
    if (isPast) return;
    run(async () => {
      const request = {
        uid: person.uid,
        role: role === NO_ROLE ? null : role,
        expiresAt,
        endSessions: form.get('endSessions') !== null,
        expected: start,
        reason: reasonIn(form),
      };
      const result = await claims.withFreshClaims(() => setRole(call, request));
      notify({
        ...outcome(person.name, result),
        ...undo(result.changeId, person.name),
      });
    }, onClose);
  }

  return (
    <Dialog title={`Role of ${person.name}`} onClose={onClose} closable={!pending || isSlow}>
      {choices.length === 0 ? (
        <Failure>
          <WithNames>{whyNoChoice(roles, { uid, role: myRole }, person)}</WithNames>
        </Failure>
      ) : (
        <form onSubmit={save} noValidate>
          {changedMeanwhile && (
            <div className={classes.meanwhile} role="alert">
              <p>
                This was changed in the meantime. It was: {words(start)}. It is now:{' '}
                <strong>{words(current)}</strong>. Your change has not been saved.
              </p>
              <Button
                variant="default"
                onClick={() => {
                  setStart(current);
                  setChosen(choiceFor(person));
                }}
              >
                Continue from there
              </Button>
            </div>
          )}
          {person.isMisspelt && (
            <p>The value in the role field is not a role, and grants nothing. Choose a role.</p>
          )}
          {person.disabled && (
            <p>The account is disabled. Its role takes effect once the account is enabled again.</p>
          )}
          <Radio.Group label="Role" size="md" value={role} onChange={setChosen} name="role">
            <div className={classes.choices}>
              {choices.map((choice) => (
                <Radio
                  key={choice}
                  data-autofocus={(choice ?? NO_ROLE) === role || undefined}
                  value={choice ?? NO_ROLE}
                  label={choice ?? 'No role'}
                  description={
                    choice === null
                      ? 'Can sign in, and has no permissions.'
                      : permissionsOf(roles, choice).join(' · ')
                  }
                  classNames={choice === null ? {} : { description: classes.permissions }}
                />
              ))}
            </div>
          </Radio.Group>
          {role !== NO_ROLE && (
            <EndInput
              key={start.expiresAt}
              end={start.expiresAt}
              error={badEnd && 'Choose a time in the future, or leave it empty.'}
            />
          )}
          <Checkbox
            name="endSessions"
            label="Sign out everywhere as well"
            description="The change takes effect at once either way. This also ends every session."
          />
          <ReasonInput />
          {failure !== null && <Failure>{failure}</Failure>}
          {isSlow && <StillWaiting />}
          <DialogButtons>
            <Button variant="default" onClick={onClose} disabled={pending && !isSlow}>
              {isSlow ? 'Close' : 'Cancel'}
            </Button>
            <Button type="submit" loading={pending} disabled={role === null || changedMeanwhile}>
              Save role
            </Button>
          </DialogButtons>
        </form>
      )}
    </Dialog>
  );
}

function outcome(name: string, { status, role, problem }: SyncResult) {
  if (status !== 'applied') {
    return {
      text: `The role of ${name} is saved but not applied.`,
      detail: problem?.message,
    };
  }
  // How long that took says the person's entry: a second time, of this call, would be another.
  return {
    text: role === null ? `${name} has no role now.` : `${name} is now ${withArticle(role)}.`,
  };
}

/** The initial choice: the role in the document; null where that is no role. */
function choiceFor({ assignedRole, isMisspelt }: Person): string | null {
  return isMisspelt ? null : (assignedRole ?? NO_ROLE);
}

function words({ role, expiresAt, disabled }: ExpectedAccess): string {
  const until =
    role === null || expiresAt === null ? '' : ` until ${momentFrom(expiresAt, Date.now())}`;
  return `${role ?? 'no role'}${until}${disabled ? ', disabled' : ''}`;
}
