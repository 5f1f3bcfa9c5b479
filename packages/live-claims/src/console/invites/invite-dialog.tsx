import { Radio, Textarea } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import {
  type InviteLine,
  invitableRoles,
  MAX_INVITES_PER_CALL,
  parseAddress,
  permissionsOf,
  type RoleTable,
  splitAddresses,
} from '../../core/index.ts';
import { useConsole, useLiveClaims, useLiveClaimsClient } from '../console-context.tsx';
import { ConfirmDialog } from '../parts/confirm-dialog.tsx';
import { EndInput, endIn } from '../parts/end-input.tsx';
import { inviteLimitSentence, sentenceFor } from '../parts/error-sentences.ts';
import { Link } from '../parts/link.tsx';
import { ReasonInput, reasonIn } from '../parts/reason-input.tsx';
import { withArticle } from '../parts/role-words.ts';
import classes from './invites.module.css';
import { createInvites } from './invites-data.ts';

/** How long an invite is open, in days; the configuration bounds it. */
const LIFETIMES = [1, 7, 30];
const DAY = 86_400_000;

/** How many addresses one call has: few enough for its time, many enough for its limit of ten calls a minute. */
const PER_CALL = Math.min(25, MAX_INVITES_PER_CALL);

/** The server's answer to one address, and when the inviter can write the next one where the hour is used up. */
interface Answer {
  readonly line: InviteLine;
  readonly nextAt: number | null;
}

/** Invites any number of addresses to one role, with one end; the server says of each what becomes of it. */
export default function InviteDialog({ onClose }: { onClose: () => void }) {
  const claims = useLiveClaimsClient();
  const { call, config, notify, roles } = useConsole();
  const { role: myRole } = useLiveClaims();
  const choices = invitableRoles(roles, myRole);
  const lifetimes = LIFETIMES.filter((count) => count <= config.limits.maxInviteDays);
  const [role, setRole] = useState<string>(choices[0] ?? '');
  const [days, setDays] = useState(String(lifetimes[1] ?? lifetimes[0] ?? 1));
  const [text, setText] = useState('');
  const [missing, setMissing] = useState(false);
  const [badEnd, setBadEnd] = useState(false);
  const [answers, setAnswers] = useState<ReadonlyMap<string, Answer>>(new Map());
  const typed = splitAddresses(text).map((one) => ({ one, email: parseAddress(one) }));
  const emails = [...new Set(typed.flatMap(({ email }) => email ?? []))];
  const due = emails.filter((email) => answers.get(email)?.line.verdict !== 'new');
  const refused = due.filter((email) => answers.has(email));

  /** False where something is to be filled in or to be read. */
  async function invite(form: FormData): Promise<boolean> {
    const roleExpiresAt = endIn(form);
    const isPast = roleExpiresAt !== null && !(roleExpiresAt > Date.now());
    setMissing(due.length === 0);
    setBadEnd(isPast);
    if (due.length === 0 || isPast) return false;
    // A minute less: the server measures from its own clock, and refuses what is too long.
    const expiresAt = Date.now() + Number(days) * DAY - 60_000;
    const invited: InviteLine[] = [];
    for (let from = 0; from < due.length; from += PER_CALL) {
      const part = due.slice(from, from + PER_CALL);
      const request = { emails: part, role, expiresAt, roleExpiresAt, reason: reasonIn(form) };
      const { lines, nextAt } = await claims.withFreshClaims(() => createInvites(call, request));
      invited.push(...lines.filter(({ verdict }) => verdict === 'new'));
      setAnswers((before) => {
        const said = lines.map((line): [string, Answer] => [line.email, { line, nextAt }]);
        return new Map([...before, ...said]);
      });
    }
    const [first] = invited;
    if (first !== undefined) {
      notify({
        text:
          invited.length === 1
            ? `${first.email} is invited as ${withArticle(role)}.`
            : `${invited.length} people are invited as ${withArticle(role)}.`,
        detail: invited.every(({ mailed }) => mailed === true)
          ? 'The mail was sent.'
          : 'Nothing was sent: copy the message for each from the list.',
      });
    }
    return invited.length === due.length;
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
      {typed.length > 0 && (
        <ul className={classes.verdicts} aria-label="Addresses">
          {typed.map(({ one, email }, index) => {
            const isRepeated = typed.findIndex((other) => other.email === email) !== index;
            return (
              // biome-ignore lint/suspicious/noArrayIndexKey: an address may be there twice.
              <li key={index}>
                <bdi>{email ?? one}</bdi>
                {': '}
                {email === null ? (
                  'not an e-mail address'
                ) : isRepeated ? (
                  'named twice'
                ) : (
                  <Verdict answer={answers.get(email)} />
                )}
              </li>
            );
          })}
        </ul>
      )}
      <p role="status" className={classes.quiet}>
        {refused.length > 0 && `Not invited: ${refused.length}. The reason is beside each address.`}
      </p>
      <Radio.Group
        label="Role"
        size="md"
        value={role}
        onChange={(chosen) => {
          setRole(chosen);
          // What was said of the others was said of the former role.
          setAnswers((all) => new Map([...all].filter(([, { line }]) => line.verdict === 'new')));
        }}
        name="role"
      >
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
      <Radio.Group label="Invite expires after" size="md" value={days} onChange={setDays}>
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
      <EndInput
        end={null}
        label="Role ends (optional)"
        error={badEnd && 'Choose a time in the future, or leave it empty.'}
      />
      <ReasonInput />
    </ConfirmDialog>
  );
}

function Verdict({ answer }: { answer: Answer | undefined }): ReactNode {
  const { config, peopleHref, roles } = useConsole();
  if (answer === undefined) return 'to be invited';
  const { line, nextAt } = answer;
  return (
    <>
      {verdictSentence(line, { roles, perHour: config.limits.invitesPerHour, nextAt })}
      {line.uid !== null && (
        <>
          {' '}
          <Link href={peopleHref(line.uid)}>Open the account</Link>
        </>
      )}
    </>
  );
}

/** What became of an address; `nextAt` in milliseconds since the Unix epoch. */
export function verdictSentence(
  { verdict, mailed }: Pick<InviteLine, 'verdict' | 'mailed'>,
  {
    roles,
    perHour,
    nextAt,
  }: { readonly roles: RoleTable; readonly perHour: number; readonly nextAt: number | null },
): string {
  switch (verdict) {
    case 'new':
      if (mailed === null) return 'invited';
      return mailed ? 'invited, and the mail was sent' : 'invited, but the mail could not be sent';
    case 'invited-already':
      return 'Has an open invite. To change it, withdraw it first.';
    case 'has-account':
      return 'Has an account. Change its role instead.';
    case 'gives-nothing':
      return 'Has an account with this role or a higher one: an invite would give nothing.';
    case 'not-an-address':
      return 'not an e-mail address';
    case 'duplicate':
      return 'named twice';
    case 'over-limit':
      return inviteLimitSentence(perHour, nextAt);
    default:
      return sentenceFor({ details: { reason: verdict } }, roles);
  }
}
