/**
 * What a spreadsheet runs as a formula when a cell begins with it, also behind blanks: OWASP's list ("CSV Injection"),
 * with the full-width forms. A tab or a line break at the beginning counts as well.
 */
const RUNS = /^'*(?:[\t\r\n]|\s*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20])/u;

/**
 * A text as a cell that no spreadsheet runs: one that it would run begins with an apostrophe, which `readCell` takes
 * away again.
 *
 * @example defuseCell('=HYPERLINK("https://evil.example")') // "'=HYPERLINK(…"
 */
export function defuseCell(text: string): string {
  return RUNS.test(text) ? `'${text}` : text;
}

/**
 * The text in a cell that `defuseCell` has written; any other comes back as it is.
 *
 * @example readCell("'-Nx4") // '-Nx4'
 */
export function readCell(cell: string): string {
  return cell.startsWith("'") && RUNS.test(cell) ? cell.slice(1) : cell;
}
