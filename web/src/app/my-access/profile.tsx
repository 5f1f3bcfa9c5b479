import { Button, TextInput } from '@mantine/core';
import { doc, serverTimestamp, updateDoc } from 'firebase/firestore';
import { Failure, Picture, useTask, Waiting } from 'live-claims/console/parts';
import { textOf } from 'live-claims/console/parts/text';
import { TEXT_LIMITS } from 'live-claims/core';
import { type FormEvent, useMemo, useState } from 'react';
import { sentenceFor } from '../error-sentences.ts';
import { useFirebase } from '../firebase-context.ts';
import { useLiveClaimsClient, useLiveDocument } from '../live-claims.ts';
import { notices } from '../notices/notices.ts';
import { userPath } from '../paths.ts';
import classes from './my-access.module.css';
import { cameTooSoon, pictureProblem, readOwnProfile } from './profile-form.ts';

/** One's own name and picture, as others see them. The only things that people may change about themselves. */
export function Profile() {
  const claims = useLiveClaimsClient();
  const { firestore, uid } = useFirebase();
  const mine = useMemo(() => doc(firestore, userPath(uid)), [firestore, uid]);
  const { status, value, error } = useLiveDocument(mine, readOwnProfile);
  const { run, pending, failure } = useTask();
  const [badPicture, setBadPicture] = useState<string | null>(null);

  if (status === 'error') return <Failure>{sentenceFor(error)}</Failure>;
  if (status === 'denied' || value === 'none') {
    return (
      <p className={classes.quiet}>
        There is no profile for this account yet. An admin can create one; it shows here by itself.
      </p>
    );
  }
  if (value === null) return <Waiting label="Loading your profile…" />;
  const profile = value;

  function save(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const displayName = textOf(form, 'displayName') || null;
    const photoURL = textOf(form, 'photoURL') || null;
    const problem = pictureProblem(photoURL ?? '');
    setBadPicture(problem);
    if (problem !== null) return;
    run(async () => {
      const change = { displayName, photoURL, profileEditedAt: serverTimestamp() };
      try {
        await claims.withFreshClaims(() => updateDoc(mine, change));
      } catch (refused) {
        if (!cameTooSoon(profile, Date.now())) throw refused;
        notices.post({
          kind: 'done',
          text: 'Your profile was saved a moment ago.',
          detail: 'Wait two seconds, then save again.',
        });
        return;
      }
      notices.post({ kind: 'done', text: 'Your profile is saved.' });
    });
  }

  return (
    <form className={classes.profile} onSubmit={save} noValidate>
      <Picture url={profile.photoURL} />
      <TextInput
        // A name that was changed elsewhere shows here too.
        key={`name ${profile.displayName}`}
        name="displayName"
        label="Display name"
        description="How others see you in lists and in the audit log."
        defaultValue={profile.displayName}
        maxLength={TEXT_LIMITS.displayName}
        autoComplete="name"
      />
      <TextInput
        key={`picture ${profile.photoURL}`}
        name="photoURL"
        type="url"
        label="Picture (optional)"
        description="An address that begins with https://. Only pictures of Google accounts are shown here: any other host would learn who looks at them."
        defaultValue={profile.photoURL}
        maxLength={TEXT_LIMITS.photoURL}
        error={badPicture}
        autoComplete="photo"
      />
      {failure !== null && <Failure>{failure}</Failure>}
      <Button type="submit" variant="default" loading={pending}>
        Save profile
      </Button>
    </form>
  );
}
