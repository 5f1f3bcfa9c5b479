import { inspect } from 'node:util';

/** What a field is set to by the server or loses, where a plain value would not say it. */
export const SERVER_TIME: unique symbol = Symbol('the time of the write');
export const REMOVED: unique symbol = Symbol('no such field');

/** A transform: what the server makes of the value that stands there. */
export class Transform {
  readonly fields: Readonly<Record<string, unknown>>;

  private constructor(fields: Readonly<Record<string, unknown>>) {
    this.fields = fields;
  }

  static increment(by: number): Transform {
    return new Transform({ increment: value(by) });
  }

  static union(...elements: unknown[]): Transform {
    return new Transform({ appendMissingElements: { values: elements.map(value) } });
  }
}

/** A place on earth, the one type that neither JavaScript nor JSON has. */
export class Place {
  readonly latitude = 0;
  readonly longitude = 0;
}

/**
 * Fields by name. Names of an update are paths: `a.b` is the field `b` of the map `a`, but `a.b` in
 * backticks is one field whose name has a dot in it.
 */
export type Fields = Readonly<Record<string, unknown>>;

/** The fields as Firestore's REST API takes them, without those that have no value. */
export function encodeFields(fields: Fields): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(fields)
      .filter(([, field]) => !hasNoValue(field))
      .map(([name, field]) => [name, value(field)]),
  );
}

/** The changes among the fields that only the server can make, as the REST API takes them. */
export function encodeTransforms(fields: Fields): object[] {
  return Object.entries(fields).flatMap(([fieldPath, field]) => {
    if (field === SERVER_TIME) return [{ fieldPath, setToServerValue: 'REQUEST_TIME' }];
    return field instanceof Transform ? [{ fieldPath, ...field.fields }] : [];
  });
}

/** The same fields with dotted names as maps within maps. */
export function nest(fields: Fields): Fields {
  const nested: Record<string, unknown> = {};
  for (const [name, field] of Object.entries(fields)) {
    const path = segmentsOf(name);
    let map = nested;
    for (const key of path.slice(0, -1)) {
      map[key] ??= {};
      map = map[key] as Record<string, unknown>;
    }
    map[path.at(-1) as string] = field;
  }
  return nested;
}

/** The names of an update as the REST API takes them: quoted where they are no plain words. */
export function fieldPath(name: string): string {
  const quote = (segment: string) => (/^[a-z_]\w*$/i.test(segment) ? segment : `\`${segment}\``);
  return segmentsOf(name).map(quote).join('.');
}

function segmentsOf(name: string): string[] {
  return name.startsWith('`') ? [name.slice(1, -1)] : name.split('.');
}

/** What the fields or the value look like, in one line. */
export const show = (data: unknown): string =>
  inspect(data, { breakLength: Number.POSITIVE_INFINITY, maxStringLength: 30, compact: true });

function hasNoValue(field: unknown): boolean {
  return field === undefined || field === REMOVED || isTransform(field);
}

/** Whether the server computes the field; such a field is no part of an update's mask. */
export function isTransform(field: unknown): boolean {
  return field === SERVER_TIME || field instanceof Transform;
}

function value(data: unknown): object {
  if (data === null) return { nullValue: null };
  if (typeof data === 'boolean') return { booleanValue: data };
  if (typeof data === 'string') return { stringValue: data };
  if (typeof data === 'number') {
    return Number.isSafeInteger(data) ? { integerValue: String(data) } : { doubleValue: data };
  }
  if (data instanceof Date) return { timestampValue: data.toISOString() };
  if (data instanceof Uint8Array) return { bytesValue: Buffer.from(data).toString('base64') };
  if (data instanceof Place) return { geoPointValue: { ...data } };
  if (Array.isArray(data)) return { arrayValue: { values: data.map(value) } };
  return { mapValue: { fields: encodeFields(data as Fields) } };
}
