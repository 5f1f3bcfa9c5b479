import { Button } from '@mantine/core';
import { doc } from 'firebase/firestore';
import { type ReactNode, useMemo, useState } from 'react';
import {
  type FoundAccount,
  isTimestamp,
  isUid,
  millisOf,
  parseDirectoryRow,
  readFields,
  versionAt,
} from '../../core/index.ts';
import { Timeline } from '../audit/timeline.tsx';
import { Screen, useCan, useConsole, useLiveDocument } from '../console-context.tsx';
import { InvitesOf } from '../invites/invites-of.tsx';
import { sentenceFor } from '../parts/error-sentences.ts';
import { Link } from '../parts/link.tsx';
import { Closed, isClosed } from '../parts/live-list.tsx';
import { Message } from '../parts/message.tsx';
import { dayAndTime, isoOf } from '../parts/moments.ts';
import { RoleBadge } from '../parts/role-badge.tsx';
import { Waiting } from '../parts/waiting.tsx';
import { ExtendGrant } from './extend-grant.tsx';
import { type Person, toMarker, toPerson, type UserMarker } from './person.ts';
import { PersonDialog, type PersonDialogName } from './person-dialog.tsx';
import { PersonEntry } from './person-entry.tsx';
import classes from './person-page.module.css';
import { SessionsOf } from './sessions-of.tsx';
import { useAccount } from './use-account.ts';
import { verdictOf } from './verdict.ts';
import { ViewAsButton } from './view-as-button.tsx';

type Data = Readonly<Record<string, unknown>>;

/** A document's fields, or that there is none. */
const asRead = (data: unknown) => ({ data: data as Data | undefined });

/**
 * One person: what stands in the document and in the marker, whether they agree and what to do where not, what has happened to
 * the access, and every action. For users with the permission of `can.listUsers`.
 *
 * @example <Route path="/admin/people/:uid" component={({ params }) => <PersonPage uid={params.uid} />} />
 */
export function PersonPage({ uid }: { uid: string }) {
  const { peopleHref } = useConsole();
  // Of another person nothing stays: no open dialog, and not what Firebase Auth said.
  if (isUid(uid)) return <PersonWithId key={uid} uid={uid} />;
  return (
    <Screen title="Person" intro={<Link href={peopleHref()}>All people</Link>}>
      <Message title="There is no such person">
        <bdi>{uid}</bdi> is no account id.
      </Message>
    </Screen>
  );
}

function PersonWithId({ uid }: { uid: string }) {
  const { config, firestore, paths, peopleHref } = useConsole();
  const canSee = useCan(config.can.listUsers);
  const at = (path: string) => (canSee ? doc(firestore, path) : null);
  const user = useLiveDocument(at(paths.user(uid)), asRead);
  const stored = useLiveDocument(at(paths.marker(uid)), asRead);
  const row = useLiveDocument(config.directory ? at(paths.row(uid)) : null, asRead);
  const entry = parseDirectoryRow(uid, row.value?.data, Date.now());
  const data = user.value?.data;
  const person = toPerson(config, uid, data ?? { ...named(config.fields, entry) });
  // Without the directory an account may be there that no document tells of.
  const isNobody =
    config.directory &&
    [user, stored, row].every(({ value }) => value !== null && value.data === undefined);
  const marker = stored.value?.data === undefined ? null : toMarker(uid, stored.value.data);

  return (
    <Screen
      title={user.value === null ? 'Person' : person.name}
      intro={<Link href={peopleHref()}>All people</Link>}
    >
      {isClosed(user) && <Closed needs={config.can.listUsers} />}
      {user.status === 'error' && <ErrorMessage error={user.error} retry={user.retry} />}
      {user.status === 'loading' && user.value === null && <Waiting label="Loading…" />}
      {isNobody && (
        <Message title="There is no such person">
          There is neither an account nor a document with the id <bdi>{uid}</bdi>.
        </Message>
      )}
      {user.value !== null && !isNobody && (
        <Details
          person={person}
          document={data === undefined ? null : readFields(config.fields, data)}
          marker={marker}
          isMarkerIn={stored.value !== null}
          lastSignInAt={entry?.lastSignInAt ?? null}
          createdAt={entry?.createdAt ?? null}
          isListed={entry !== null}
        />
      )}
    </Screen>
  );
}

/** Name and address of an account without a document, as the app's fields have them. */
function named(
  fields: { readonly displayName: string; readonly email: string },
  entry: { readonly name: string | null; readonly email: string | null } | null,
): Data {
  return { [fields.displayName]: entry?.name ?? null, [fields.email]: entry?.email ?? null };
}

function ErrorMessage({ error, retry }: { error: unknown; retry: () => void }) {
  const { roles } = useConsole();
  return (
    <Message
      title="This person could not be loaded"
      action={
        <Button variant="default" onClick={retry}>
          Try again
        </Button>
      }
    >
      {sentenceFor(error, roles)}
    </Message>
  );
}

function Details({
  person,
  document,
  marker,
  isMarkerIn,
  lastSignInAt,
  createdAt,
  isListed,
}: {
  person: Person;
  /** Its fields under the default names; null for none. */
  document: Data | null;
  marker: UserMarker | null;
  isMarkerIn: boolean;
  lastSignInAt: number | null;
  createdAt: number | null;
  /** Whether there is a row that says when they signed in. */
  isListed: boolean;
}) {
  const { config } = useConsole();
  const canAudit = useCan(config.can.readAudit);
  const canGrant = useCan(config.can.grantRoles);
  const [open, setOpen] = useState<PersonDialogName | null>(null);
  const { account, isOfNow, again } = useAccount(person.uid, canGrant, marker?.version ?? null);
  const email = marker?.email ?? person.email;
  return (
    <>
      <PersonEntry
        person={person}
        marker={marker}
        disabledInAuth={(account?.disabled ?? false) || marker?.disabledInAuth === true}
        markersAreIn={isMarkerIn}
        isLinked={false}
        onChangeRole={() => setOpen('role')}
        onAccount={setOpen}
      />
      {canGrant && <ExtendGrant person={person} />}
      <ViewAsButton person={person} />
      {isMarkerIn && (
        <Verdict
          person={person}
          document={document}
          marker={marker}
          problems={isOfNow ? (account?.problems ?? null) : null}
        />
      )}
      {config.receipts && isMarkerIn && (
        <SessionsOf uid={person.uid} version={marker?.version ?? null} />
      )}
      <div className={classes.facts}>
        <Facts title="Document" hint={`${config.collections.users}/${person.uid}`}>
          {document === null ? (
            <p>None: nothing is granted.</p>
          ) : (
            <DocumentFacts person={person} document={document} />
          )}
        </Facts>
        <Facts title="Marker" hint="What the claims were last set to">
          {marker === null ? <p>None.</p> : <MarkerFacts marker={marker} />}
        </Facts>
        {account?.claims != null && (
          <Facts title="Claims" hint="What the next token carries">
            <ClaimsFacts claims={account.claims} />
          </Facts>
        )}
        <Facts title="Account" hint={person.uid}>
          <dl>
            <Fact name="E-mail">
              <bdi>{email ?? 'none'}</bdi>
              {marker !== null && email !== null && !marker.emailVerified && ' (not verified)'}
            </Fact>
            {isListed && (
              <>
                <Fact name="Last sign-in">
                  {lastSignInAt === null ? 'never' : <At millis={lastSignInAt} />}
                </Fact>
                {createdAt !== null && (
                  <Fact name="Created">
                    <At millis={createdAt} />
                  </Fact>
                )}
              </>
            )}
          </dl>
        </Facts>
        <Organisations document={document} />
      </div>
      {canGrant && email !== null && <InvitesOf email={email} role={person.grantedRole} />}
      {canAudit && <Timeline uid={person.uid} />}
      {open !== null && (
        <PersonDialog
          name={open}
          person={person}
          onClose={() => {
            setOpen(null);
            again();
          }}
        />
      )}
    </>
  );
}

/** Whether document, claims and marker agree, and the cure where they do not. */
function Verdict({
  person,
  document,
  marker,
  problems,
}: {
  person: Person;
  document: Data | null;
  marker: UserMarker | null;
  problems: readonly string[] | null;
}) {
  const { ok, text, next } = verdictOf(person, document, marker, problems);
  return (
    <div className={classes.verdict} data-ok={ok || undefined} role="status" aria-label="Verdict">
      <p>
        <strong>{text}</strong>
      </p>
      {next !== null && <p>{next}</p>}
    </div>
  );
}

function Facts({ title, hint, children }: { title: string; hint: string; children: ReactNode }) {
  return (
    <section className={classes.section}>
      <h2>{title}</h2>
      <p className={classes.quiet}>{hint}</p>
      {children}
    </section>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function At({ millis }: { millis: number }) {
  return <time dateTime={isoOf(millis)}>{dayAndTime(millis)}</time>;
}

const millisIn = (value: unknown) => (isTimestamp(value) ? millisOf(versionAt(value)) : null);

function DocumentFacts({ person, document }: { person: Person; document: Data }) {
  const { role = null, updatedBy } = document;
  const updatedAt = millisIn(document.updatedAt);
  const endedAt = millisIn(document.sessionsRevokedAt);
  return (
    <dl>
      <Fact name="Role">
        {role === null ? (
          'none'
        ) : (
          <code>{typeof role === 'string' ? JSON.stringify(role) : String(role)}</code>
        )}
      </Fact>
      {person.assignedEnd !== null && (
        <Fact name="Ends">
          <At millis={person.assignedEnd} />
        </Fact>
      )}
      {person.disabled && <Fact name="Disabled">yes</Fact>}
      {endedAt !== null && (
        <Fact name="Sessions ended">
          <At millis={endedAt} />
        </Fact>
      )}
      {updatedAt !== null && (
        <Fact name="Updated">
          <At millis={updatedAt} />
          {typeof updatedBy === 'string' && (
            <>
              {' by '}
              <PersonLink uid={updatedBy} />
            </>
          )}
        </Fact>
      )}
    </dl>
  );
}

function PersonLink({ uid }: { uid: string }) {
  const { peopleHref } = useConsole();
  return (
    <Link href={peopleHref(uid)}>
      <bdi>{uid}</bdi>
    </Link>
  );
}

function MarkerFacts({ marker }: { marker: UserMarker }) {
  const appliedAt = millisIn(marker.claimsUpdatedAt);
  return (
    <dl>
      <Fact name="Status">{marker.status}</Fact>
      <Fact name="Role">{marker.role === null ? 'none' : <RoleBadge role={marker.role} />}</Fact>
      {marker.expiresAt !== null && (
        <Fact name="Ends">
          <At millis={marker.expiresAt * 1000} />
        </Fact>
      )}
      {appliedAt !== null && (
        <Fact name="Applied">
          <At millis={appliedAt} />
        </Fact>
      )}
      <Fact name="Version">
        <code>{marker.version}</code>
      </Fact>
    </dl>
  );
}

function ClaimsFacts({ claims }: { claims: NonNullable<FoundAccount['claims']> }) {
  const { role, expiresAt, version } = claims;
  return (
    <dl>
      <Fact name="Role">{role === null ? 'none' : <RoleBadge role={role} />}</Fact>
      {expiresAt !== null && (
        <Fact name="Ends">
          <At millis={expiresAt} />
        </Fact>
      )}
      <Fact name="Version">
        <code>{version}</code>
      </Fact>
    </dl>
  );
}

/** The memberships in organisations, where the app has any. */
function Organisations({ document }: { document: Data | null }) {
  const { config } = useConsole();
  const entries = useMemo(() => Object.entries((document?.orgs ?? {}) as Data), [document]);
  if (config.orgs === undefined || entries.length === 0) return null;
  return (
    <Facts title="Organisations" hint="Memberships, as the document has them">
      <dl>
        {entries.map(([orgId, entry]) => {
          const { role } = (entry ?? {}) as { role?: unknown };
          return (
            <Fact key={orgId} name={orgId}>
              {typeof role === 'string' ? role : 'no role'}
            </Fact>
          );
        })}
      </dl>
    </Facts>
  );
}
