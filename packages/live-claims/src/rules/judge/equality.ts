import { limited, type Value } from './values.ts';

const isNumber = (value: Value): value is Extract<Value, { type: 'int' | 'float' }> =>
  value.type === 'int' || value.type === 'float';

type MapValue = Extract<Value, { type: 'map' }>;

/** Whether it is known which fields a map has. */
export const hasKnownNames = ({ fields, isOpen }: MapValue): boolean =>
  !isOpen && ![...fields.values()].some(mayBeAbsent);

/** Whether a value in a map may not be there. */
export const mayBeAbsent = (value: Value): boolean =>
  value.type === 'unknown' && value.isOptional === true;

/**
 * Whether two values are equal, as `==` says; null when that is not known. Errors are not asked about.
 *
 * @param mixed what is said of 1 and 1.0. They are equal, but not inside of lists and maps; with null, no more is said,
 *   such as inside of sets, which differ from lists in that.
 */
export function equals(a: Value, b: Value, mixed: boolean | null = null): boolean | null {
  if (isNumber(a) && isNumber(b)) {
    return a.value !== b.value ? false : a.type === b.type || mixed;
  }
  if (!isComparable(a) || !isComparable(b)) return null;
  if (a.type !== b.type) return false;
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
      return every(a.items.map((item, index) => equals(item, other[index] as Value, false)));
    }
    case 'set': {
      const other = b as typeof a;
      return every([
        ...a.items.map((item) => has(other, item)),
        ...other.items.map((item) => has(a, item)),
      ]);
    }
    case 'map':
      return equalMaps(a, b as typeof a);
    default:
      return null;
  }
}

/** Whether nothing of it is left open, but for its parts; a name of a field is compared where it is known in part. */
const isComparable = ({ type }: Value) =>
  !['unknown', 'missing', 'document', 'diff', 'keys', 'error'].includes(type);

function equalMaps(a: MapValue, b: MapValue): boolean | null {
  if (!hasKnownNames(a) || !hasKnownNames(b)) return null;
  if (a.fields.size !== b.fields.size) return false;
  return every(
    [...a.fields].map(([key, item]) => {
      const its = b.fields.get(key);
      return its === undefined ? false : equals(item, its, false);
    }),
  );
}

/** Whether a list or set holds it. */
export const has = ({ items }: { readonly items: readonly Value[] }, item: Value): boolean | null =>
  some(items.map((one) => equals(one, item)));

/** A set of these, of those that are equal one: with values that are not known it may have fewer than it holds. */
export function set(items: readonly Value[]): Value {
  const kept: Value[] = [];
  for (const item of items) if (has({ items: kept }, item) !== true) kept.push(item);
  return limited({ type: 'set', items: kept });
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
