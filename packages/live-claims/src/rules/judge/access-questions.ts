import { accessFieldsOf, permissionsOf } from '../../core/index.ts';
import type { RulesOptions } from '../rules-options.ts';
import {
  anyValue,
  type Change,
  ENDED,
  othersChanges,
  ownChanges,
  type Samples,
  standingsOf,
} from './access-changes.ts';
import { type Asker, VERSION } from './askers.ts';
import type { Attempt, Operation } from './judge.ts';
import {
  bool,
  type Facts,
  type FieldValues,
  int,
  map,
  NULL,
  text,
  timestamp,
  unknown,
  type Value,
} from './values.ts';

/** What may be wrong with a rule that allows this. */
export type Subject =
  | 'own-access'
  | 'own-creation'
  | 'own-deletion'
  | 'others-access'
  | 'engine-documents'
  | 'engine-documents-read';

/** What a rule is asked about, beside the person and the time. */
export interface Case extends Pick<Attempt, 'facts' | 'limit'> {
  /** What the person has to have for it: `whose role is over`. */
  readonly of?: string | undefined;
}

/** Attempts of one person that no rule should allow. */
export interface Question {
  readonly subject: Subject;
  readonly operation: Operation;
  /** Below `documents`: `users/ada`. */
  readonly path: string;
  /** What it changes, as the app calls it: a field, or a collection of live-claims' own; null for a whole document. */
  readonly about: string | null;
  /** Other documents that are known. */
  readonly others: Attempt['others'];
  /** What some of these may be instead. */
  readonly otherwise?: Attempt['otherwise'];
  /** Of which so much is open that a rule which refuses them refuses every one of `cases`. */
  readonly outlines: readonly Case[];
  /** The worst first. */
  readonly cases: (samples: Samples) => Iterable<Case>;
}

/** Every attempt of a person that the rules should refuse, at this time (milliseconds since the Unix epoch). */
export function questionsOf(options: RulesOptions, asker: Asker, now: number): readonly Question[] {
  return [
    ...(asker.kind === 'nobody' || hadRole(asker) ? [] : aboutOwnDocument(options, asker, now)),
    ...aboutOthers(options, asker, now),
    ...aboutEngineDocuments(options, asker),
  ].map((question) => ({ ...question, otherwise: otherwiseFor(options, asker) }));
}

/** Their own document is asked about as that of a person without a role. */
const hadRole = ({ standing }: Asker) => standing === 'none' || Object.keys(standing).length > 0;

/** Documents of live-claims that rules must not count on: a marker comes with the first sync, access settings may. */
const otherwiseFor = ({ collections }: RulesOptions, { uid }: Asker): Attempt['otherwise'] => {
  const facts: Facts = { ...deleting({}), fixed: true };
  return new Map<string, Value | null>([
    [`${collections.markers}/${uid}`, null],
    [`${collections.settings}/access`, { type: 'document', facts, side: 'before' }],
  ]);
};

const open = { fields: false, changes: false };

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

/** A value that is written, whatever it is; what it is compared with, comes back as a choice. */
const anything = (field: string): Value => ({
  ...unknown(`the new ${field}`, [{ change: { [field]: text('a') } }]),
  field: { facts: null, name: field, side: 'after' },
});

/** The documents that live-claims keeps, as far as rules ask for them. */
function othersFor(
  { collections, fields }: RulesOptions,
  { role, uid, standing }: Asker,
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
    // Nothing stands in their way, if not that: neither an end, nor a block.
    ...deleting({
      [fields.role]: role === null ? null : text(role),
      [fields.expiresAt]: null,
      [fields.disabled]: null,
      [fields.sessionsRevokedAt]: null,
      ...(standing === 'none' ? {} : standing),
    }),
    fixed: true,
  };
  const document: Value | null =
    standing === 'none' ? null : { type: 'document', facts, side: 'before' };
  return new Map<string, Value | null>([
    [`${collections.markers}/${uid}`, marker],
    [`${collections.settings}/access`, null],
    ...(own ? [] : [[`${collections.users}/${uid}`, document] as const]),
  ]);
}

function aboutOwnDocument(options: RulesOptions, asker: Asker, now: number): readonly Question[] {
  const { collections, fields, roles } = options;
  const { role, uid, other } = asker;
  const common = {
    path: `${collections.users}/${uid}`,
    others: othersFor(options, asker, true),
  };
  // Without a role there may stand one that is over, or a text that is none.
  const standing = role === null ? {} : { [fields.role]: text(role) };
  const updates = accessFieldsOf(options).map((field) =>
    updatesOf('own-access', common, field, standing, (samples) =>
      ownChanges(field, options, asker, samples, now),
    ),
  );
  // Without a document there is no role to keep; the one that new accounts get is no harm.
  const granted = roles.ranking
    .slice(role === null ? 0 : roles.ranking.indexOf(role))
    .filter((name) => name !== roles.initialRole)
    .toReversed()
    .map(text);
  const named = (field: string) => (samples: Samples) =>
    valuesOf(field, samples, now, other).filter(
      (value) => value.type !== 'string' || value.value !== uid,
    );
  // Of a document that locks them out, or their session.
  const locks = [
    [fields.disabled, bool(true)],
    [fields.disabled, text('something-else')],
    [fields.sessionsRevokedAt, timestamp(now - ENDED)],
  ] as const;
  return [
    ...updates,
    creationsOf('own-creation', common, fields.role, () => granted),
    ...furtherFields(options).map((field) =>
      creationsOf('own-creation', common, field, named(field)),
    ),
    ...locks.map(
      ([about, lock]): Question => ({
        ...common,
        ...{ subject: 'own-deletion', operation: 'delete', about },
        outlines: [{ facts: deleting({ [about]: lock }) }],
        cases: ({ words }) =>
          standingsOf(role, words, options).map((its) => ({
            facts: deleting({ [fields.role]: its, [about]: lock }),
          })),
      }),
    ),
  ];
}

/** Access fields that say something else than whether an account has a role: who changed it, and further claims. */
function furtherFields(options: RulesOptions): readonly string[] {
  const { role, expiresAt, disabled, sessionsRevokedAt } = options.fields;
  const own = [role, expiresAt, disabled, sessionsRevokedAt];
  return accessFieldsOf(options).filter((field) => !own.includes(field));
}

type Common = Pick<Question, 'path' | 'others'>;

/** Updates of one field. @param before what the document has in every case. */
function updatesOf(
  subject: Subject,
  common: Common,
  about: string,
  before: FieldValues,
  changes: (samples: Samples) => Iterable<Change>,
): Question {
  return {
    ...common,
    ...{ subject, operation: 'update', about },
    outlines: [
      { facts: updating(before, { [about]: anything(about) }) },
      // What is removed, stood there.
      { facts: updating({ [about]: unknown(`the old ${about}`), ...before }, { [about]: null }) },
    ],
    *cases(samples) {
      for (const { before, after, of } of changes(samples)) {
        yield { facts: updating(before, { [about]: after }), of };
      }
    },
  };
}

/** Creations with one of these values. */
function creationsOf(
  subject: Subject,
  common: Common,
  about: string,
  values: (samples: Samples) => readonly Value[],
): Question {
  return {
    ...common,
    ...{ subject, operation: 'create', about },
    outlines: [{ facts: creating({ [about]: anything(about) }) }],
    cases: (samples) => values(samples).map((value) => ({ facts: creating({ [about]: value }) })),
  };
}

/** These cases, whatever the rule says. */
function exactly(
  subject: Subject,
  operation: Operation,
  common: Common,
  about: string | null,
  cases: readonly Case[],
): Question {
  return { ...common, subject, operation, about, outlines: cases, cases: () => cases };
}

const valuesOf = (field: string, { words, compared }: Samples, now: number, id: string) =>
  anyValue(field, words, compared, now, id).filter((value) => value !== null);

function aboutOthers(options: RulesOptions, asker: Asker, now: number): readonly Question[] {
  const { collections, fields, roles } = options;
  const { uid, other } = asker;
  const common = {
    path: `${collections.users}/${other}`,
    others: othersFor(options, asker, false),
  };
  const updates = accessFieldsOf(options).map((field) =>
    updatesOf('others-access', common, field, {}, (samples) =>
      othersChanges(field, options, asker, samples, now),
    ),
  );
  const ranking = roles.ranking.toReversed().map(text);
  const deleted: readonly FieldValues[] = [
    ...ranking.map((role) => ({ [fields.role]: role })),
    { [fields.role]: null },
    { [fields.disabled]: bool(true) },
  ];
  return [
    ...updates,
    creationsOf('others-access', common, fields.role, () => ranking),
    creationsOf('others-access', common, fields.disabled, () => [bool(true)]),
    ...furtherFields(options).map((field) =>
      creationsOf('others-access', common, field, (samples) => valuesOf(field, samples, now, uid)),
    ),
    {
      ...exactly(
        'others-access',
        'delete',
        common,
        null,
        deleted.map((before) => ({ facts: deleting(before) })),
      ),
      outlines: [{ facts: deleting({}) }],
    },
  ];
}

function aboutEngineDocuments(options: RulesOptions, asker: Asker): readonly Question[] {
  const { collections, roles, can } = options;
  const { role, uid, other } = asker;
  const { markers, audit, settings, invites, jobs, changes, skipped, rateLimits } = collections;
  const others = othersFor(options, asker, false);
  const aboutOf = (path: string) => path.split('/')[0] ?? '';
  const written = [
    `${markers}/${uid}`,
    `${audit}/entry`,
    `${settings}/access`,
    `${invites}/invite`,
    `${jobs}/job`,
    `${jobs}/job/${changes}/1`,
    `${jobs}/job/${skipped}/${uid}`,
    `${rateLimits}/${uid}`,
  ].flatMap((path) => {
    // A marker that is written is not the one that is looked up.
    const rest = new Map([...others].filter(([known]) => known !== path));
    const common = { path, others: rest };
    const ask = (operation: Operation, facts: Facts) =>
      exactly('engine-documents', operation, common, aboutOf(path), [{ facts }]);
    return [
      ask('create', creating({})),
      ask('update', updating({}, {})),
      ask('delete', deleting({})),
    ];
  });
  const holds = (permission: string | null) =>
    permission !== null && permissionsOf(roles, role).includes(permission);
  const read = [
    [`${audit}/entry`, can.readAudit],
    [`${invites}/invite`, can.grantRoles],
    [`${jobs}/job`, can.grantRoles],
    [`${jobs}/job/${changes}/1`, can.grantRoles],
    [`${jobs}/job/${skipped}/${other}`, can.grantRoles],
  ] as const;
  const facts = deleting({});
  return [
    ...written,
    ...read
      .filter(([, permission]) => !holds(permission))
      .flatMap(([path]) => {
        const one = exactly('engine-documents-read', 'get', { path, others }, aboutOf(path), [
          { facts },
        ]);
        const many: Question = {
          ...one,
          operation: 'list',
          outlines: [{ facts, limit: unknown('request.query.limit') }],
          // As few as it may be, or just as many as the rule says.
          cases: ({ words }) =>
            [1, ...words.lengths].map((limit) => ({ facts, limit: int(limit) })),
        };
        return [one, many];
      }),
  ];
}
