import { blockOf } from '../place-block.ts';
import type { Expression, FunctionNode } from '../syntax-tree.ts';
import type { Scope } from './evaluate.ts';
import type { AskedRule } from './judge.ts';

/**
 * What a rule mentions, in its condition and in the functions that it calls. It says which people, times and values
 * are worth asking about: a rule that never reads `email` says the same to users with one and without.
 */
export interface RuleWords {
  /** Names of members, variables, methods and functions, and all texts. */
  readonly names: ReadonlySet<string>;
  /** Those of them that stand outside of live-claims' part of the rules. */
  readonly ownNames: ReadonlySet<string>;
  /** Texts of the app's own that a field may be compared with: `resource.data.role == 'pending'`. */
  readonly texts: readonly string[];
  /** Lengths that a text may be compared with. */
  readonly lengths: readonly number[];
  /** Milliseconds since the Unix epoch at which its answer may change. */
  readonly times: readonly number[];
}

/** More are no values of one field. */
const MOST_TEXTS = 12;
const MOST_LENGTHS = 6;
const MOST_TIMES = 6;
const LONGEST = 200;

/** A part of a rule, where it stands, and whether a text in it may be one of a field: not a name, and not of a table. */
type Part = readonly [node: Expression, inside: Scope, isValue: boolean];

const known = new WeakMap<AskedRule['allow'], RuleWords>();

/** @returns the same object for the same rule. */
export function wordsOf({ allow, scope }: AskedRule, source: string): RuleWords {
  const before = known.get(allow);
  if (before !== undefined) return before;
  const names = new Set<string>();
  const ownNames = new Set<string>();
  const [start, end] = blockOf(source);
  const texts = new Set<string>();
  const lengths = new Set<number>();
  const times = new Set<number>();
  const followed = new Set<FunctionNode>();
  /** What is left to look at, the next one last: rules may be deeper than JavaScript’s stack. */
  const left: Part[] = allow.condition === null ? [] : [[allow.condition, scope, true]];
  for (let part = left.pop(); part !== undefined; part = left.pop()) {
    const [node, inside, isValue] = part;
    for (const inner of partsOf(node).toReversed()) {
      left.push([inner, inside, isValue && !isName(inner, node)]);
    }
    const isOwn = node.start < start || node.start > end;
    const add = (name: string) => {
      names.add(name);
      if (isOwn) ownNames.add(name);
    };
    switch (node.kind) {
      case 'string':
        add(node.value);
        if (isOwn && isValue) texts.add(node.value);
        break;
      case 'int':
        if (node.value > 0 && node.value <= LONGEST) lengths.add(node.value);
        // Seconds or milliseconds since the epoch, in this century and the next.
        if (node.value > 1e9 && node.value < 8e9) times.add(node.value * 1000);
        if (node.value > 1e12 && node.value < 8e12) times.add(node.value);
        break;
      case 'variable':
      case 'member':
        add(node.name);
        break;
      case 'range':
      case 'index':
        add('[]');
        break;
      case 'method': {
        add(node.name);
        const { target, name, args } = node;
        const [year, month, day] = args.map((arg) => (arg.kind === 'int' ? arg.value : null));
        if (target.kind === 'variable' && target.name === 'timestamp' && name === 'date') {
          if (year && month && day) times.add(Date.UTC(year, month - 1, day));
        }
        break;
      }
      case 'call': {
        add(node.name);
        const [called, outer] = find(node.name, inside) ?? [null, inside];
        if (called !== null && !followed.has(called)) {
          followed.add(called);
          left.push([called.result, outer, true]);
          for (const { value } of called.lets.toReversed()) left.push([value, outer, true]);
        }
        break;
      }
    }
  }
  const words = {
    names,
    ownNames,
    texts: [...texts].slice(0, MOST_TEXTS),
    lengths: [...lengths].slice(0, MOST_LENGTHS),
    times: [...times].sort((a, b) => a - b).slice(0, MOST_TIMES),
  };
  known.set(allow, words);
  return words;
}

function find(name: string, scope: Scope | null): readonly [FunctionNode, Scope] | null {
  if (scope === null) return null;
  const found = scope.functions.get(name);
  return found ? [found, scope] : find(name, scope.outer);
}

/** Whether the texts of a part are no values of fields, but names of fields, patterns, or rows of a table. */
function isName(part: Expression, whole: Expression): boolean {
  switch (whole.kind) {
    case 'map':
      return true;
    case 'index':
      return part === whole.index;
    case 'binary':
      return whole.operator === 'in' && part === whole.left;
    case 'method':
      return part !== whole.target;
    default:
      return false;
  }
}

/** The expressions right inside of one. */
function partsOf(node: Expression): readonly Expression[] {
  switch (node.kind) {
    case 'list':
      return node.items;
    case 'map':
      return node.entries.flat();
    case 'path':
      return node.segments.filter((segment) => typeof segment !== 'string');
    case 'call':
      return node.args;
    case 'method':
      return [node.target, ...node.args];
    case 'member':
      return [node.target];
    case 'index':
      return [node.target, node.index];
    case 'range':
      return [node.target, node.from, node.to].filter((part) => part !== null);
    case 'not':
    case 'minus':
    case 'plus':
    case 'is':
      return [node.operand];
    case 'binary':
      return [node.left, node.right];
    case 'ternary':
      return [node.condition, node.then, node.otherwise];
    default:
      return [];
  }
}
