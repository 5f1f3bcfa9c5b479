import { equals, mayBeAbsent, set } from './equality.ts';
import type { Choice, Facts, Keys, Side, Unknown, Value } from './values.ts';
import { FAILED, list, text, unknown } from './values.ts';

/** The facts with one more decision; null where it contradicts them. */
export function decide(facts: Facts, choice: Choice): Facts | null {
  const before = facts.before === null ? null : new Map(facts.before);
  const changes = new Map(facts.changes);
  let { closed } = facts;
  if ('before' in choice && choice.before !== undefined) {
    for (const [name, value] of Object.entries(choice.before)) {
      // A new document has what is written, and nothing before.
      const side = before ?? (value === null ? null : changes);
      if (side === null || side.has(name)) return null;
      if (before !== null ? closed.fields : closed.changes) return null;
      side.set(name, value);
    }
  }
  if ('change' in choice) {
    if (!facts.writable || closed.changes) return null;
    for (const [name, value] of Object.entries(choice.change)) {
      if (changes.has(name)) return null;
      changes.set(name, value);
    }
  }
  if ('close' in choice) {
    const next = { fields: closed.fields || choice.close === 'fields', changes: true };
    if (next.fields === closed.fields && closed.changes) return null;
    closed = next;
  }
  return { ...facts, before, changes, closed };
}

/** A field: its value, null where it is absent, undefined where that is undecided. */
function known(facts: Facts, side: Side, name: string): Value | null | undefined {
  const { before, changes, closed } = facts;
  if (side === 'after' && changes.has(name)) return changes.get(name);
  if (before === null) return closed.changes ? null : undefined;
  if (before.has(name)) return before.get(name);
  return closed.fields && (side === 'before' || closed.changes) ? null : undefined;
}

/** `data.name`: an error where it is absent. */
export function readField(facts: Facts, side: Side, name: string, why: string): Value {
  const value = known(facts, side, name);
  if (value === null) return FAILED;
  const field = { facts, name, side: sideOf(facts, side) };
  return value ?? { ...unknown(why, presence(facts, side, name)), field };
}

/** `data.get(name, fallback)`: never an error. */
function getField(facts: Facts, side: Side, name: string, fallback: Value, why: string): Value {
  const value = known(facts, side, name);
  if (value === null) return fallback;
  const choices = [...absence(facts, name), ...presence(facts, side, name)];
  return (
    value ?? {
      ...unknown(why, choices),
      field: { facts, name, side: sideOf(facts, side), fallback },
    }
  );
}

/** After a write that changes no other field, an undecided one is what it was. */
const sideOf = ({ before, closed }: Facts, side: Side): Side =>
  closed.changes && before !== null ? 'before' : side;

/** `name in data` */
export function hasField(facts: Facts, side: Side, name: string, why: string): boolean | Unknown {
  const value = known(facts, side, name);
  if (value !== undefined) return value !== null;
  return unknown(why, [...presence(facts, side, name), ...absence(facts, name)], 1 | 2);
}

/** What an ordinary document has in a field that no rule cares about. */
const SAMPLE = text('a');

const presence = (facts: Facts, side: Side, name: string): readonly Choice[] =>
  guess(facts, side, name, SAMPLE);

const absence = (facts: Facts, name: string): readonly Choice[] =>
  facts.fixed
    ? []
    : facts.before === null
      ? [{ close: 'changes' }]
      : [{ before: { [name]: null } }];

/**
 * Decisions by which a field has this value: it stood there, or is written.
 *
 * @param plain whether documents of ordinary people may well have it.
 */
function guess(
  { before, writable, fixed }: Facts,
  side: Side,
  name: string,
  value: Value,
  plain = true,
): readonly Choice[] {
  return [
    ...(plain && before !== null && !fixed ? [{ before: { [name]: value } }] : []),
    ...(writable && side === 'after' ? [{ change: { [name]: value } }] : []),
  ];
}

/** `data.keys()` */
export function keysOf(facts: Facts, side: Side): Value {
  const names = new Set([...(facts.before?.keys() ?? []), ...facts.changes.keys()]);
  const settled = [...names].filter((name) => known(facts, side, name) !== undefined);
  const has = settled.filter((name) => known(facts, side, name) !== null);
  const open =
    facts.before === null
      ? !facts.closed.changes
      : !facts.closed.fields || (side === 'after' && !facts.closed.changes);
  return keys('list', has, settled, open, [{ close: 'fields' }]);
}

/** The methods of what `diff()` gives, and what becomes of the fields that each names. */
const KINDS: ReadonlyMap<string, readonly FieldChange[]> = new Map<string, readonly FieldChange[]>([
  ['addedKeys', ['added']],
  ['removedKeys', ['removed']],
  ['changedKeys', ['changed']],
  ['affectedKeys', ['added', 'removed', 'changed']],
  ['unchangedKeys', ['unchanged']],
]);

type FieldChange = 'added' | 'removed' | 'changed' | 'unchanged' | 'absent';

/** What a write does to a field; several where that is not known. */
function changeOf(facts: Facts, name: string): readonly FieldChange[] {
  const old = known(facts, 'before', name);
  const fresh = known(facts, 'after', name);
  // What is written where the document is not known differs from what stood there.
  if (old === undefined && fresh !== undefined) {
    return fresh === null ? ['removed', 'absent'] : ['added', 'changed'];
  }
  if (old === undefined || fresh === undefined)
    return ['unchanged', 'absent', 'added', 'changed', 'removed'];
  if (old === null) return [fresh === null ? 'absent' : 'added'];
  if (fresh === null) return ['removed'];
  // A value of which no more is known than that it is written, is another one.
  return [equals(fresh, old, false) === true ? 'unchanged' : 'changed'];
}

/** The names of fields that `diff()` tells of; null for a method that it does not have. */
export function changedKeys(facts: Facts, method: string): Value | null {
  const wanted = KINDS.get(method);
  if (wanted === undefined) return null;
  const { before, changes, closed } = facts;
  const names = [...new Set([...(before?.keys() ?? []), ...changes.keys()])];
  const isIn = (name: string) => {
    const states = changeOf(facts, name).map((state) => wanted.includes(state));
    return states.every((each) => each) || (states.includes(true) ? null : false);
  };
  const has = names.filter((name) => isIn(name) === true);
  const vague = names.filter((name) => isIn(name) === null);
  const others = method === 'unchangedKeys' ? !closed.fields || !closed.changes : !closed.changes;
  return keys(
    'set',
    has,
    names.filter((name) => isIn(name) !== null),
    others || vague.length > 0,
    [
      { close: method === 'unchangedKeys' ? 'fields' : 'changes' },
      ...vague.map((name) => ({ before: { [name]: SAMPLE } })),
    ],
    others ? undefined : [...has, ...vague],
  );
}

/** @param within the only names that there may be, if that is known. */
function keys(
  as: Keys['as'],
  has: readonly string[],
  settled: readonly string[],
  open: boolean,
  choices: readonly Choice[],
  within?: readonly string[],
): Value {
  if (!open) {
    const items = [...has].sort().map(text);
    return as === 'list' ? list(items) : set(items);
  }
  const lacks = new Set(settled.filter((name) => !has.includes(name)));
  return {
    type: 'keys',
    as,
    has: new Set(has),
    lacks,
    choices,
    ...(within && { within: new Set(within) }),
  };
}

/** `before == after`: a write that changes something makes them differ. */
export function sameData(facts: Facts): boolean | null {
  if (facts.before === null) return false;
  const states = [...facts.changes.keys()].map((name) => changeOf(facts, name));
  const differs = (state: FieldChange) => state !== 'unchanged' && state !== 'absent';
  if (states.some((each) => each.every(differs))) return false;
  return facts.closed.changes && !states.some((each) => each.some(differs)) ? true : null;
}

/** A member of a map or of a document’s data with a default: `data.get('name', null)`, or by a path of names. */
export function getMember(target: Value, key: Value, fallback: Value, why: string): Value {
  if (key.type === 'list') {
    const [name, ...deeper] = key.items;
    if (name === undefined) return target;
    // Where a step is missing, or is no map, the default is the answer.
    if (target.type !== 'map' && target.type !== 'document') {
      return target.type === 'unknown' || target.type === 'missing' ? unknown(why) : fallback;
    }
    if (deeper.length === 0) return getMember(target, name, fallback, why);
    const inner = getMember(target, name, FAILED, why);
    if (inner.type === 'error') return fallback;
    if (inner.type === 'unknown') return unknown(why, inner.choices);
    return getMember(inner, list(deeper), fallback, why);
  }
  if (key.type !== 'string') return key.type === 'unknown' ? unknown(why) : FAILED;
  if (target.type === 'document') {
    return getField(target.facts, target.side, key.value, fallback, why);
  }
  if (target.type !== 'map') return target.type === 'unknown' ? unknown(why) : FAILED;
  const value = target.fields.get(key.value);
  if (value === undefined) return target.isOpen ? unknown(why) : fallback;
  return mayBeAbsent(value) ? unknown(why) : value;
}

/** Decisions by which a field that is not known has this value. */
export function wanted(open: Unknown, value: Value, ownNames: readonly Value[]): readonly Choice[] {
  return withValue(
    open,
    value,
    ownNames.some((name) => equals(name, value) === true),
  );
}

/** The same decisions with a value of another type. */
export function retyped(open: Unknown, value: Value): readonly Choice[] {
  return withValue(open, value, true);
}

/** @param plain whether documents of ordinary people may well have it. */
function withValue({ field, choices }: Unknown, value: Value, plain: boolean): readonly Choice[] {
  if (field === undefined) return [];
  const { name } = field;
  return choices.flatMap((choice): readonly Choice[] => {
    if ('change' in choice) return [{ change: { [name]: value } }];
    const { before } = choice;
    if (!plain || before === undefined) return [];
    return Object.hasOwn(before, name) && before[name] === null
      ? []
      : [{ before: { [name]: value } }];
  });
}
