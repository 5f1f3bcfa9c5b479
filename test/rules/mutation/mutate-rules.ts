import { OPERATORS } from './operators.ts';
import { type Node, parseRules } from './parse-rules.ts';

/** Rules that are weaker, stronger or broken in one place. */
export interface Mutant {
  /** Says all of it, and stays the same while other lines of the rules change. */
  readonly name: string;
  /** What was done, such as `&& to ||`. */
  readonly operator: string;
  /** The function or match in which it was done. */
  readonly scope: string;
  readonly line: number;
  readonly rules: string;
}

/** A piece of rules with those it is part of, the nearest first. */
export interface Place {
  readonly node: Node;
  readonly within: readonly Node[];
}

/** What an operator makes of a place: another text for one of the pieces. */
export interface Change {
  readonly node: Node;
  readonly text: string;
}

/** Every mutant that the operators make of the rules; no name twice, no text twice. */
export function mutateRules(source: string): Mutant[] {
  const mutants = new Map<string, Mutant>();
  const names = new Map<string, number>();
  for (const place of placesOf(parseRules(source), [])) {
    for (const [operator, change] of Object.entries(OPERATORS)) {
      for (const { node, text } of change(place)) {
        const rules = source.slice(0, node.start) + text + source.slice(node.end);
        if (rules === source || mutants.has(rules)) continue;
        const scope = scopeOf(place);
        const sentence = `${scope}: ${operator}: ${oneLine(node.text)} → ${oneLine(text)}`;
        const count = (names.get(sentence) ?? 0) + 1;
        names.set(sentence, count);
        const name = count === 1 ? sentence : `${sentence} (${count})`;
        mutants.set(rules, { name, operator, scope, line: node.line, rules });
      }
    }
  }
  return [...mutants.values()];
}

function placesOf(node: Node, within: readonly Node[]): Place[] {
  const below = [node, ...within];
  return [{ node, within }, ...node.children.flatMap((child) => placesOf(child, below))];
}

const SCOPES: Readonly<Record<string, string>> = {
  functionDeclaration: 'localFunctionId',
  matchRuleDeclaration: 'pathDecl',
};

function scopeOf({ node, within }: Place): string {
  const scope = [node, ...within].find(({ rule }) => rule in SCOPES);
  const name = scope?.children.find(({ rule }) => rule === SCOPES[scope.rule])?.text;
  return name ?? 'rules';
}

const oneLine = (text: string): string => text.replaceAll(/\s+/g, ' ').trim();
