/** Where a piece of the rules begins and ends in the source: offsets, the end not included. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Security rules as a tree. */
export interface RulesTree {
  /** What `rules_version` says; null when it is missing. */
  readonly version: { readonly text: string; readonly span: Span } | null;
  readonly imports: readonly Span[];
  readonly functions: readonly FunctionNode[];
  readonly services: readonly ServiceNode[];
}

/** `service cloud.firestore { … }` */
export interface ServiceNode extends Span {
  readonly name: string;
  readonly functions: readonly FunctionNode[];
  readonly matches: readonly MatchNode[];
}

/** `match /users/{uid} { … }` */
export interface MatchNode extends Span {
  readonly path: readonly PatternSegment[];
  /** Offset of its closing brace. */
  readonly close: number;
  readonly allows: readonly AllowNode[];
  readonly functions: readonly FunctionNode[];
  readonly matches: readonly MatchNode[];
}

/** A segment of a `match` path: a name, `{one}` or `{many=**}`. */
export type PatternSegment =
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'one' | 'many'; readonly variable: string };

/** `allow read, write: if …;` Without a condition it allows. */
export interface AllowNode extends Span {
  readonly operations: readonly string[];
  readonly condition: Expression | null;
}

/** `function isMe(uid) { let …; return …; }` */
export interface FunctionNode extends Span {
  readonly name: string;
  readonly parameters: readonly string[];
  readonly lets: readonly { readonly name: string; readonly value: Expression }[];
  readonly result: Expression;
}

export type BinaryOperator =
  | '||'
  | '&&'
  | 'in'
  | '=='
  | '!='
  | '<'
  | '<='
  | '>'
  | '>='
  | '+'
  | '-'
  | '*'
  | '/'
  | '%';

/** An expression, as the grammar of the language has it. */
export type Expression = Span &
  (
    | { readonly kind: 'null' }
    | { readonly kind: 'bool'; readonly value: boolean }
    | { readonly kind: 'int' | 'float'; readonly value: number }
    | { readonly kind: 'string' | 'bytes'; readonly value: string }
    | { readonly kind: 'variable'; readonly name: string }
    | { readonly kind: 'list'; readonly items: readonly Expression[] }
    | { readonly kind: 'map'; readonly entries: readonly (readonly [Expression, Expression])[] }
    | { readonly kind: 'path'; readonly segments: readonly (string | Expression)[] }
    | { readonly kind: 'call'; readonly name: string; readonly args: readonly Expression[] }
    | {
        readonly kind: 'method';
        readonly target: Expression;
        readonly name: string;
        readonly args: readonly Expression[];
      }
    | { readonly kind: 'member'; readonly target: Expression; readonly name: string }
    | { readonly kind: 'index'; readonly target: Expression; readonly index: Expression }
    | {
        readonly kind: 'range';
        readonly target: Expression;
        readonly from: Expression | null;
        readonly to: Expression | null;
      }
    | { readonly kind: 'not' | 'minus' | 'plus'; readonly operand: Expression }
    | {
        readonly kind: 'binary';
        readonly operator: BinaryOperator;
        readonly left: Expression;
        readonly right: Expression;
      }
    | { readonly kind: 'is'; readonly operand: Expression; readonly type: string }
    | {
        readonly kind: 'ternary';
        readonly condition: Expression;
        readonly then: Expression;
        readonly otherwise: Expression;
      }
  );
