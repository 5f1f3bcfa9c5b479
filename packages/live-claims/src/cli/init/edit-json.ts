import jsonc from 'jsonc-parser';

/**
 * The JSON text with a value put at a path; comments, order and indentation stay.
 *
 * @example setIn(text, ['dependencies', 'live-claims'], '^0.1.0')
 */
export function setIn(text: string, at: readonly (string | number)[], value: unknown): string {
  const formattingOptions = layoutOf(text);
  return jsonc.applyEdits(text, jsonc.modify(text, [...at], value, { formattingOptions }));
}

/**
 * The JSON text with a value put behind the last one of the array at a path, which may be missing. What is there
 * keeps its layout, unless the whole text is one line.
 */
export function appendTo(
  written: string,
  at: readonly (string | number)[],
  value: unknown,
): string {
  const text = inLines(written);
  const root = jsonc.parseTree(text, [], { allowTrailingComma: true });
  const array = root && jsonc.findNodeAtLocation(root, [...at]);
  if (array?.type !== 'array') return appendTo(setIn(text, at, []), at, value);
  const { step, eol } = layoutOf(text);
  const indent = indentAt(text, array.offset);
  const entry = render(value, step).replaceAll('\n', `${eol}${indent}${step}`);
  const last = array.children?.at(-1);
  const end = array.offset + array.length - 1;
  const afterLast = last === undefined ? array.offset + 1 : last.offset + last.length;
  // Behind the last value may be a comment.
  const rest = text.slice(afterLast, end);
  const comma = last === undefined || /^\s*,/.test(rest) ? '' : ',';
  const behind = `${rest.trimEnd()}${eol}${indent}${step}${entry}${eol}${indent}`;
  return text.slice(0, afterLast) + comma + behind + text.slice(end);
}

/** JSON as people write it: what holds no object or list stands in one line. */
function render(value: unknown, step: string): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const isList = Array.isArray(value);
  const [open, close] = isList ? ['[', ']'] : ['{', '}'];
  const parts = Object.entries(value).map(([key, each]) =>
    isList ? render(each, step) : `${JSON.stringify(key)}: ${render(each, step)}`,
  );
  const isFlat = Object.values(value).every((each) => typeof each !== 'object' || each === null);
  if (isFlat) return isList ? `[${parts.join(', ')}]` : `{ ${parts.join(', ')} }`;
  const lines = parts.map((part) => step + part.replaceAll('\n', `\n${step}`));
  return [open, lines.join(',\n'), close].join('\n');
}

/** A text of one line is spread out, as nothing could be put into it that is readable. */
function inLines(text: string): string {
  if (text.trim().includes('\n') || jsonc.stripComments(text) !== text) return text;
  const value: unknown = jsonc.parse(text, [], { allowTrailingComma: true });
  return `${JSON.stringify(value, null, 2)}\n`;
}

/** The JSON text with the one value at a path made the first of an array. */
export function wrapInArray(text: string, at: readonly (string | number)[]): string {
  const root = jsonc.parseTree(text, [], { allowTrailingComma: true });
  const node = root && jsonc.findNodeAtLocation(root, [...at]);
  if (node === undefined || node.type === 'array') return text;
  const { step, eol } = layoutOf(text);
  const indent = indentAt(text, node.offset);
  // As it stands, a level deeper: its comments are in it.
  const inner = text.slice(node.offset, node.offset + node.length).replaceAll('\n', `\n${step}`);
  const wrapped = `[${eol}${indent}${step}${inner}${eol}${indent}]`;
  return text.slice(0, node.offset) + wrapped + text.slice(node.offset + node.length);
}

/** The blanks with which the line of an offset begins. */
const indentAt = (text: string, offset: number) =>
  /^[ \t]*/.exec(text.slice(text.lastIndexOf('\n', offset) + 1))?.[0] ?? '';

/** How the file is indented, by its first indented line. */
function layoutOf(text: string) {
  const found = /\n([ \t]+)\S/.exec(text)?.[1] ?? '  ';
  const indent = found.startsWith('\t') ? '\t' : found;
  return {
    step: indent,
    insertSpaces: !indent.startsWith('\t'),
    tabSize: indent.startsWith('\t') ? 1 : indent.length,
    eol: text.includes('\r\n') ? '\r\n' : '\n',
  };
}
