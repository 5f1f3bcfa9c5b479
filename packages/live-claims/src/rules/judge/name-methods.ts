import { set } from './equality.ts';
import { answer } from './logic.ts';
import { bool, type Choice, count, type Keys, list, text, unknown, type Value } from './values.ts';

/** The texts of a list or set of texts; null where it is none. */
export function textsOf(value: Value | undefined): readonly string[] | null {
  if (value?.type !== 'list' && value?.type !== 'set') return null;
  const found = value.items.flatMap((item) => (item.type === 'string' ? [item.value] : []));
  return found.length === value.items.length ? found : null;
}

/** The decisions that would make a value known, if it is not. */
export const choicesOf = (value: Value | undefined): readonly Choice[] =>
  value?.type === 'keys' || value?.type === 'unknown' ? value.choices : [];

/** How many names there are. */
export function countNames({ has, lacks, within, choices }: Keys, why: string): Value {
  const most =
    within === undefined ? Infinity : [...within].filter((name) => !lacks.has(name)).length;
  return count(has.size, most, why, choices);
}

/** `data.keys().name(…)`, and the like of what `diff()` tells: of names that are known in part. */
export function ofNames(target: Keys, name: string, args: readonly Value[], why: string): Value {
  const { has, lacks, within, as, choices } = target;
  const [first] = args;
  const open = unknown(why, [...choices, ...choicesOf(first)]);
  if (args.length === 0) {
    if (name === 'toSet' && as === 'list') return { ...target, as: 'set' };
    return name === 'size' ? countNames(target, why) : open;
  }
  const named = textsOf(first);
  if (named === null) return open;
  const isOut = (one: string) => lacks.has(one) || within?.has(one) === false;
  const missing = named.filter((one) => !has.has(one));
  const filled = Object.fromEntries(missing.map((one) => [one, text('a')]));
  switch (name) {
    case 'hasOnly': {
      if ([...has].some((one) => !named.includes(one))) return bool(false);
      if (
        within !== undefined &&
        [...within].every((one) => named.includes(one) || lacks.has(one))
      ) {
        return bool(true);
      }
      const full = missing.map((one): Choice => ({ before: { [one]: text('a') } }));
      return answer(null, why, [...choices, ...full]);
    }
    case 'hasAll':
      if (missing.length === 0) return bool(true);
      if (missing.some(isOut)) return bool(false);
      return answer(null, why, [{ before: filled }, { change: filled }, ...choices]);
    case 'hasAny':
      if (missing.length < named.length) return bool(true);
      if (named.every(isOut)) return bool(false);
      return answer(null, why, [...choices, { before: filled }]);
    case 'removeAll':
    case 'difference':
      return narrowed({
        ...target,
        has: new Set([...has].filter((one) => !named.includes(one))),
        lacks: new Set([...lacks, ...named]),
      });
    case 'intersection':
      return narrowed({
        ...target,
        has: new Set(named.filter((one) => has.has(one))),
        within: new Set(named.filter((one) => !isOut(one))),
      });
    case 'union':
      return {
        ...target,
        has: new Set([...has, ...named]),
        lacks: new Set([...lacks].filter((one) => !named.includes(one))),
        ...(within && { within: new Set([...within, ...named]) }),
      };
    default:
      return open;
  }
}

/** Names of which there may be no others are known. */
function narrowed(names: Keys): Value {
  const { as, has, lacks, within } = names;
  if (within === undefined || ![...within].every((one) => has.has(one) || lacks.has(one)))
    return names;
  const items = [...has].sort().map(text);
  return as === 'list' ? list(items) : set(items);
}

/** `['a', 'b'].name(keys)`: what a list or set that is known has of names that are known in part. */
export function againstNames(
  items: readonly Value[],
  name: string,
  { has, lacks, within, choices }: Keys,
  why: string,
): Value {
  const own = textsOf(list(items));
  if (own === null) return unknown(why, choices);
  const isOut = (one: string) => lacks.has(one) || within?.has(one) === false;
  const open = answer(null, why, choices);
  switch (name) {
    case 'hasAll':
      return [...has].every((one) => own.includes(one)) ? open : bool(false);
    case 'hasAny':
      if (own.some((one) => has.has(one))) return bool(true);
      return own.every(isOut) ? bool(false) : open;
    case 'hasOnly':
      if (own.every((one) => has.has(one))) return bool(true);
      return own.some(isOut) ? bool(false) : open;
    default:
      return unknown(why, choices);
  }
}
