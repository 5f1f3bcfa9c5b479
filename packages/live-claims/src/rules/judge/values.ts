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
  | {
      readonly type: 'map';
      readonly fields: ReadonlyMap<string, Value>;
      /** Whether it may have others: `request` has more than is documented. */
      readonly isOpen?: true;
    }
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
  /** Of which there are no others, where that is known. */
  readonly within?: ReadonlySet<string>;
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

/** Fields of a document by their names; null for one that is not there. */
export type FieldValues = Readonly<Record<string, Value | null>>;

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
  readonly field?: FieldRead;
  /** Of a whole number: the least and the most that it may be. */
  readonly between?: readonly [least: number, most: number];
  /** Whether it is a name that rules could spell out, but for none of our people: an e-mail address. */
  readonly named?: true;
  /** Whether it may not be there, in a map. */
  readonly isOptional?: true;
}

/** A field of a document, read with a default or without. */
export interface FieldRead {
  /** Null for a value that is written, whatever it is. */
  readonly facts: Facts | null;
  readonly name: string;
  readonly side: Side;
  readonly fallback?: Value;
}

/** A decision about the documents of an attempt. */
export type Choice =
  /** What a field of the document is before the write; null for none. */
  | { readonly before: Readonly<Record<string, Value | null>> }
  /** What else the write changes. */
  | { readonly change: Readonly<Record<string, Value | null>> }
  /** The document has no other fields, or the write changes no others. */
  | { readonly close: 'changes' | 'fields'; readonly before?: Readonly<Record<string, Value>> };

/**
 * Parts that a value may have, and characters of a text. Firestore stops at 1,000 expressions (source: "Security rules
 * limits", Cloud Firestore docs); what a few lines double over and over ends here.
 */
const MAX_PARTS = 1000;
const MAX_CHARACTERS = 10_000;

/** What stands for what a rule depends on, where it is too long, too deep or too large to be followed. */
export const TOO_LONG = 'conditions too long to follow';

export const NULL: Value = { type: 'null' };
export const FAILED: Value = { type: 'error' };
export const bool = (value: boolean): Value => ({ type: 'bool', value });
export const text = (value: string): Value =>
  value.length > MAX_CHARACTERS ? unknown(TOO_LONG) : { type: 'string', value };
export const timestamp = (ms: number): Value => ({ type: 'timestamp', ms });
export const list = (items: readonly Value[]): Value => limited({ type: 'list', items });
export const map = (fields: Readonly<Record<string, Value>>): Value =>
  mapOf(new Map(Object.entries(fields)));
export const mapOf = (fields: ReadonlyMap<string, Value>): Value =>
  limited({ type: 'map', fields });

/** A whole number; one that a float does not hold exactly is not known. */
export const int = (value: number): Value =>
  Number.isSafeInteger(value) ? { type: 'int', value } : unknown(String(value));

/** A number of things of which the least and the most is known. */
export const count = (
  least: number,
  most: number,
  why: string,
  choices: readonly Choice[],
): Value =>
  least === most
    ? int(least)
    : { ...unknown(why, choices), between: [least, Math.max(least, most)] };

/** More ways to decide are not tried: conditions in conditions would double them. */
const MAX_CHOICES = 200;

export const unknown = (
  why: string,
  choices: readonly Choice[] = [],
  can: number = TRUE | FALSE | ERROR,
): Unknown => ({ type: 'unknown', can, why, choices: choices.slice(0, MAX_CHOICES) });

const sizes = new WeakMap<Value, number>();

/** How much there is in a value: parts within parts, and a text by its length. */
export function sizeOf(value: Value): number {
  if (value.type === 'string') return 1 + value.value.length / 100;
  return sizes.get(value) ?? 1;
}

/** The value, if it is not too large; its parts are of a size already. */
export function limited(value: Extract<Value, { type: 'list' | 'set' | 'map' }>): Value {
  const parts = value.type === 'map' ? [...value.fields.values()] : value.items;
  const size = parts.reduce((sum, part) => sum + sizeOf(part), 1);
  if (size > MAX_PARTS) return unknown(TOO_LONG);
  sizes.set(value, size);
  return value;
}
