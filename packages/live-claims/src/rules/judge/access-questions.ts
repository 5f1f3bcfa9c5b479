import { permissionsOf, topRole, type UserFields } from '../../core/index.ts';
import type { RulesOptions } from '../rules-options.ts';
import type { Attempt, Operation, Principal } from './judge.ts';
import { bool, type Facts, int, map, NULL, text, timestamp, type Value } from './values.ts';

/** Ids as Firebase Auth makes them: 28 characters. */
export const OWN = 'ownAccountIdOf28Characters01';
const OTHER = 'anotherAccountOf28Characters';

/** A person that asks, the one with the least access first. */
export interface Asker {
  readonly kind: 'nobody' | 'signed-in' | 'role';
  /** Null without a role. */
  readonly role: string | null;
  readonly principal: Principal;
}

/** What may be wrong with a rule that allows this. */
export type Subject =
  | 'own-access'
  | 'own-creation'
  | 'own-deletion'
  | 'others-access'
  | 'engine-documents'
  | 'engine-documents-read';

/** An attempt that no rule should allow to this person. */
export interface Question {
  readonly subject: Subject;
  readonly asker: Asker;
  readonly attempt: Attempt;
  /** What it changes, as the app calls it: a field, or a collection of live-claims' own. */
  readonly about: string;
}

/**
 * Who could change their access: no session, an account without a role, and each role but the top one, whose holders
 * may change everything anyway. The one with the least access comes first.
 */
export function askersOf({ roles }: RulesOptions): readonly Asker[] {
  const withRole = roles.ranking
    .filter((role) => role !== topRole(roles))
    .map(
      (role): Asker => ({
        kind: 'role',
        role,
        // A version that no marker is ahead of: the token is current.
        principal: { uid: OWN, claims: { role: text(role), cv: int(VERSION) } },
      }),
    );
  return [
    { kind: 'nobody', role: null, principal: { uid: OWN, claims: null } },
    { kind: 'signed-in', role: null, principal: { uid: OWN, claims: {} } },
    ...withRole,
  ];
}

const VERSION = 1_700_000_000_000_000;

/** Every attempt of a person that the rules should refuse, at this time (milliseconds since the Unix epoch). */
export function questionsOf(options: RulesOptions, asker: Asker, now: number): readonly Question[] {
  return [
    ...aboutOwnDocument(options, asker, now),
    ...aboutOthers(options, asker, now),
    ...aboutEngineDocuments(options, asker, now),
  ];
}

const open = { fields: false, changes: false };
type FieldValues = Readonly<Record<string, Value | null>>;

const updating = (before: FieldValues, changes: FieldValues): Facts => ({
  before: new Map(Object.entries(before)),
  changes: new Map(Object.entries(changes)),
  closed: open,
  writable: true,
});
const creating = (fields: FieldValues): Facts => ({ ...updating({}, fields), before: null });
const deleting = (before: FieldValues): Facts => ({
  ...updating(before, {}),
  closed: { fields: false, changes: true },
  writable: false,
});

/** A change of one field: what stood there, and what is written; null for nothing. */
type Change = readonly [field: keyof UserFields, before: Value | null, after: Value | null];

/** Changes of an own document that give more access, or put words into another person's mouth. */
function changesOf({ roles }: RulesOptions, { role }: Asker, now: number): readonly Change[] {
  const rank = role === null ? -1 : roles.ranking.indexOf(role);
  // The top role first: what is allowed of it is the best example.
  const higher = roles.ranking.slice(rank + 1).reverse();
  const hour = timestamp(now + 3_600_000);
  const minuteAgo = timestamp(now - 60_000);
  return [
    ...higher.flatMap((name): Change[] => [
      ['role', role === null ? null : text(role), text(name)],
      ...(role === null ? [['role', NULL, text(name)] as const] : []),
    ]),
    ['expiresAt', hour, null],
    ['expiresAt', hour, NULL],
    ['expiresAt', hour, timestamp(now + 3.2e11)],
    ['disabled', bool(true), bool(false)],
    ['disabled', bool(true), null],
    ['sessionsRevokedAt', minuteAgo, null],
    ['sessionsRevokedAt', minuteAgo, NULL],
    ['sessionsRevokedAt', minuteAgo, timestamp(0)],
    ['changeId', text('a-change'), text('another-change')],
    ['changeId', null, text('another-change')],
    ['updatedBy', text('an-admin'), text(OTHER)],
    ['updatedBy', null, text(OTHER)],
  ];
}

/** The documents that live-claims keeps, as far as rules ask for them. */
function othersFor(
  { collections, fields }: RulesOptions,
  { role }: Asker,
  own: boolean,
): ReadonlyMap<string, Value | null> {
  const marker = map({
    version: int(VERSION),
    role: role === null ? NULL : text(role),
    expiresAt: NULL,
    disabled: bool(false),
    sessionsRevokedAt: NULL,
    status: text('applied'),
  });
  const facts: Facts = {
    // Nothing stands in their way: neither an end, nor a block.
    ...updating(
      {
        [fields.role]: role === null ? null : text(role),
        [fields.expiresAt]: null,
        [fields.disabled]: null,
        [fields.sessionsRevokedAt]: null,
      },
      {},
    ),
    closed: { fields: false, changes: true },
    writable: false,
    fixed: true,
  };
  return new Map<string, Value | null>([
    [`${collections.markers}/${OWN}`, marker],
    [`${collections.settings}/access`, null],
    ...(own
      ? []
      : [[`${collections.users}/${OWN}`, { type: 'document', facts, side: 'before' }] as const]),
  ]);
}

function aboutOwnDocument(options: RulesOptions, asker: Asker, now: number): readonly Question[] {
  const { collections, fields, roles } = options;
  const { principal, role } = asker;
  const common = {
    path: `${collections.users}/${OWN}`,
    principal,
    now,
    others: othersFor(options, asker, true),
  };
  const standing = { [fields.role]: role === null ? null : text(role) };
  const ask = (subject: Subject, operation: Operation, facts: Facts, about: string): Question => ({
    subject,
    asker,
    about,
    attempt: { ...common, operation, facts },
  });
  const updates = changesOf(options, asker, now).map(([field, before, after]) =>
    ask(
      'own-access',
      'update',
      updating({ ...standing, [fields[field]]: before }, { [fields[field]]: after }),
      fields[field],
    ),
  );
  // Without a document there is no role to keep; the one that new accounts get is no harm.
  const granted = [...roles.ranking].reverse().filter((name) => name !== roles.initialRole);
  const creations = [
    ...granted.map((name) => [fields.role, text(name)] as const),
    [fields.changeId, text('a-change')] as const,
    [fields.updatedBy, text(OTHER)] as const,
  ].map(([name, value]) => ask('own-creation', 'create', creating({ [name]: value }), name));
  const blocked = { ...standing, [fields.disabled]: bool(true) };
  return [
    ...updates,
    ...(role === null ? creations : []),
    ask('own-deletion', 'delete', deleting(blocked), fields.disabled),
  ];
}

function aboutOthers(options: RulesOptions, asker: Asker, now: number): readonly Question[] {
  const { collections, fields, roles } = options;
  const { principal } = asker;
  const common = {
    path: `${collections.users}/${OTHER}`,
    principal,
    now,
    others: othersFor(options, asker, false),
  };
  const top = text(topRole(roles));
  const ask = (operation: Operation, facts: Facts, about: string): Question => ({
    subject: 'others-access',
    asker,
    about,
    attempt: { ...common, operation, facts },
  });
  return [
    ask('update', updating({ [fields.role]: null }, { [fields.role]: top }), fields.role),
    ask('update', updating({ [fields.role]: top }, { [fields.role]: null }), fields.role),
    ask(
      'update',
      updating({ [fields.disabled]: null }, { [fields.disabled]: bool(true) }),
      fields.disabled,
    ),
    ask('create', creating({ [fields.role]: top }), fields.role),
    ask('delete', deleting({ [fields.role]: top }), 'the document'),
  ];
}

function aboutEngineDocuments(
  options: RulesOptions,
  asker: Asker,
  now: number,
): readonly Question[] {
  const { collections, roles, can } = options;
  const { principal, role } = asker;
  const { markers, audit, settings, invites, jobs, changes, skipped, rateLimits } = collections;
  const others = othersFor(options, asker, false);
  const ask = (subject: Subject, operation: Operation, path: string, facts: Facts): Question => {
    // A marker that is written is not the one that is looked up.
    const rest = new Map([...others].filter(([known]) => known !== path));
    const attempt: Attempt = { operation, path, principal, facts, now, others: rest };
    return { subject, asker, about: path.split('/')[0] ?? '', attempt };
  };
  const written = [
    `${markers}/${OWN}`,
    `${audit}/entry`,
    `${settings}/access`,
    `${invites}/invite`,
    `${jobs}/job`,
    `${jobs}/job/${changes}/1`,
    `${jobs}/job/${skipped}/${OWN}`,
    `${rateLimits}/${OWN}`,
  ].flatMap((path) => [
    ask('engine-documents', 'create', path, creating({})),
    ask('engine-documents', 'update', path, updating({}, {})),
    ask('engine-documents', 'delete', path, deleting({})),
  ]);
  const holds = (permission: string | null) =>
    permission !== null && permissionsOf(roles, role).includes(permission);
  const read = [
    [`${audit}/entry`, can.readAudit],
    [`${invites}/invite`, can.grantRoles],
    [`${jobs}/job`, can.grantRoles],
  ] as const;
  return [
    ...written,
    ...read
      .filter(([, permission]) => !holds(permission))
      .map(([path]) => ask('engine-documents-read', 'get', path, deleting({}))),
  ];
}
