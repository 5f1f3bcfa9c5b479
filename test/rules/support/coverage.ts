/** An expression of the rules that the questions asked so far did not put to the test. */
export interface Gap {
  /** The expression as it stands in the rules, in one line. */
  readonly expression: string;
  /** Where it begins, counted from 1. */
  readonly line: number;
  readonly missing: 'never evaluated' | 'never true' | 'never false';
}

/** The emulator's report, `GET /emulator/v1/projects/{projectId}:ruleCoverage`. */
interface CoverageReport {
  readonly rules: { readonly files: readonly { readonly content: string }[] };
  readonly report: readonly Expression[];
}

interface Expression {
  readonly sourcePosition: {
    readonly line: number;
    readonly currentOffset: number;
    readonly endOffset: number;
  };
  /** Absent when it was never evaluated. */
  readonly values?: readonly { readonly value: Readonly<Record<string, unknown>> }[];
  readonly children?: readonly Expression[];
}

/** How many expressions there are, and where the gaps are, from the first line to the last. */
export function readCoverage(data: unknown): { expressions: number; gaps: Gap[] } {
  const { rules, report } = data as CoverageReport;
  const content = rules.files[0]?.content ?? '';
  const all = report.flatMap(withChildren);
  const gaps = all.flatMap(({ sourcePosition, values = [] }) => {
    const missing = missingFrom(values.map(({ value }) => value));
    if (missing === null) return [];
    const { line, currentOffset, endOffset } = sourcePosition;
    const text = content
      .slice(currentOffset, endOffset + 1)
      .replaceAll(/\s+/g, ' ')
      .trim();
    return [{ expression: text, line, missing }];
  });
  return { expressions: all.length, gaps: gaps.toSorted((one, two) => one.line - two.line) };
}

function withChildren(expression: Expression): Expression[] {
  return [expression, ...(expression.children ?? []).flatMap(withChildren)];
}

/**
 * Only what is nothing but true or false, or an error, has to be seen as both; a field that some
 * document has as `true` is a value.
 */
function missingFrom(values: readonly Readonly<Record<string, unknown>>[]): Gap['missing'] | null {
  if (values.length === 0) return 'never evaluated';
  if (!values.every((value) => 'boolValue' in value || 'undefined' in value)) return null;
  if (!values.some(({ boolValue }) => boolValue === true)) return 'never true';
  return values.some(({ boolValue }) => boolValue === false) ? null : 'never false';
}
