import {
  bool,
  type Choice,
  ERROR,
  FAILED,
  FALSE,
  TRUE,
  type Unknown,
  unknown,
  type Value,
} from './values.ts';

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

/** What of a condition that is true, false or not known (null). */
export const answer = (
  result: boolean | null,
  why: string,
  choices: readonly Choice[] = [],
): Value => (result === null ? unknown(why, choices, TRUE | FALSE) : bool(result));

/** `!value` */
export function negate(value: Value): Value {
  const can = outcomes(value);
  const swapped = (can & TRUE ? FALSE : 0) | (can & FALSE ? TRUE : 0) | (can & ERROR);
  return value.type === 'unknown'
    ? condition(swapped, value.why, value.choices)
    : condition(swapped, '', []);
}

/**
 * `a && b && c`, and `||`, which do not care for the order: one side that decides is enough, also beside an error.
 *
 * @param sides the ones that are not needed are not evaluated.
 * @param decides the outcome of one side that decides.
 */
export function logic(sides: Iterable<() => Value>, decides: typeof TRUE | typeof FALSE): Value {
  const other = decides === TRUE ? FALSE : TRUE;
  const open: Unknown[] = [];
  let can: number = other;
  for (const side of sides) {
    const value = side();
    can = both(can, outcomes(value), decides, other);
    if (can === decides) return bool(decides === TRUE);
    if (value.type === 'unknown') open.push(value);
  }
  // An alternative that cannot help is nothing that it depends on.
  const first = open.find((side) => side.can & TRUE) ?? open[0];
  const choices = new Set(open.flatMap((side) => side.choices));
  return condition(
    can,
    first?.why ?? '',
    [...choices].toSorted((x, y) => vagueness(x) - vagueness(y)),
  );
}

/** What two sides may come to together. */
function both(a: number, b: number, decides: number, other: number): number {
  const isError =
    (a & ERROR && b & (ERROR | other)) || (b & ERROR && a & (ERROR | other)) ? ERROR : 0;
  return ((a | b) & decides) | (a & b & other) | isError;
}

/** What one condition asks for comes before what only fills a field, or says that there are no more. */
function vagueness(choice: Choice): number {
  if ('close' in choice) return 2;
  const values = Object.values('change' in choice ? choice.change : choice.before);
  return values.every((value) => value?.type === 'string' && value.value === 'a') ? 1 : 0;
}
