import { accessFieldsOf, permissionsOf, topRole } from '../../core/index.ts';
import type { RulesOptions } from '../rules-options.ts';
import type { Asker } from './askers.ts';
import { equals } from './equality.ts';
import type { RuleWords } from './rule-words.ts';
import {
  bool,
  type FieldValues,
  int,
  list,
  map,
  NULL,
  text,
  timestamp,
  unknown,
  type Value,
} from './values.ts';

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
  /** What the person has to have for it: `whose role is over`. */
  readonly of?: string;
}

/** Some people without a role that counts. */
export const OVER = 'whose role is over';
const LOCKED = 'whose account is disabled';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** No rule names them. */
const FRESH = text('something-else');
const BEFORE = text('something-before');

/** A value that no rule names: what is asked of it by a pattern or a calculation, is not known. */
export const unnamed = (field: string): Value => ({ ...unknown(`the new ${field}`), named: true });

/**
 * Changes of an own document that give more access, or say that another person made the change. The worst come first,
 * as they are the best examples.
 *
 * @param now milliseconds since the Unix epoch.
 */
export function* ownChanges(
  name: string,
  options: RulesOptions,
  { role, uid, other }: Asker,
  { words, compared }: Samples,
  now: number,
): Iterable<Change> {
  const { roles, fields } = options;
  const rank = role === null ? -1 : roles.ranking.indexOf(role);
  const standings = standingsOf(role, words, options).map((its) => ({ [fields.role]: its }));
  switch (name) {
    case fields.role: {
      const higher = roles.ranking
        .slice(rank + 1)
        .toReversed()
        .map(text);
      const more = role === null ? [NULL, FRESH] : [];
      for (const before of [...standingsOf(role, words, options), ...more]) {
        for (const after of higher) yield { before: { [name]: before }, after };
      }
      return;
    }
    case fields.expiresAt: {
      // Without a role there is none to prolong, but one that is over.
      const of = role === null ? { of: OVER } : {};
      const held = role === null ? roles.ranking.toReversed() : [role];
      const end = role === null ? now - HOUR : now + HOUR;
      for (const its of held.map(text)) {
        const later = [...ends(now), ...timesOf(compared)].filter(
          (time) => time > Math.max(end, now),
        );
        for (const after of [null, NULL, ...later.map(timestamp), unnamed(name)]) {
          yield { before: { [fields.role]: its, [name]: timestamp(end) }, after, ...of };
        }
      }
      return;
    }
    case fields.disabled: {
      // Of those that had the top role, too: a lock is not theirs to open.
      const top = { [fields.role]: text(topRole(roles)) };
      const locked = role === null ? [{ its: top, of: LOCKED }] : [];
      // Anything but false disables.
      for (const before of [bool(true), FRESH, ...textsFor(words, options)]) {
        for (const { its, ...of } of [...standings.map((one) => ({ its: one })), ...locked]) {
          for (const after of [bool(false), null]) {
            yield { before: { ...its, [name]: before }, after, ...of };
          }
        }
      }
      return;
    }
    case fields.sessionsRevokedAt:
      for (const end of [now - HOUR, now - ENDED]) {
        const earlier = [0, ...timesOf(compared)].filter((time) => time < end);
        for (const after of [null, NULL, ...earlier.map(timestamp), unnamed(name)]) {
          for (const its of standings) yield { before: { ...its, [name]: timestamp(end) }, after };
        }
      }
      return;
    default: {
      const mine = text(uid);
      for (const before of [BEFORE, null]) {
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

interface OthersValues {
  readonly before: readonly (Value | null)[];
  readonly after: readonly (Value | null)[];
}

/** Changes of the document of another person: whatever they do to that person's access. */
export function* othersChanges(
  name: string,
  options: RulesOptions,
  { uid }: Asker,
  { words, compared }: Samples,
  now: number,
): Iterable<Change> {
  const { roles, fields } = options;
  const ranking = roles.ranking.toReversed().map(text);
  const texts = textsFor(words, options);
  const times = [...ends(now), ...timesOf(compared)].map(timestamp);
  const any: OthersValues = {
    before: [BEFORE, null],
    after: anyValue(name, words, compared, now, uid),
  };
  const known: Readonly<Record<string, OthersValues>> = {
    [fields.role]: {
      before: [null, ...ranking.toReversed(), ...texts],
      after: [...ranking, null, NULL, FRESH, ...texts],
    },
    [fields.expiresAt]: {
      before: [null, timestamp(now + HOUR), timestamp(now - HOUR)],
      after: [timestamp(now - DAY), null, NULL, ...times],
    },
    [fields.disabled]: {
      before: [null, bool(true), bool(false), FRESH, ...texts],
      after: [bool(true), bool(false), null, FRESH, ...texts],
    },
    [fields.sessionsRevokedAt]: {
      before: [timestamp(now - HOUR), null],
      after: [timestamp(now), null, NULL, timestamp(0), ...times],
    },
  };
  const { before: befores, after: afters } = known[name] ?? any;
  const nothing = name === fields.disabled ? bool(false) : NULL;
  for (const before of befores) {
    for (const after of [...afters, unnamed(name)]) {
      // What has no effect, harms nobody.
      if (equals(before ?? nothing, after ?? nothing) !== true) {
        yield { before: { [name]: before }, after };
      }
    }
  }
}

/** What any other field may be set to: this id, and much else, of every type. */
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
  list([text(id)]),
  map({ [id]: map({ role: text(id) }) }),
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
  options: RulesOptions,
): readonly (Value | null)[] =>
  role === null ? [null, ...textsFor(words, options)] : [text(role)];

/** The texts of a rule that may stand in a field and are no roles, without names of fields and permissions. */
const textsFor = ({ texts }: RuleWords, options: RulesOptions) => {
  const { roles } = options;
  const named = roles.ranking.flatMap((role) => [role, ...permissionsOf(roles, role)]);
  const others = new Set([...named, ...accessFieldsOf(options)]);
  return texts.filter((one) => !others.has(one)).map(text);
};
