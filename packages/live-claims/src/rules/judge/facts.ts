import type { Choice, Facts, Keys, Side, Unknown, Value } from './values.ts';
import { equals, FAILED, list, set, text, unknown } from './values.ts';

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
  const field = { name, side: sideOf(facts, side) };
  return value ?? { ...unknown(why, presence(facts, side, name)), field };
}

/** `data.get(name, fallback)`: never an error. */
function getField(facts: Facts, side: Side, name: string, fallback: Value, why: string): Value {
  const value = known(facts, side, name);
  if (value === null) return fallback;
  const choices = [...absence(facts, side, name), ...presence(facts, side, name)];
  return (
    value ?? { ...unknown(why, choices), field: { name, side: sideOf(facts, side), fallback } }
  );
}

/** After a write that changes no other field, an undecided one is what it was. */
const sideOf = ({ before, closed }: Facts, side: Side): Side =>
  closed.changes && before !== null ? 'before' : side;

/** `name in data` */
export function hasField(facts: Facts, side: Side, name: string, why: string): boolean | Unknown {
  const value = known(facts, side, name);
  if (value !== undefined) return value !== null;
  return unknown(why, [...presence(facts, side, name), ...absence(facts, side, name)], 1 | 2);
}

/** What an ordinary document has in a field that no rule cares about. */
const SAMPLE = text('a');

const presence = (facts: Facts, side: Side, name: string): readonly Choice[] =>
  guess(facts, side, name, SAMPLE);

const absence = (facts: Facts, _side: Side, name: string): readonly Choice[] =>
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
  const has = [...names].filter((name) => (known(facts, side, name) ?? null) !== null);
  const open =
    facts.before === null
      ? !facts.closed.changes
      : !facts.closed.fields || (side === 'after' && !facts.closed.changes);
  return keys('list', has, [...names], open, [{ close: 'fields' }]);
}

/** The names of fields that `diff()` tells of. */
export function changedKeys(facts: Facts, kind: string): Value {
  const { before, changes, closed } = facts;
  const names = new Set([...(before?.keys() ?? []), ...changes.keys()]);
  const states = [...names].map((name) => {
    const old = known(facts, 'before', name) ?? null;
    const fresh = changes.has(name) ? (changes.get(name) ?? null) : old;
    const state =
      old === null
        ? fresh === null
          ? 'absent'
          : 'added'
        : fresh === null
          ? 'removed'
          : old !== null && equals(fresh, old) === true
            ? 'unchanged'
            : 'changed';
    return [name, state, before !== null && known(facts, 'before', name) === undefined] as const;
  });
  const wanted = KINDS[kind];
  if (wanted === undefined) return FAILED;
  const has = states.filter(([, state, vague]) => !vague && wanted.includes(state));
  const sure = states.filter(([, state, vague]) => !vague && state !== undefined);
  // Changed to another value or added: either way it is affected.
  const vague = states.filter(([, , isVague]) => isVague);
  if (kind === 'affectedKeys') has.push(...vague);
  const open =
    kind === 'unchangedKeys'
      ? !closed.fields || !closed.changes
      : !closed.changes || (vague.length > 0 && kind !== 'affectedKeys');
  return keys(
    'set',
    has.map(([name]) => name),
    sure.map(([name]) => name),
    open,
    [
      { close: kind === 'unchangedKeys' ? 'fields' : 'changes' },
      ...vague.map(([name]) => ({ before: { [name]: SAMPLE } })),
    ],
  );
}

const KINDS: Readonly<Record<string, readonly string[]>> = {
  addedKeys: ['added'],
  removedKeys: ['removed'],
  changedKeys: ['changed'],
  affectedKeys: ['added', 'removed', 'changed'],
  unchangedKeys: ['unchanged'],
};

function keys(
  as: Keys['as'],
  has: readonly string[],
  settled: readonly string[],
  open: boolean,
  choices: readonly Choice[],
): Value {
  if (!open) {
    const items = [...has].sort().map(text);
    return as === 'list' ? list(items) : set(items);
  }
  const lacks = settled.filter((name) => !has.includes(name));
  return { type: 'keys', as, has: new Set(has), lacks: new Set(lacks), choices };
}

/** `before == after`: a write that changes something makes them differ. */
export function sameData(facts: Facts): boolean | null {
  const differs = [...facts.changes].some(([name, value]) => {
    const old = known(facts, 'before', name);
    if (old === undefined) return false;
    if (old === null || value === null) return old !== value;
    return equals(old, value) === false;
  });
  if (differs || facts.before === null) return false;
  return facts.closed.changes ? true : null;
}

/** A member of a document's data with a default: `data.get('name', null)`, or by a path of names. */
export function getMember(target: Value, key: Value, fallback: Value, why: string): Value {
  if (key.type === 'list') {
    let value: Value = target;
    for (const [at, name] of key.items.entries()) {
      const last = at === key.items.length - 1;
      value = getMember(value, name, last ? fallback : FAILED, why);
      // Where a step is missing, or is no map, the default is the answer.
      if (value.type === 'error') return fallback;
      if (value.type === 'unknown' && !last) return unknown(why, value.choices);
      if (!last && value.type !== 'map' && value.type !== 'document') return fallback;
    }
    return value;
  }
  if (key.type !== 'string') return key.type === 'unknown' ? unknown(why) : FAILED;
  if (target.type === 'map') return target.fields.get(key.value) ?? fallback;
  if (target.type === 'document') {
    return getField(target.facts, target.side, key.value, fallback, why);
  }
  return target.type === 'unknown' ? unknown(why) : FAILED;
}

/** Decisions by which a field that is not known has this value. */
export function wanted(open: Unknown, value: Value, ownNames: readonly Value[]): readonly Choice[] {
  const { field } = open;
  if (field === undefined) return [];
  const plain = ownNames.some((name) => equals(name, value) === true);
  return open.choices.flatMap((choice): readonly Choice[] => {
    if ('change' in choice) return [{ change: { [field.name]: value } }];
    if (!('before' in choice) || choice.before?.[field.name] === null) return [];
    return plain ? [{ before: { [field.name]: value } }] : [];
  });
}

/** The same decisions with a value of another type. */
export function retyped(open: Unknown, value: Value): readonly Choice[] {
  const { field } = open;
  if (field === undefined) return [];
  return open.choices.flatMap((choice): readonly Choice[] => {
    if ('change' in choice) return [{ change: { [field.name]: value } }];
    if (!('before' in choice) || choice.before?.[field.name] === null) return [];
    return [{ before: { [field.name]: value } }];
  });
}
