/**
 * A value of the rules language, as far as it is known. `error` is what the language calls an error: it refuses,
 * unless the other side of `||` allows.
 */
export type Value =
  | { readonly type: 'null' | 'error' | 'missing' }
  | { readonly type: 'bool'; readonly value: boolean }
  | { readonly type: 'int' | 'float'; readonly value: number }
  | { readonly type: 'string'; readonly value: string }
  /** Milliseconds since the Unix epoch. */
  | { readonly type: 'timestamp' | 'duration'; readonly ms: number }
  | { readonly type: 'list' | 'set'; readonly items: readonly Value[] }
  | { readonly type: 'map'; readonly fields: ReadonlyMap<string, Value> }
  | { readonly type: 'path'; readonly segments: readonly string[] }
  | { readonly type: 'document'; readonly facts: Facts; readonly side: Side }
  | { readonly type: 'diff'; readonly facts: Facts }
  | Keys
  | Unknown;

/** The data of the document that is written: as it stands, or as it would be. */
export type Side = 'before' | 'after';

/** Names of fields of which some are not known. */
export interface Keys {
  readonly type: 'keys';
  readonly as: 'list' | 'set';
  readonly has: ReadonlySet<string>;
  readonly lacks: ReadonlySet<string>;
  /** What would make them known. */
  readonly choices: readonly Choice[];
}

/**
 * What is known of a document and of a write to it. What is not said is undecided: rules are read with that, and
 * decided step by step where it matters.
 */
export interface Facts {
  /** Fields before the write, null for one that is absent; null for a document that does not exist. */
  readonly before: ReadonlyMap<string, Value | null> | null;
  /** Fields that the write sets, null for one that it removes. */
  readonly changes: ReadonlyMap<string, Value | null>;
  /** Whether nothing else stands in it, and nothing else is changed. */
  readonly closed: { readonly fields: boolean; readonly changes: boolean };
  /** Whether a person writes this document, and can choose what else they change. */
  readonly writable: boolean;
  /** Whether it is about another document than the one of the attempt: then nothing is decided about it. */
  readonly fixed?: true;
}

/** What a value may come to, as bits. */
export const TRUE = 1;
export const FALSE = 2;
export const ERROR = 4;

export interface Unknown {
  readonly type: 'unknown';
  /** True, false, an error or another value: what a condition may come to. */
  readonly can: number;
  /** What it depends on, as the rules say it. */
  readonly why: string;
  /** Decisions about the documents that may make it known. */
  readonly choices: readonly Choice[];
  /** The field that it is, if it is one. */
  readonly field?: { readonly name: string; readonly side: Side; readonly fallback?: Value };
  /** Whether it is a name that rules could spell out, but for none of our people: an e-mail address. */
  readonly named?: true;
}

/** A decision about the documents of an attempt. */
export type Choice =
  /** What a field of the document is before the write; null for none. */
  | { readonly before: Readonly<Record<string, Value | null>> }
  /** What else the write changes. */
  | { readonly change: Readonly<Record<string, Value | null>> }
  /** The document has no other fields, or the write changes no others. */
  | { readonly close: 'changes' | 'fields'; readonly before?: Readonly<Record<string, Value>> };

export const NULL: Value = { type: 'null' };
export const FAILED: Value = { type: 'error' };
export const bool = (value: boolean): Value => ({ type: 'bool', value });
export const int = (value: number): Value => ({ type: 'int', value });
export const text = (value: string): Value => ({ type: 'string', value });
export const timestamp = (ms: number): Value => ({ type: 'timestamp', ms });
export const list = (items: readonly Value[]): Value => ({ type: 'list', items });
export const set = (items: readonly Value[]): Value => ({ type: 'set', items: distinct(items) });
export const map = (fields: Readonly<Record<string, Value>>): Value => ({
  type: 'map',
  fields: new Map(Object.entries(fields)),
});

export const unknown = (
  why: string,
  choices: readonly Choice[] = [],
  can: number = TRUE | FALSE | ERROR,
): Unknown => ({ type: 'unknown', can, why, choices });

function distinct(items: readonly Value[]): readonly Value[] {
  const kept: Value[] = [];
  for (const item of items) if (!kept.some((one) => equals(one, item) === true)) kept.push(item);
  return kept;
}

const isNumber = (value: Value): value is Extract<Value, { type: 'int' | 'float' }> =>
  value.type === 'int' || value.type === 'float';

/** Whether two values are equal, as `==` says; null when that is not known. Errors are not asked about. */
export function equals(a: Value, b: Value): boolean | null {
  if (a.type === 'unknown' || b.type === 'unknown') return null;
  if (isNumber(a) && isNumber(b)) return a.value === b.value;
  if (a.type !== b.type) return a.type === 'document' || b.type === 'document' ? null : false;
  switch (a.type) {
    case 'null':
      return true;
    case 'bool':
    case 'string':
      return a.value === (b as typeof a).value;
    case 'timestamp':
    case 'duration':
      return a.ms === (b as typeof a).ms;
    case 'path':
      return a.segments.join('/') === (b as typeof a).segments.join('/');
    case 'list': {
      const other = (b as typeof a).items;
      if (a.items.length !== other.length) return false;
      return every(a.items.map((item, index) => strictEquals(item, other[index] as Value)));
    }
    case 'set': {
      const other = (b as typeof a).items;
      if (a.items.length !== other.length) return false;
      return every(a.items.map((item) => some(other.map((one) => equals(item, one)))));
    }
    case 'map': {
      const other = (b as typeof a).fields;
      if (a.fields.size !== other.size) return false;
      return every(
        [...a.fields].map(([key, item]) => {
          const its = other.get(key);
          return its === undefined ? false : strictEquals(item, its);
        }),
      );
    }
    default:
      return null;
  }
}

/** Inside of lists and maps, 1 and 1.0 differ. */
function strictEquals(a: Value, b: Value): boolean | null {
  return isNumber(a) && isNumber(b) && a.type !== b.type ? false : equals(a, b);
}

/** Three-valued `all`: false decides, then unknown. */
export function every(results: readonly (boolean | null)[]): boolean | null {
  if (results.includes(false)) return false;
  return results.includes(null) ? null : true;
}

/** Three-valued `any`: true decides, then unknown. */
export function some(results: readonly (boolean | null)[]): boolean | null {
  if (results.includes(true)) return true;
  return results.includes(null) ? null : false;
}

/** What a value may come to as a condition. Anything but true and false is an error there. */
export function outcomes(value: Value): number {
  if (value.type === 'bool') return value.value ? TRUE : FALSE;
  return value.type === 'unknown' ? value.can : ERROR;
}

/** A condition that may come to these. */
export function condition(can: number, why: string, choices: readonly Choice[]): Value {
  if (can === TRUE) return bool(true);
  if (can === FALSE) return bool(false);
  return can === ERROR ? FAILED : unknown(why, choices, can);
}

/** `!value` */
export function negate(value: Value, why: string): Value {
  const can = outcomes(value);
  const swapped = (can & TRUE ? FALSE : 0) | (can & FALSE ? TRUE : 0) | (can & ERROR);
  return value.type === 'unknown'
    ? condition(swapped, value.why, value.choices)
    : condition(swapped, why, []);
}

/**
 * `&&` and `||`, which do not care for the order: one side that decides is enough, also beside an error.
 *
 * @param decides the outcome of one side that decides.
 */
export function logic(left: Value, right: () => Value, decides: typeof TRUE | typeof FALSE): Value {
  const a = outcomes(left);
  if (a === decides) return left;
  const second = right();
  const b = outcomes(second);
  const other = decides === TRUE ? FALSE : TRUE;
  let can = (a | b) & decides;
  if (a & other && b & other) can |= other;
  if ((a & ERROR && b & (ERROR | other)) || (b & ERROR && a & (ERROR | other))) can |= ERROR;
  const open = [left, second].filter((side): side is Unknown => side.type === 'unknown');
  // An alternative that cannot help is nothing that it depends on.
  const first = open.find((side) => side.can & TRUE) ?? open[0];
  const choices = open.flatMap((side) => side.choices);
  return condition(
    can,
    first?.why ?? '',
    choices.toSorted((x, y) => vagueness(x) - vagueness(y)),
  );
}

/** What one condition asks for comes before what only fills a field, or says that there are no more. */
function vagueness(choice: Choice): number {
  if ('close' in choice) return 2;
  const values = Object.values('change' in choice ? choice.change : choice.before);
  return values.every((value) => value?.type === 'string' && value.value === 'a') ? 1 : 0;
}
