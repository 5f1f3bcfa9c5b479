import { parseForESLint } from '@firebase/eslint-plugin-security-rules/parser';

/** A piece of security rules, as Firebase's own grammar divides them. */
export interface Node {
  /** The grammar's name, such as `expression` or `matchRuleDeclaration`; `token` for a single word. */
  readonly rule: string;
  readonly text: string;
  /** Offsets in the source; the end is the first that no longer belongs to it. */
  readonly start: number;
  readonly end: number;
  readonly line: number;
  readonly children: readonly Node[];
}

/** What the grammar's parser, an ANTLR one, hands out. */
interface Context {
  readonly ruleIndex?: number;
  readonly children?: readonly Context[] | null;
  readonly start?: Token;
  readonly stop?: Token;
  readonly symbol?: Token;
}
interface Token {
  readonly start: number;
  readonly stop: number;
  readonly line: number;
}

/** @throws {SyntaxError} for what Firebase would not accept either. */
export function parseRules(source: string): Node {
  const { tree, parser } = parseForESLint(source).services as {
    tree: Context;
    parser: { ruleNames: readonly string[] };
  };
  const convert = (context: Context): Node => {
    const first = context.symbol ?? (context.start as Token);
    const last = context.symbol ?? (context.stop as Token);
    const [start, end] = [first.start, last.stop + 1];
    return {
      rule: context.symbol ? 'token' : (parser.ruleNames[context.ruleIndex as number] ?? ''),
      text: source.slice(start, end),
      start,
      end,
      line: first.line,
      children: (context.children ?? []).map(convert),
    };
  };
  return convert(tree);
}
