import { DocumentReference, GeoPoint, Timestamp } from 'firebase-admin/firestore';
import {
  additionalNames,
  type Delivery,
  decodeClaims,
  deliveryOf,
  describeDelivery,
  isTimestamp,
  type Milliseconds,
  millisOf,
  type Receipt,
  showValue,
} from '../core/index.ts';
import { claimedRows, documentedRows } from './additional-rows.ts';
import { AdminError, EXIT_CODES } from './admin-error.ts';
import { momentFrom } from './moment.ts';
import { waitForReading } from './operator.ts';
import { findPerson, INDEX_MISSING, lookAtPerson, type PersonView } from './person.ts';
import type { ShowRequest } from './request.ts';
import type { Answer, Session } from './session.ts';
import { targetJson, targetName } from './target.ts';
import type { Paint } from './terminal.ts';

/**
 * Shows what stands there about a person. Changes nothing. Only an account that is still to come
 * is no reason for the exit code of things that need attention.
 *
 * @throws {AdminError} `no-such-person` when neither an account nor a document nor a marker has the id.
 */
export async function show(session: Session, request: ShowRequest): Promise<Answer> {
  const { project, signal, target } = session;
  const found = await waitForReading(findPerson(project, request.person), signal);
  const now = session.now();
  const view = await waitForReading(lookAtPerson(project, found, now), signal);
  if (view.account === null && view.document === null && view.marker === null) {
    throw new AdminError('no-such-person', `There is no account with the id ${view.uid}.`, {
      next: 'There is neither an account nor a document with it. Is it the right project?',
    });
  }
  const wrong = view.codes.some((code) => code !== 'no-account');
  return {
    exitCode: wrong ? EXIT_CODES.attention : EXIT_CODES.done,
    json: { ...targetJson(target), ...personJson(view) },
    text: (paint) => personText(view, { place: targetName(target), now, paint }),
  };
}

interface Setting {
  /** Where the person is, for the headline. */
  readonly place: string;
  /** Milliseconds since the Unix epoch. */
  readonly now: Milliseconds;
  readonly paint: Paint;
}

type Row = readonly [label: string, value: string];

/** A person as `show` prints it: four parts, aligned, and then what is wrong; line by line. */
export function personText(view: PersonView, setting: Setting): readonly string[] {
  const { paint, place } = setting;
  const { uid, account } = view;
  const name = account?.displayName ?? textField(view.document?.displayName) ?? uid;
  const email = account?.email ?? textField(view.document?.email);
  return [
    '',
    `  ${[paint('bold', name), email ?? '', paint('dim', place)].filter(Boolean).join('  ')}`,
    ...part('Account', uid, accountRows(view, setting), setting),
    ...part('Document', view.paths.document, documentRows(view, setting), setting),
    ...part('Claims', 'what new tokens carry', claimsRows(view, setting), setting),
    ...part('Marker', view.paths.marker, markerRows(view, setting), setting),
    ...(view.receipts === null
      ? []
      : part('Sessions', 'as their browsers say', sessionRows(view, setting), setting)),
    '',
    ...verdict(view, setting),
    '',
  ];
}

function part(title: string, hint: string, rows: readonly Row[] | string, { paint }: Setting) {
  const head = `  ${paint('bold', title.padEnd(10))}${paint('dim', hint)}`;
  if (typeof rows === 'string') return ['', head, `    ${paint('yellow', rows)}`];
  return [
    '',
    head,
    ...rows.map(([label, value]) => `    ${paint('dim', label.padEnd(16))}${value}`),
  ];
}

function accountRows({ account, document }: PersonView, setting: Setting) {
  if (account === null) return 'none: no user with this id has signed up yet';
  const { creationTime, lastSignInTime } = account.metadata;
  return rows([
    ['enabled', enabledText(account.disabled, document, setting)],
    ['verified', account.emailVerified ? 'yes' : setting.paint('yellow', 'no')],
    ['created', timeText(creationTime, setting)],
    ['last sign-in', lastSignInTime ? timeText(lastSignInTime, setting) : 'never'],
  ]);
}

function documentRows({ document, additional }: PersonView, setting: Setting) {
  if (document === null) return 'none: nothing is granted';
  const { role = null, roleExpiresAt = null, disabled = false, updatedAt, updatedBy } = document;
  const { sessionsRevokedAt = null } = document;
  const updated = isTimestamp(updatedAt) ? momentFrom(updatedAt.seconds * 1000, setting.now) : null;
  return rows([
    ['role', roleText(role, setting)],
    role === null && roleExpiresAt === null
      ? null
      : ['ends', roleExpiresAt === null ? 'never' : valueText(roleExpiresAt, setting)],
    ...documentedRows(additional, setting.now),
    disabled === false ? null : ['disabled', setting.paint('yellow', valueText(disabled, setting))],
    sessionsRevokedAt === null ? null : ['sessions ended', valueText(sessionsRevokedAt, setting)],
    updated === null ? null : ['updated', [updated, byText(updatedBy)].filter(Boolean).join(' ')],
  ]);
}

function claimsRows({ account, roles }: PersonView, setting: Setting) {
  if (account === null) return 'none: there is no account';
  const { role, expiresAt, version } = decodeClaims(account.customClaims);
  const ours = ['role', 'cv', 'rx', ...additionalNames(roles)];
  const others = Object.keys(account.customClaims ?? {}).filter((name) => !ours.includes(name));
  return rows([
    ['role', roleText(role, setting)],
    role === null
      ? null
      : ['ends', expiresAt === null ? 'never' : momentFrom(expiresAt * 1000, setting.now)],
    ...claimedRows(roles, account.customClaims ?? {}, setting.now),
    ['version', versionText(version, setting)],
    others.length === 0 ? null : ['others', others.join(', ')],
  ]);
}

function markerRows({ marker, parsedMarker }: PersonView, setting: Setting) {
  if (marker === null) return 'none';
  if (parsedMarker === null) return `unreadable: ${showValue(marker)}`;
  const { status, role, version, problem, disabled, expiresAt, sessionsRevokedAt } = parsedMarker;
  const { paint } = setting;
  return rows([
    ['status', status === 'applied' ? paint('green', status) : paint('yellow', status)],
    ['role', roleText(role, setting)],
    expiresAt === null ? null : ['ends', momentFrom(expiresAt * 1000, setting.now)],
    disabled ? ['disabled', paint('yellow', 'true')] : null,
    sessionsRevokedAt === null ? null : ['sessions ended', valueText(sessionsRevokedAt, setting)],
    ['version', versionText(version, setting)],
    problem === null ? null : ['problem', problem.message],
  ]);
}

/** What each session is called by how far it has got. */
const SESSION_STATES = [
  ['waiting', 'not yet'],
  ['taken', 'has it'],
  ['unseen', 'not yet'],
  ['signedOut', 'signed out'],
] as const satisfies readonly (readonly [keyof Delivery, string])[];

function sessionRows({ receipts, parsedMarker }: PersonView, { now }: Setting) {
  const delivery = deliveryOf(receipts ?? [], parsedMarker?.version ?? -1, now);
  const moment = (at: Milliseconds) => momentFrom(at, now);
  const row = (state: string, { device, lastSeenAt }: Receipt): Row => [
    state,
    `${device || 'unknown device'}, last seen ${moment(lastSeenAt)}`,
  ];
  return rows([
    ['last change', describeDelivery(delivery, moment)],
    ...SESSION_STATES.flatMap(([kind, state]) => delivery[kind].map((each) => row(state, each))),
  ]);
}

function verdict(view: PersonView, { paint }: Setting): readonly string[] {
  const { drift, account, uid } = view;
  const closed = isClosedElsewhere(view)
    ? [
        `  ${paint('yellow', '●')} The account is disabled in Firebase Auth, and not by its document: no access, until it is enabled there.`,
        `    ${paint('cyan', '→')} Enable it in the Firebase console; or \`disable ${uid}\`, so that the document says so too and \`enable\` works.`,
      ]
    : [];
  const unseen = view.isIndexMissing
    ? [
        `  ${paint('yellow', '●')} ${INDEX_MISSING.what}`,
        `    ${paint('cyan', '→')} ${INDEX_MISSING.next}`,
      ]
    : [];
  if (drift.length === 0) {
    const text = account === null ? 'Nothing is wrong.' : 'Document, claims and marker agree.';
    return [...closed, `  ${paint('green', '✔')} ${text}`, ...unseen];
  }
  const lines = drift.flatMap(({ code, what, next }) => [
    code === 'no-account' ? `  ${paint('yellow', '●')} ${what}` : `  ${paint('red', '✗')} ${what}`,
    `    ${paint('cyan', '→')} ${next}`,
  ]);
  return [...closed, ...lines, ...unseen];
}

/** Whether it is Firebase Auth alone that keeps the person out. */
function isClosedElsewhere({ account, document }: PersonView): boolean {
  return account?.disabled === true && (document?.disabled ?? false) === false;
}

const rows = (all: readonly (Row | null)[]) => all.filter((row) => row !== null);

const textField = (value: unknown) => (typeof value === 'string' && value !== '' ? value : null);

function enabledText(
  disabled: boolean,
  document: PersonView['document'],
  { paint }: Setting,
): string {
  if (!disabled) return 'yes';
  const byDocument = (document?.disabled ?? false) !== false;
  return paint('yellow', byDocument ? 'no' : 'no, by Firebase Auth itself');
}

function roleText(role: unknown, { paint }: Setting): string {
  if (role === null) return paint('dim', 'none');
  return typeof role === 'string' && /^[a-z][a-z0-9_-]*$/.test(role)
    ? paint('bold', role)
    : paint('yellow', showValue(role));
}

/** A version is the time of an edit; the figure itself is what tokens carry. */
function versionText(version: number, { now, paint }: Setting): string {
  if (version === 0) return paint('dim', 'none');
  return `${version}  ${paint('dim', momentFrom(millisOf(version), now))}`;
}

function valueText(value: unknown, { now }: Setting): string {
  return isTimestamp(value) ? momentFrom(value.seconds * 1000, now) : showValue(value);
}

const timeText = (time: string, { now }: Setting) => momentFrom(Date.parse(time), now);

const byText = (updatedBy: unknown) => (typeof updatedBy === 'string' ? `by ${updatedBy}` : '');

/** A person as `show --json` prints it: Firestore's timestamps as ISO 8601, everything else as stored. */
function personJson(view: PersonView): Readonly<Record<string, unknown>> {
  const { uid, account, stored, marker, drift, receipts } = view;
  return {
    uid,
    email: account?.email ?? null,
    account: account && {
      email: account.email ?? null,
      emailVerified: account.emailVerified,
      disabled: account.disabled,
      createdAt: isoTime(account.metadata.creationTime),
      lastSignInAt: isoTime(account.metadata.lastSignInTime),
      sessionsValidAfter: isoTime(account.tokensValidAfterTime),
    },
    document: plainValue(stored),
    claims: plainValue(account?.customClaims ?? null),
    access: account && decodeClaims(account.customClaims),
    marker: plainValue(marker),
    disabledInAuth: isClosedElsewhere(view),
    inStep: drift.length === 0,
    drift,
    membershipsLookedFor: !view.isIndexMissing,
    ...(receipts !== null && { sessions: receipts.map(receiptJson) }),
  };
}

function receiptJson({ claimsUpdatedAt, takenAt, lastSeenAt, ...receipt }: Receipt) {
  const iso = (at: Milliseconds) => new Date(at).toISOString();
  return {
    ...receipt,
    claimsUpdatedAt: claimsUpdatedAt === null ? null : iso(claimsUpdatedAt),
    takenAt: iso(takenAt),
    lastSeenAt: iso(lastSeenAt),
  };
}

function isoTime(time: string | null | undefined): string | null {
  const millis = time ? Date.parse(time) : Number.NaN;
  return Number.isNaN(millis) ? null : new Date(millis).toISOString();
}

/**
 * A value of a document as JSON can say it: timestamps as ISO 8601, references as their path, places as
 * latitude and longitude, bytes as base64; numbers that JSON does not know as text. Never throws, whatever
 * an import or a console has left there.
 */
export function plainValue(value: unknown): unknown {
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value);
  if (typeof value === 'bigint') return String(value);
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(plainValue);
  if (value instanceof Timestamp) return isoText(value);
  if (value instanceof DocumentReference) return value.path;
  if (value instanceof GeoPoint) return { latitude: value.latitude, longitude: value.longitude };
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  if (!isMap(value)) return `a ${value.constructor?.name ?? 'value'}`;
  // A field may have any name, `__proto__` too.
  return Object.fromEntries(
    Object.entries(value).map(([name, field]) => [name, plainValue(field)]),
  );
}

/** Rounded down: `toDate` rounds to the nearest, which may be the year 10,000. */
function isoText({ seconds, nanoseconds }: Timestamp): string {
  return new Date(seconds * 1000 + Math.floor(nanoseconds / 1e6)).toISOString();
}

function isMap(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
