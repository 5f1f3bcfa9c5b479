/**
 * A value that JSON can say.
 *
 * @example const seats: JsonValue = { used: 3, of: 5 };
 */
export type JsonValue =
  | string
  | number
  | boolean
  | null
  | readonly JsonValue[]
  | { readonly [name: string]: JsonValue };

/**
 * Whether the value is one that JSON can say, down to its depths: no timestamp, no reference, no bytes.
 *
 * @example isJson({ seats: [1, 2] }) // true
 */
export function isJson(value: unknown): value is JsonValue {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return true;
  if (typeof value === 'number') return Number.isFinite(value);
  if (typeof value !== 'object') return false;
  if (Array.isArray(value)) return value.every(isJson);
  const prototype = Object.getPrototypeOf(value);
  return (
    (prototype === null || prototype === Object.prototype) && Object.values(value).every(isJson)
  );
}

/**
 * Whether two values are the same in JSON, whatever the order of their names: Firestore sorts them, Firebase Auth
 * does not.
 *
 * @example isSameJson({ a: 1, b: 2 }, { b: 2, a: 1 }) // true
 */
export function isSameJson(a: unknown, b: unknown): boolean {
  return sorted(a) === sorted(b);
}

const sorted = (value: unknown): string | undefined =>
  JSON.stringify(value, (_, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([x], [y]) => (x < y ? -1 : 1)))
      : part,
  );
