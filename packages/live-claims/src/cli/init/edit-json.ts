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
 * keeps its layout.
 */
export function appendTo(text: string, at: readonly (string | number)[], value: unknown): string {
  const root = jsonc.parseTree(text, [], { allowTrailingComma: true });
  const array = root && jsonc.findNodeAtLocation(root, [...at]);
  const last = array?.type === 'array' ? array.children?.at(-1) : undefined;
  if (array === undefined || last === undefined) return setIn(text, at, [value]);
  const { step, eol } = layoutOf(text);
  const indent = indentAt(text, array.offset);
  const entry = JSON.stringify(value, null, step).replaceAll('\n', `${eol}${indent}${step}`);
  const afterLast = last.offset + last.length;
  // Behind the last value may be a comment.
  const rest = text.slice(afterLast, array.offset + array.length - 1);
  const comma = /^\s*,/.test(rest) ? '' : ',';
  const behind = `${rest.trimEnd()}${eol}${indent}${step}${entry}${eol}${indent}`;
  return text.slice(0, afterLast) + comma + behind + text.slice(array.offset + array.length - 1);
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
