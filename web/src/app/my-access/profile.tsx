import { parseUserProfile, TEXT_LIMITS, userPath } from '@live-claims/contract';
import { Button, TextInput } from '@mantine/core';
import { doc, updateDoc } from 'firebase/firestore';
import { type FormEvent, useMemo } from 'react';
import { sentenceFor } from '../error-sentences.ts';
import { textOf } from '../field-data.ts';
import { useFirebase } from '../firebase-context.ts';
import { Failure } from '../message.tsx';
import { notices } from '../notices/notices.ts';
import { useLiveDocument } from '../use-live-query.ts';
import { useTask } from '../use-task.ts';
import { Waiting } from '../waiting.tsx';
import classes from './my-access.module.css';

/** One's own name, as others see it. The only thing that people may change about themselves. */
export function Profile() {
  const { claims, firestore, uid } = useFirebase();
  const mine = useMemo(() => doc(firestore, userPath(uid)), [firestore, uid]);
  const { status, value, error } = useLiveDocument(mine, readProfile);
  const { run, pending, failure } = useTask();

  if (status === 'failed') return <Failure>{sentenceFor(error)}</Failure>;
  if (status === 'closed' || value === 'none') {
    return (
      <p className={classes.quiet}>
        There is no profile for this account yet. An admin can create one; it shows here by itself.
      </p>
    );
  }
  if (value === null) return <Waiting label="Loading your profile…" />;

  function save(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault();
    const name = textOf(new FormData(event.currentTarget), 'displayName');
    run(async () => {
      const change = { displayName: name === '' ? null : name };
      await claims.withFreshClaims(() => updateDoc(mine, change));
      notices.post({ kind: 'done', text: 'Your name is saved.' });
    });
  }

  return (
    <form className={classes.profile} onSubmit={save} noValidate>
      <TextInput
        // A name that was changed elsewhere shows here too.
        key={value.displayName}
        name="displayName"
        label="Display name"
        description="How others see you in lists and in the audit log."
        defaultValue={value.displayName ?? ''}
        maxLength={TEXT_LIMITS.displayName}
        autoComplete="name"
      />
      {failure !== null && <Failure>{failure}</Failure>}
      <Button type="submit" variant="default" loading={pending}>
        Save name
      </Button>
    </form>
  );
}

function readProfile(data: unknown) {
  return data === undefined ? 'none' : parseUserProfile(data);
}
