import { Button, TextInput } from '@mantine/core';
import { doc } from 'firebase/firestore';
import { type FormEvent, useMemo, useState } from 'react';
import type { FoundAccount } from '../../core/index.ts';
import { useConsole, useLiveClaimsClient, useLiveDocument } from '../console-context.tsx';
import { textOf } from '../parts/field-data.ts';
import { Failure } from '../parts/message.tsx';
import { useTask } from '../parts/use-task.ts';
import { findAccount } from './change-person.ts';
import classes from './people.module.css';
import { toMarker, toPerson } from './person.ts';
import { PersonDialog, type PersonDialogName } from './person-dialog.tsx';
import { PersonEntry } from './person-entry.tsx';

/** What was looked for, and the account; null where there is none. */
interface Answer {
  readonly wanted: string;
  readonly account: FoundAccount | null;
}

/**
 * Finds an account by its exact address or id: one beyond those that are listed, and one that the Firebase
 * console, an import or the Admin SDK made and that has no document yet.
 */
export function FindAccount() {
  const claims = useLiveClaimsClient();
  const { call } = useConsole();
  const { run, pending, failure } = useTask();
  const [answer, setAnswer] = useState<Answer | null>(null);

  function find(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault();
    const wanted = textOf(new FormData(event.currentTarget), 'account');
    setAnswer(null);
    if (wanted !== '') look(wanted);
  }

  function look(wanted: string): void {
    run(async () => {
      const account = await claims.withFreshClaims(() => findAccount(call, wanted));
      setAnswer({ wanted, account });
    });
  }

  return (
    <section className={classes.lookup} aria-labelledby="find-account-title">
      <div>
        <h2 id="find-account-title">Find an account</h2>
        <p className={classes.quiet}>
          For an account that is not in the list: created in the Firebase console, imported, or
          beyond the people shown.
        </p>
      </div>
      <form onSubmit={find} noValidate>
        <TextInput
          name="account"
          label="Exact address or account id"
          autoComplete="off"
          spellCheck={false}
        />
        <Button type="submit" variant="default" size="md" loading={pending}>
          Find account
        </Button>
      </form>
      <div className={classes.found} role="status" aria-label="Found account">
        {failure !== null && <Failure>{failure}</Failure>}
        {answer !== null && answer.account === null && (
          <p>
            There is no account <bdi>{answer.wanted}</bdi>.
          </p>
        )}
        {answer?.account != null && (
          <Found
            key={answer.account.uid}
            account={answer.account}
            onChanged={() => look(answer.wanted)}
          />
        )}
      </div>
    </section>
  );
}

/** @param onChanged called after a dialog: what Firebase Auth says of an account comes with no event. */
function Found({ account, onChanged }: { account: FoundAccount; onChanged: () => void }) {
  const { config, firestore, paths } = useConsole();
  const { uid, email, displayName } = account;
  const user = useLiveDocument(
    useMemo(() => doc(firestore, paths.user(uid)), [firestore, paths, uid]),
    asRead,
  );
  const stored = useLiveDocument(
    useMemo(() => doc(firestore, paths.marker(uid)), [firestore, paths, uid]),
    asRead,
  );
  const [open, setOpen] = useState<PersonDialogName | null>(null);
  const close = () => {
    setOpen(null);
    onChanged();
  };
  if (user.status === 'loading') return null;
  const person = toPerson(config, uid, user.value?.data ?? { email, displayName });
  const data = stored.value?.data;
  const marker = data === undefined ? null : toMarker(uid, data);
  return (
    <>
      <PersonEntry
        person={person}
        marker={marker}
        disabledInAuth={account.disabled}
        markersAreIn={stored.status === 'ready'}
        onChangeRole={() => setOpen('role')}
        onAccount={setOpen}
      />
      {!account.emailVerified && email !== null && (
        <p className={classes.quiet}>This address is not verified.</p>
      )}
      {open !== null && <PersonDialog name={open} person={person} onClose={close} />}
    </>
  );
}

/** A document’s fields, or that there is none. */
function asRead(data: unknown): { readonly data: Readonly<Record<string, unknown>> | undefined } {
  return { data: data as Readonly<Record<string, unknown>> | undefined };
}
