import { Button, Checkbox, Radio } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import {
  type BulkAction,
  type BulkEditRequest,
  type BulkEditResult,
  type BulkPeople,
  CALLABLES,
  invitableRoles,
  parseBulkEditResult,
  permissionsOf,
} from '../../core/index.ts';
import { useConsole, useLiveClaims, useLiveClaimsClient } from '../console-context.tsx';
import { Dialog, DialogButtons } from '../parts/dialog.tsx';
import { EndInput } from '../parts/end-input.tsx';
import { textOf } from '../parts/field-data.ts';
import { Failure, StillWaiting } from '../parts/message.tsx';
import { ReasonInput, reasonIn } from '../parts/reason-input.tsx';
import { useTask } from '../parts/use-task.ts';
import classes from './bulk.module.css';

/** Stands for no role among the radio buttons; no role is called so. */
const NO_ROLE = '';

const TITLES: Readonly<Record<BulkAction['kind'], string>> = {
  'set-role': 'Change role',
  'set-end': 'Set the end of the role',
  'end-sessions': 'Sign out everywhere',
  disable: 'Disable accounts',
  enable: 'Enable accounts',
};

/** How many of those who do not change are named in the preview. */
const NAMED = 50;

/** Asks for one change of many people, shows what would become of each, and starts the job. */
export default function BulkDialog({
  kind,
  people,
  onClose,
  onStarted,
}: {
  kind: BulkAction['kind'];
  people: BulkPeople;
  onClose: () => void;
  onStarted: (jobId: string) => void;
}) {
  const claims = useLiveClaimsClient();
  const { call, notify, roles } = useConsole();
  const { role: myRole } = useLiveClaims();
  const { run, pending, isSlow, failure } = useTask();
  const choices = invitableRoles(roles, myRole);
  const [role, setRole] = useState<string>(choices[0] ?? NO_ROLE);
  const [preview, setPreview] = useState<BulkEditResult | null>(null);
  const [asked, setAsked] = useState<BulkEditRequest | null>(null);

  const ask = async (request: BulkEditRequest) =>
    parseBulkEditResult(await claims.withFreshClaims(() => call(CALLABLES.bulkEdit, request)));

  function look(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const action = actionOf(kind, role, form);
    const request: BulkEditRequest = { people, action, reason: reasonIn(form) };
    run(async () => {
      setPreview(await ask({ ...request, dryRun: true }));
      setAsked(request);
    });
  }

  function start(): void {
    if (asked === null) return;
    run(async () => {
      const { jobId, changes } = await ask(asked);
      if (jobId === null) notify({ text: 'Nothing had to be changed.' });
      else {
        notify({
          text: `${changes === 1 ? '1 person is' : `${changes} people are`} being changed.`,
        });
        onStarted(jobId);
      }
    }, onClose);
  }

  const closing = (
    <Button variant="default" onClick={onClose} disabled={pending && !isSlow}>
      {isSlow ? 'Close' : 'Cancel'}
    </Button>
  );
  return (
    <Dialog
      title={`${TITLES[kind]}: ${peopleText(people)}`}
      onClose={onClose}
      closable={!pending || isSlow}
    >
      {preview === null ? (
        <form onSubmit={look} noValidate>
          {kind === 'set-role' && (
            <Radio.Group label="Role" size="md" value={role} onChange={setRole} name="role">
              <div className={classes.choices}>
                <Radio
                  value={NO_ROLE}
                  label="No role"
                  description="Can sign in, and has no permissions."
                />
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
          )}
          {(kind === 'set-end' || (kind === 'set-role' && role !== NO_ROLE)) && (
            <EndInput end={null} />
          )}
          {kind === 'disable' && (
            <Checkbox
              name="endSessions"
              defaultChecked
              label="Sign out everywhere as well"
              description="Earlier sessions stay signed out even after the accounts are enabled."
            />
          )}
          <ReasonInput />
          {failure !== null && <Failure>{failure}</Failure>}
          {isSlow && <StillWaiting />}
          <DialogButtons>
            {closing}
            <Button type="submit" loading={pending}>
              Preview
            </Button>
          </DialogButtons>
        </form>
      ) : (
        <div className={classes.preview}>
          <p role="status">
            <strong>{countsOf(preview)}</strong>
          </p>
          <Problems result={preview} />
          {failure !== null && <Failure>{failure}</Failure>}
          {isSlow && <StillWaiting />}
          <DialogButtons>
            {closing}
            <Button onClick={start} loading={pending} disabled={preview.changes === 0}>
              Change {preview.changes.toLocaleString('en-GB')}
            </Button>
          </DialogButtons>
        </div>
      )}
    </Dialog>
  );
}

function peopleText(people: BulkPeople): string {
  if (!('uids' in people)) return 'all that match';
  const count = people.uids.length;
  return count === 1 ? '1 person' : `${count.toLocaleString('en-GB')} people`;
}

/** Those who do not change, with the reason. */
function Problems({ result }: { result: BulkEditResult }) {
  const wrong = result.lines.filter(({ message }) => message !== null);
  if (wrong.length === 0) return null;
  return (
    <>
      <ul className={classes.lines} aria-label="People who do not change">
        {wrong.slice(0, NAMED).map(({ index, name, email, uid, message }) => (
          <li key={index}>
            <bdi>{name ?? email ?? uid}</bdi>: {message}
          </li>
        ))}
      </ul>
      {wrong.length > NAMED && <p>And {wrong.length - NAMED} more.</p>}
    </>
  );
}

function countsOf({ changes, alreadySo, problems }: BulkEditResult): string {
  const parts = [
    `${changes.toLocaleString('en-GB')} ${changes === 1 ? 'changes' : 'change'}`,
    alreadySo > 0 && `${alreadySo.toLocaleString('en-GB')} already so`,
    problems > 0 && `${problems.toLocaleString('en-GB')} cannot be changed`,
  ];
  return `${parts.filter(Boolean).join(', ')}.`;
}

function actionOf(kind: BulkAction['kind'], role: string, form: FormData): BulkAction {
  const until = textOf(form, 'until');
  const expiresAt = until === '' ? null : new Date(until).getTime();
  switch (kind) {
    case 'set-role':
      return role === NO_ROLE ? { kind, role: null } : { kind, role, expiresAt };
    case 'set-end':
      return { kind, expiresAt };
    case 'disable':
      return { kind, endSessions: form.get('endSessions') !== null };
    case 'end-sessions':
    case 'enable':
      return { kind };
  }
}
