import type { UserFields } from '../../core/index.ts';
import type { RulesOptions } from '../rules-options.ts';
import type { Asker } from './askers.ts';
import type { RuleWords } from './rule-words.ts';
import {
  bool,
  equals,
  int,
  list,
  map,
  NULL,
  text,
  timestamp,
  unknown,
  type Value,
} from './values.ts';

/** Fields of a document by their names; null for one that is not there. */
export type FieldValues = Readonly<Record<string, Value | null>>;

/** A field of a user's document that decides about access, or says who decided. */
export type AccessField = Extract<
  keyof UserFields,
  'role' | 'expiresAt' | 'disabled' | 'sessionsRevokedAt' | 'changeId' | 'updatedBy'
>;

export const ACCESS_FIELDS: readonly AccessField[] = [
  'role',
  'expiresAt',
  'disabled',
  'sessionsRevokedAt',
  'changeId',
  'updatedBy',
];

/** What is worth trying, for one rule. */
export interface Samples {
  readonly words: RuleWords;
  /** What the rule compares with the value that is written, as one reading of it has shown. */
  readonly compared: readonly Value[];
}

/** A change of one field. */
export interface Change {
  /** What the document has before, the field among it. */
  readonly before: FieldValues;
  /** Null where it is removed. */
  readonly after: Value | null;
  /** What the person has to have for it: `a role that is over`. */
  readonly of?: string;
}

/** What some have that have no role. */
export const OVER = 'a role that is over';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** No rule names it. */
const FRESH = text('something-else');

/** A value that no rule names: what is asked of it by a pattern or a calculation, is not known. */
export const unnamed = (field: string): Value => ({ ...unknown(`the new ${field}`), named: true });

/**
 * Changes of an own document that give more access, or say that another person made the change. The worst come first,
 * as they are the best examples.
 *
 * @param now milliseconds since the Unix epoch.
 */
export function* ownChanges(
  field: AccessField,
  { roles, fields }: RulesOptions,
  { role, uid, other }: Asker,
  { words, compared }: Samples,
  now: number,
): Iterable<Change> {
  const name = fields[field];
  const rank = role === null ? -1 : roles.ranking.indexOf(role);
  const standings = standingsOf(role, words, roles.ranking).map((its) => ({ [fields.role]: its }));
  switch (field) {
    case 'role': {
      const higher = roles.ranking
        .slice(rank + 1)
        .toReversed()
        .map(text);
      const more = role === null ? [NULL, FRESH] : [];
      for (const before of [...standingsOf(role, words, roles.ranking), ...more]) {
        for (const after of higher) yield { before: { [name]: before }, after };
      }
      return;
    }
    case 'expiresAt': {
      // Without a role there is none to prolong, but one that is over.
      const of = role === null ? { of: OVER } : {};
      const held = role === null ? roles.ranking.toReversed() : [role];
      const end = role === null ? now - HOUR : now + HOUR;
      for (const its of held.map(text)) {
        const later = [...ends(now), ...timesOf(compared)].filter((time) => time > end);
        for (const after of [null, NULL, ...later.map(timestamp), unnamed(name)]) {
          yield { before: { [fields.role]: its, [name]: timestamp(end) }, after, ...of };
        }
      }
      return;
    }
    case 'disabled':
      // Anything but false disables.
      for (const before of [bool(true), FRESH, ...textsFor(words, roles.ranking)]) {
        for (const after of [bool(false), null]) {
          for (const its of standings) yield { before: { ...its, [name]: before }, after };
        }
      }
      return;
    case 'sessionsRevokedAt':
      for (const end of [now - HOUR, now - ENDED]) {
        const earlier = [0, ...timesOf(compared)].filter((time) => time < end);
        for (const after of [null, NULL, ...earlier.map(timestamp), unnamed(name)]) {
          for (const its of standings) yield { before: { ...its, [name]: timestamp(end) }, after };
        }
      }
      return;
    default: {
      const mine = text(uid);
      for (const before of [text('somebody'), null]) {
        for (const after of anyValue(name, words, compared, now, other)) {
          if (after !== null && equals(after, mine) === true) continue;
          // Null and nothing say the same.
          if (before === null && (after === null || after.type === 'null')) continue;
          for (const its of standings) yield { before: { ...its, [name]: before }, after };
        }
      }
    }
  }
}

/** How long ago the sessions of a person were ended that still has one: less than the sign-in. */
export const ENDED = 10_000;

/** Changes of the document of another person: whatever they do to that person's access. */
export function* othersChanges(
  field: AccessField,
  { roles, fields }: RulesOptions,
  { uid }: Asker,
  { words, compared }: Samples,
  now: number,
): Iterable<Change> {
  const name = fields[field];
  const ranking = roles.ranking.toReversed().map(text);
  const texts = textsFor(words, roles.ranking);
  const times = [...ends(now), ...timesOf(compared)].map(timestamp);
  const [befores, afters]: readonly [readonly (Value | null)[], readonly (Value | null)[]] = {
    role: [
      [null, ...ranking.toReversed(), ...texts],
      [...ranking, null, NULL, FRESH, ...texts],
    ] as const,
    expiresAt: [
      [null, timestamp(now + HOUR), timestamp(now - HOUR)],
      [timestamp(now - DAY), null, NULL, ...times],
    ] as const,
    disabled: [
      [null, bool(true), bool(false), FRESH, ...texts],
      [bool(true), bool(false), null, FRESH, ...texts],
    ] as const,
    sessionsRevokedAt: [
      [timestamp(now - HOUR), null],
      [timestamp(now), null, NULL, timestamp(0), ...times],
    ] as const,
    changeId: [[text('somebody'), null], anyValue(name, words, compared, now, uid)] as const,
    updatedBy: [[text('somebody'), null], anyValue(name, words, compared, now, uid)] as const,
  }[field];
  const nothing = field === 'disabled' ? bool(false) : NULL;
  for (const before of befores) {
    for (const after of [...afters, unnamed(name)]) {
      // What has no effect, harms nobody.
      if (equals(before ?? nothing, after ?? nothing) !== true) {
        yield { before: { [name]: before }, after };
      }
    }
  }
}

/** What a field with an id may be set to: this one, and much else. */
export const anyValue = (
  name: string,
  words: RuleWords,
  compared: readonly Value[],
  now: number,
  id: string,
): readonly (Value | null)[] => [
  text(id),
  FRESH,
  null,
  NULL,
  ...words.texts.map(text),
  ...(words.names.has('size') ? words.lengths.map((length) => text('a'.repeat(length))) : []),
  ...compared,
  int(1),
  bool(true),
  timestamp(now),
  list([]),
  map({}),
  unnamed(name),
];

/** Ends of a role: soon, and in ten years. */
const ends = (now: number) =>
  [2 * HOUR, 20 * HOUR, 6 * DAY, 27 * DAY, 3650 * DAY].map((ms) => now + ms);

const timesOf = (values: readonly Value[]) =>
  values.flatMap((value) => (value.type === 'timestamp' ? [value.ms] : []));

/** The role in a document of a person with this one: without one also a text that is no role, such as `pending`. */
export const standingsOf = (
  role: string | null,
  words: RuleWords,
  ranking: readonly string[],
): readonly (Value | null)[] =>
  role === null ? [null, ...textsFor(words, ranking)] : [text(role)];

/** The texts of a rule that are no roles. */
const textsFor = ({ texts }: RuleWords, roles: readonly string[]) =>
  texts.filter((one) => !roles.includes(one)).map(text);
