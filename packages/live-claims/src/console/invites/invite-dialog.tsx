import { Radio, Textarea } from '@mantine/core';
import { useState } from 'react';
import { invitableRoles, permissionsOf } from '../../core/index.ts';
import { useConsole, useLiveClaims, useLiveClaimsClient } from '../console-context.tsx';
import { ConfirmDialog } from '../parts/confirm-dialog.tsx';
import { sentenceFor } from '../parts/error-sentences.ts';
import { withArticle } from '../parts/role-words.ts';
import classes from './invites.module.css';
import { createInvite, inviteState, type StoredInvite } from './invites-data.ts';
import { type ReadAddress, readAddresses } from './read-addresses.ts';

/** How long an invite is open, in days; the configuration bounds it. */
const LIFETIMES = [1, 7, 30];
const DAY = 86_400_000;

/** How many invites are made at the same time. */
const AT_ONCE = 3;

/** Invites any number of addresses, all with one role and one end, and says of each what becomes of it. */
export default function InviteDialog({
  invites,
  onClose,
}: {
  /** Those that are known: an address that is invited already is said to be. */
  invites: readonly StoredInvite[];
  onClose: () => void;
}) {
  const claims = useLiveClaimsClient();
  const { call, config, notify, roles } = useConsole();
  const { role: myRole } = useLiveClaims();
  const choices = invitableRoles(roles, myRole);
  const lifetimes = LIFETIMES.filter((count) => count <= config.limits.maxInviteDays);
  const [role, setRole] = useState<string>(choices[0] ?? '');
  const [days, setDays] = useState(String(lifetimes[1] ?? lifetimes[0] ?? 1));
  const [text, setText] = useState('');
  const [missing, setMissing] = useState(false);
  /** What became of each address of the last try. */
  const [outcomes, setOutcomes] = useState<ReadonlyMap<string, string>>(new Map());
  const now = Date.now();
  const open = new Set(
    invites.filter((invite) => inviteState(invite, now).is === 'open').map(({ email }) => email),
  );
  const read = readAddresses(text);
  const due = read.filter(
    ({ email, isAddress, isRepeated }) => isAddress && !isRepeated && outcomes.get(email) !== DONE,
  );

  /** False where there is no address. */
  async function invite(): Promise<boolean> {
    setMissing(due.length === 0);
    if (due.length === 0) return false;
    // A minute less: the server measures from its own clock, and refuses what is too long.
    const expiresAt = Date.now() + Number(days) * DAY - 60_000;
    const waiting = [...due];
    const failed: unknown[] = [];
    const work = async () => {
      for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
        const { email } = next;
        try {
          await claims.withFreshClaims(() => createInvite(call, { email, role, expiresAt }));
          setOutcomes((before) => new Map(before).set(email, DONE));
        } catch (error) {
          failed.push(error);
          const sentence = sentenceFor(error, roles);
          setOutcomes((before) => new Map(before).set(email, sentence));
        }
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, work));
    // The dialog stays, with the reason beside each address.
    if (failed.length > 0) throw failed[0];
    const [first] = due;
    notify({
      text:
        due.length === 1
          ? `${first?.email} is invited as ${withArticle(role)}.`
          : `${due.length} people are invited as ${withArticle(role)}.`,
      detail: 'Nothing is sent: copy the message for each from the list.',
    });
    return true;
  }

  return (
    <ConfirmDialog
      title="Invite people"
      focusCancel={false}
      confirm={due.length > 1 ? `Create ${due.length} invites` : 'Create invite'}
      forbidden={
        choices.length === 0 ? 'Your access changed, and you can no longer invite users.' : null
      }
      action={invite}
      onClose={onClose}
    >
      <Textarea
        name="emails"
        data-autofocus
        label="E-mail addresses"
        description="One or many, in any form. Only a verified account with the address can accept."
        error={
          missing && due.length === 0 ? 'Enter an e-mail address, like name@example.com.' : false
        }
        size="md"
        rows={3}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        autoComplete="off"
        spellCheck={false}
      />
      {read.length > 0 && (
        <ul className={classes.verdicts} aria-label="Addresses">
          {read.map((one, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: an address may be there twice.
            <li key={index}>
              <bdi>{one.email}</bdi>: {verdictOf(one, open, outcomes)}
            </li>
          ))}
        </ul>
      )}
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
          {lifetimes.map((count) => (
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

const DONE = 'invited';

function verdictOf(
  { email, isAddress, isRepeated }: ReadAddress,
  open: ReadonlySet<string>,
  outcomes: ReadonlyMap<string, string>,
): string {
  if (!isAddress) return 'not an e-mail address';
  if (isRepeated) return 'named twice';
  const outcome = outcomes.get(email);
  if (outcome !== undefined) return outcome;
  return open.has(email) ? 'invited already; this replaces the invite' : 'new';
}
