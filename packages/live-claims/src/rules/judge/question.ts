import type { RulesOptions } from '../rules-options.ts';
import { anyValue, type Change, type Samples } from './access-changes.ts';
import { type Asker, ORG, VERSION } from './askers.ts';
import type { Attempt, Operation } from './judge.ts';
import {
  bool,
  type Facts,
  type FieldValues,
  int,
  map,
  NULL,
  text,
  unknown,
  type Value,
} from './values.ts';

/*
 * Questions that rules are asked, and what they are made of.
 */

/** What may be wrong with a rule that allows this. */
export type Subject =
  | 'own-access'
  | 'own-creation'
  | 'own-deletion'
  | 'others-access'
  | 'own-membership'
  | 'others-membership'
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

const open = { fields: false, changes: false };

export const updating = (before: FieldValues, changes: FieldValues): Facts => ({
  before: new Map(Object.entries(before)),
  changes: new Map(Object.entries(changes)),
  closed: open,
  writable: true,
});
export const creating = (fields: FieldValues): Facts => ({ ...updating({}, fields), before: null });
export const deleting = (before: FieldValues): Facts => ({
  ...updating(before, {}),
  closed: { fields: false, changes: true },
  writable: false,
});

/** A value that is written, whatever it is; what it is compared with, comes back as a choice. */
export const anything = (field: string): Value => ({
  ...unknown(`the new ${field}`, [{ change: { [field]: text('a') } }]),
  field: { facts: null, name: field, side: 'after' },
});

/** The documents that live-claims keeps, as far as rules ask for them. */
export function othersFor(
  { collections, fields }: RulesOptions,
  { role, uid, standing, claims, member }: Asker,
  own: boolean,
): ReadonlyMap<string, Value | null> {
  const marker = map({
    version: int(VERSION),
    role: role === null ? NULL : text(role),
    expiresAt: NULL,
    disabled: bool(false),
    sessionsRevokedAt: NULL,
    status: text('applied'),
    ...(member !== null && claims?.o && { additionalClaims: map({ o: claims.o }) }),
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

/** The own membership in the organisation that is asked about, and in that which they are a member of. */
export function membershipsFor(
  { collections, fields }: RulesOptions,
  { uid, member }: Asker,
): ReadonlyMap<string, Value | null> {
  const pathIn = (orgId: string) => `${collections.orgs}/${orgId}/${collections.members}/${uid}`;
  const known = new Map<string, Value | null>([[pathIn(ORG), null]]);
  if (member !== null) {
    const standing = { [fields.role]: text(member.role), uid: text(uid) };
    const nothing = { [fields.expiresAt]: null, [fields.disabled]: null };
    const facts: Facts = { ...deleting({ ...standing, ...nothing }), fixed: true };
    known.set(pathIn(member.orgId), { type: 'document', facts, side: 'before' });
  }
  return known;
}

/** What the questions about one document have in common. */
export type Common = Pick<Question, 'path' | 'others'>;

/** Updates of one field. @param before what the document has in every case. */
export function updatesOf(
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
export function creationsOf(
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
export function exactly(
  subject: Subject,
  operation: Operation,
  common: Common,
  about: string | null,
  cases: readonly Case[],
): Question {
  return { ...common, subject, operation, about, outlines: cases, cases: () => cases };
}

export const valuesOf = (field: string, { words, compared }: Samples, now: number, id: string) =>
  anyValue(field, words, compared, now, id).filter((value) => value !== null);

/** Every write of a document that only functions write. */
export function engineWrites(common: Common, about: string): readonly Question[] {
  const ask = (operation: Operation, facts: Facts) =>
    exactly('engine-documents', operation, common, about, [{ facts }]);
  return [
    ask('create', creating({})),
    ask('update', updating({}, {})),
    ask('delete', deleting({})),
  ];
}

/** A document of live-claims’ own, by itself and in a list. */
export function reads(common: Common, about: string): readonly Question[] {
  const facts = deleting({});
  const one = exactly('engine-documents-read', 'get', common, about, [{ facts }]);
  const many: Question = {
    ...one,
    operation: 'list',
    outlines: [{ facts, limit: unknown('request.query.limit') }],
    // As few as it may be, or just as many as the rule says.
    cases: ({ words }) => [1, ...words.lengths].map((limit) => ({ facts, limit: int(limit) })),
  };
  return [one, many];
}
