import type {
  AllowNode,
  BinaryOperator,
  Expression,
  FunctionNode,
  MatchNode,
  PatternSegment,
  RulesTree,
  ServiceNode,
  Span,
} from './syntax-tree.ts';

/** Rules that this parser cannot read, and where. */
export class RulesSyntaxError extends Error {
  override readonly name = 'RulesSyntaxError';
  /** Offset in the source. */
  readonly at: number;

  constructor(message: string, at: number) {
    super(message);
    this.at = at;
  }
}

/**
 * Parses security rules, of Firestore or another service. The grammar is Firebase's own (the ANTLR one in
 * `@firebase/eslint-plugin-security-rules`, which the tests compare with). Names and types are not checked.
 *
 * @throws {RulesSyntaxError} for the first piece that is not in the grammar.
 */
export function parseRules(source: string): RulesTree {
  if (source.length > MAX_LENGTH) {
    throw new RulesSyntaxError(
      'These rules are longer than 256 KB, which Firebase does not take.',
      0,
    );
  }
  return new Parser(source).rules();
}

/** Source: "Security rules limits", Cloud Firestore docs: 256 KB. */
const MAX_LENGTH = 262_144;

/**
 * The line and column of an offset, both from 1, as an editor counts them.
 */
export function positionAt(source: string, offset: number): { line: number; column: number } {
  const before = source.slice(0, offset);
  const line = before.split('\n').length;
  return { line, column: offset - before.lastIndexOf('\n') };
}

/** How tightly an operator binds; one of the same strength to its right is outside of it. */
const STRENGTH: Readonly<Record<BinaryOperator, number>> = {
  '||': 2,
  '&&': 3,
  in: 4,
  '==': 6,
  '!=': 6,
  '<': 7,
  '<=': 7,
  '>': 7,
  '>=': 7,
  '+': 8,
  '-': 8,
  '*': 9,
  '/': 9,
  '%': 9,
};
const IS_STRENGTH = 5;
const UNARY_STRENGTH = 10;

const SYMBOLS = /\|\||&&|==|!=|<=|>=|[<>+\-*/%]/y;
const WORD = /[A-Za-z_][A-Za-z0-9_]*/y;
const NUMBER = /(?:\d+\.\d*|\.\d+|\d+)/y;
const STRING =
  /(["'])(?:(?!\1)[^\\\n]|\\(?:[nrtbf"'\\]|u[\dA-Fa-f]{4}|x[\dA-Fa-f]{2}|[0-3][0-7]{2}))*\1/y;
/** A name in a path; `(default)` is the name of a database. */
const SEGMENT = /\(default\)|[&'*+\-.0-9:@A-Z_a-z~]+/y;
const BLANKS = /(?:\s+|\/\/[^\n]*)+/y;

/** Words of the language that name no variable. */
const RESERVED = new Set(
  'allow false function if import in is let null return service match true'.split(' '),
);

/** Levels of nesting: more is no rule that a person wrote, and would end the stack. */
const MAX_DEPTH = 500;

const ESCAPES: ReadonlyMap<string, string> = new Map([
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
  ['b', '\b'],
  ['f', '\f'],
]);

/** What an escape stands for: `n`, `u0041`, `x41` or `101`, after its backslash; others for themselves. */
function unescaped(code: string): string {
  const [kind = ''] = code;
  if (kind === 'u' || kind === 'x') return String.fromCharCode(Number.parseInt(code.slice(1), 16));
  if (/^[0-3]/.test(kind)) return String.fromCharCode(Number.parseInt(code, 8));
  return ESCAPES.get(kind) ?? kind;
}

class Parser {
  readonly #source: string;
  #at = 0;
  /** Where the last piece ended, without the blanks and comments after it. */
  #last = 0;
  #depth = 0;

  constructor(source: string) {
    this.#source = source;
  }

  rules(): RulesTree {
    this.#blanks();
    const version = this.#version();
    const imports: Span[] = [];
    while (this.#peek() === 'import') imports.push(this.#import());
    const functions: FunctionNode[] = [];
    const services: ServiceNode[] = [];
    while (this.#at < this.#source.length) {
      const word = this.#peek();
      if (word === 'function') functions.push(this.#function());
      else if (word === 'service') services.push(this.#service());
      else throw this.#unexpected('`service` or `function`');
    }
    return { version, imports, functions, services };
  }

  #version(): RulesTree['version'] {
    if (this.#peek() !== 'rules_version') return null;
    const start = this.#at;
    this.#word();
    this.#expect('=');
    const text = this.#string();
    const span = { start, end: this.#end() };
    this.#take(';');
    return { text, span };
  }

  #import(): Span {
    const start = this.#at;
    this.#word();
    this.#string();
    if (this.#peek() === 'as') {
      this.#word();
      this.#name('a name');
    }
    this.#expect(';');
    return { start, end: this.#end() };
  }

  #service(): ServiceNode {
    const start = this.#at;
    this.#word();
    let name = this.#name('the name of a service');
    while (this.#take('.')) name += `.${this.#name('the rest of the name of a service')}`;
    this.#expect('{');
    const functions: FunctionNode[] = [];
    const matches: MatchNode[] = [];
    while (!this.#take('}')) {
      const word = this.#peek();
      if (word === 'function') functions.push(this.#function());
      else if (word === 'match') matches.push(this.#nested(() => this.#match(false)));
      else throw this.#unexpected('`match`, `function` or `}`');
    }
    return { name, functions, matches, start, end: this.#end() };
  }

  /** @param within whether a path around it has a `{name=**}`. */
  #match(within: boolean): MatchNode {
    const start = this.#at;
    this.#word();
    const path = this.#pattern();
    const many = path.filter(({ kind }) => kind === 'many').length + (within ? 1 : 0);
    if (many > 1) {
      throw new RulesSyntaxError(
        'A path has one `{name=**}` at most, with those around it.',
        start,
      );
    }
    this.#expect('{');
    const allows: AllowNode[] = [];
    const functions: FunctionNode[] = [];
    const matches: MatchNode[] = [];
    while (true) {
      const close = this.#at;
      if (this.#take('}')) {
        return { path, close, allows, functions, matches, start, end: this.#end() };
      }
      const word = this.#peek();
      if (word === 'allow') allows.push(this.#allow());
      else if (word === 'function') functions.push(this.#function());
      else if (word === 'match') matches.push(this.#nested(() => this.#match(many > 0)));
      else throw this.#unexpected('`allow`, `match`, `function` or `}`');
    }
  }

  #pattern(): PatternSegment[] {
    const path: PatternSegment[] = [];
    while (this.#take('/')) {
      if (!this.#take('{')) {
        path.push({ kind: 'name', name: this.#regex(SEGMENT, 'a name in the path') });
        this.#blanks();
        continue;
      }
      const variable = this.#name('the name of a wildcard');
      const many = this.#take('=') && this.#stars();
      this.#expect('}');
      path.push({ kind: many ? 'many' : 'one', variable });
    }
    if (path.length === 0) throw this.#unexpected('a path, like `/users/{uid}`');
    return path;
  }

  #stars(): boolean {
    if (this.#take('**')) return true;
    this.#expect('*');
    return false;
  }

  #allow(): AllowNode {
    const start = this.#at;
    this.#word();
    const operations = [this.#name('what to allow, like `read`')];
    while (this.#take(',')) operations.push(this.#name('what to allow, like `read`'));
    let condition: Expression | null = null;
    if (this.#take(':')) {
      if (this.#peek() !== 'if') throw this.#unexpected('`if`');
      this.#word();
      condition = this.#expression();
    }
    const end = this.#end();
    this.#take(';');
    return { operations, condition, start, end };
  }

  #function(): FunctionNode {
    const start = this.#at;
    this.#word();
    const name = this.#name('the name of a function');
    const parameters: string[] = [];
    this.#expect('(');
    if (!this.#take(')')) {
      do parameters.push(this.#name('the name of a parameter'));
      while (this.#take(','));
      this.#expect(')');
    }
    this.#expect('{');
    const lets: { name: string; value: Expression }[] = [];
    while (this.#peek() === 'let') {
      this.#word();
      const variable = this.#name('the name of a variable');
      this.#expect('=');
      lets.push({ name: variable, value: this.#expression() });
      this.#expect(';');
    }
    if (this.#peek() !== 'return') throw this.#unexpected('`return` or `let`');
    this.#word();
    const result = this.#expression();
    this.#take(';');
    this.#expect('}');
    return { name, parameters, lets, result, start, end: this.#end() };
  }

  #expression(weakest = 0): Expression {
    return this.#nested(() => this.#operators(weakest));
  }

  #operators(weakest: number): Expression {
    let left = this.#unary();
    const { start } = left;
    while (true) {
      if (weakest <= IS_STRENGTH && this.#peek() === 'is') {
        this.#word();
        const type = this.#regex(WORD, 'a type, like `string`');
        this.#blanks();
        left = { kind: 'is', operand: left, type, start, end: this.#end() };
        continue;
      }
      const operator = this.#operator();
      if (operator !== null && STRENGTH[operator] >= weakest) {
        this.#at += operator.length;
        this.#blanks();
        const right = this.#expression(STRENGTH[operator] + 1);
        left = { kind: 'binary', operator, left, right, start, end: right.end };
        continue;
      }
      if (weakest > 1 || !this.#take('?')) return left;
      const then = this.#expression();
      this.#expect(':');
      const otherwise = this.#expression(1);
      left = { kind: 'ternary', condition: left, then, otherwise, start, end: otherwise.end };
    }
  }

  #operator(): BinaryOperator | null {
    if (this.#peek() === 'in') return 'in';
    SYMBOLS.lastIndex = this.#at;
    return (SYMBOLS.exec(this.#source)?.[0] as BinaryOperator | undefined) ?? null;
  }

  #unary(): Expression {
    const start = this.#at;
    if (this.#take('!')) {
      const operand = this.#expression(UNARY_STRENGTH);
      return { kind: 'not', operand, start, end: operand.end };
    }
    for (const [sign, kind] of [
      ['-', 'minus'],
      ['+', 'plus'],
    ] as const) {
      if (!this.#take(sign)) continue;
      const operand = this.#nested(() => this.#postfix());
      return { kind, operand, start, end: operand.end };
    }
    return this.#postfix();
  }

  #postfix(): Expression {
    let target = this.#primary();
    const { start } = target;
    while (true) {
      if (this.#take('.')) {
        const name = this.#regex(WORD, 'a name');
        this.#blanks();
        if (this.#take('(')) {
          const args = this.#items(')');
          target = { kind: 'method', target, name, args, start, end: this.#end() };
        } else {
          target = { kind: 'member', target, name, start, end: this.#end() };
        }
      } else if (this.#take('[')) {
        target = this.#subscript(target);
      } else {
        return target;
      }
    }
  }

  #subscript(target: Expression): Expression {
    const { start } = target;
    const from = this.#source[this.#at] === ':' ? null : this.#expression();
    if (!this.#take(':')) {
      this.#expect(']');
      return { kind: 'index', target, index: from as Expression, start, end: this.#end() };
    }
    const to = this.#source[this.#at] === ']' ? null : this.#expression();
    this.#expect(']');
    return { kind: 'range', target, from, to, start, end: this.#end() };
  }

  #primary(): Expression {
    const start = this.#at;
    const first = this.#source[start] ?? '';
    if (this.#take('(')) {
      const inner = this.#expression();
      this.#expect(')');
      return { ...inner, start, end: this.#end() };
    }
    if (this.#take('[')) {
      const items = this.#items(']');
      return { kind: 'list', items, start, end: this.#end() };
    }
    if (this.#take('{')) return this.#map(start);
    if (first === '/') return this.#path(start);
    if (first === '"' || first === "'") {
      return { kind: 'string', value: this.#string(), start, end: this.#end() };
    }
    if (/[0-9.]/.test(first)) {
      const text = this.#regex(NUMBER, 'a number');
      this.#blanks();
      const kind = text.includes('.') ? 'float' : 'int';
      return { kind, value: Number(text), start, end: start + text.length };
    }
    return this.#named(start);
  }

  #named(start: number): Expression {
    const word = this.#peek();
    if (word === 'b' && /["']/.test(this.#source[start + 1] ?? '')) {
      this.#at += 1;
      return { kind: 'bytes', value: this.#string(), start, end: this.#end() };
    }
    if (word === 'true' || word === 'false') {
      this.#word();
      return { kind: 'bool', value: word === 'true', start, end: this.#end() };
    }
    if (word === 'null') {
      this.#word();
      return { kind: 'null', start, end: this.#end() };
    }
    const name = this.#name('a value');
    const end = this.#end();
    if (!this.#take('(')) return { kind: 'variable', name, start, end };
    const args = this.#items(')');
    return { kind: 'call', name, args, start, end: this.#end() };
  }

  /** What stands between brackets that are open; a comma at the end is allowed. */
  #items(close: ')' | ']'): Expression[] {
    const items: Expression[] = [];
    while (!this.#take(close)) {
      items.push(this.#expression());
      if (this.#take(',')) continue;
      this.#expect(close);
      break;
    }
    return items;
  }

  #map(start: number): Expression {
    const entries: [Expression, Expression][] = [];
    while (!this.#take('}')) {
      const key = this.#expression();
      this.#expect(':');
      entries.push([key, this.#expression()]);
      if (this.#take(',')) continue;
      this.#expect('}');
      break;
    }
    return { kind: 'map', entries, start, end: this.#end() };
  }

  #path(start: number): Expression {
    const segments: (string | Expression)[] = [];
    while (this.#take('/')) {
      if (this.#take('$')) {
        this.#expect('(');
        segments.push(this.#expression());
        this.#expect(')');
      } else {
        segments.push(this.#regex(SEGMENT, 'a name in the path, or `$(…)`'));
        this.#blanks();
      }
    }
    return { kind: 'path', segments, start, end: this.#end() };
  }

  #string(): string {
    const text = this.#regex(STRING, 'a text in quotes');
    this.#blanks();
    return text
      .slice(1, -1)
      .replace(/\\(u.{4}|x.{2}|[0-3].{2}|.)/g, (_, code: string) => unescaped(code));
  }

  #name(what: string): string {
    if (RESERVED.has(this.#peek())) throw this.#unexpected(what);
    const word = this.#regex(WORD, what);
    this.#blanks();
    return word;
  }

  /** The word that begins here; empty for none. */
  #peek(): string {
    WORD.lastIndex = this.#at;
    return WORD.exec(this.#source)?.[0] ?? '';
  }

  #word(): void {
    this.#regex(WORD, 'a word');
    this.#blanks();
  }

  #take(symbol: string): boolean {
    if (!this.#source.startsWith(symbol, this.#at)) return false;
    this.#at += symbol.length;
    this.#blanks();
    return true;
  }

  #expect(symbol: string): void {
    if (!this.#take(symbol)) throw this.#unexpected(`\`${symbol}\``);
  }

  #regex(pattern: RegExp, what: string): string {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#source);
    if (found === null) throw this.#unexpected(what);
    this.#at += found[0].length;
    return found[0];
  }

  /** Skips blanks and comments. */
  #blanks(): void {
    this.#last = this.#at;
    while (true) {
      BLANKS.lastIndex = this.#at;
      this.#at += BLANKS.exec(this.#source)?.[0].length ?? 0;
      if (!this.#source.startsWith('/*', this.#at)) return;
      const end = this.#source.indexOf('*/', this.#at + 2);
      if (end < 0) throw new RulesSyntaxError('This comment has no end: `*/`.', this.#at);
      this.#at = end + 2;
    }
  }

  #end(): number {
    return this.#last;
  }

  #nested<T>(parse: () => T): T {
    this.#depth += 1;
    if (this.#depth > MAX_DEPTH) {
      throw new RulesSyntaxError('This is nested too deeply.', this.#at);
    }
    try {
      return parse();
    } finally {
      this.#depth -= 1;
    }
  }

  #unexpected(expected: string): RulesSyntaxError {
    const found = /^(\w+|\S)/.exec(this.#source.slice(this.#at, this.#at + 40))?.[0];
    const what = found === undefined ? 'the end of the file' : `\`${found}\``;
    return new RulesSyntaxError(`Expected ${expected}, found ${what}.`, this.#at);
  }
}
