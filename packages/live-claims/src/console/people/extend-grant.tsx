import { Button } from '@mantine/core';
import { useConsole, useLiveClaims, useLiveClaimsClient } from '../console-context.tsx';
import { END_PRESETS } from '../parts/end-presets.ts';
import { Failure } from '../parts/message.tsx';
import { momentFrom } from '../parts/moments.ts';
import { useTask } from '../parts/use-task.ts';
import { setRole } from './change-person.ts';
import { expectedAccess, type Person } from './person.ts';
import classes from './person-page.module.css';
import { roleChoices } from './role-choices.ts';
import { useUndo } from './use-undo.ts';

/** Sets another end of the role that stands, ends it now, or applies it once more. */
export function ExtendGrant({ person }: { person: Person }) {
  const claims = useLiveClaimsClient();
  const { call, notify, roles, uid } = useConsole();
  const { role: myRole } = useLiveClaims();
  const { run, pending, failure } = useTask();
  const undo = useUndo();
  const { assignedRole: role, name } = person;
  const mayChange =
    role !== null && roleChoices(roles, { uid, role: myRole }, person).includes(role);
  if (role === null || !mayChange || person.uid === uid) return null;

  function until(expiresAt: number | null, done: string): void {
    const request = { uid: person.uid, role, expiresAt, expected: expectedAccess(person) };
    run(async () => {
      const { changeId } = await claims.withFreshClaims(() => setRole(call, request));
      notify({ text: done, ...undo(changeId, name) });
    });
  }

  return (
    <div className={classes.extend}>
      <fieldset aria-label={`End of the role of ${name}`}>
        <span className={classes.quiet}>New end</span>
        {END_PRESETS.map(({ label, at }) => (
          <Button
            key={label}
            size="compact-sm"
            variant="default"
            disabled={pending}
            onClick={() => {
              const end = at(Date.now());
              until(end, `The role of ${name} ends ${momentFrom(end, Date.now())}.`);
            }}
          >
            {label}
          </Button>
        ))}
        {person.assignedEnd !== null && (
          <Button
            size="compact-sm"
            variant="default"
            disabled={pending}
            onClick={() => until(null, `The role of ${name} has no end now.`)}
          >
            No end
          </Button>
        )}
        <Button
          size="compact-sm"
          variant="subtle"
          disabled={pending}
          onClick={() => until(person.assignedEnd, `The role of ${name} was re-applied.`)}
        >
          Re-apply
        </Button>
      </fieldset>
      {failure !== null && <Failure>{failure}</Failure>}
    </div>
  );
}
