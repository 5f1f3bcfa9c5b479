/** The emulator's report, `GET /emulator/v1/projects/{projectId}:ruleCoverage`, as far as it is read here. */
export interface CoverageReport {
  readonly rules: { readonly files: readonly { readonly content: string }[] };
  readonly report: readonly Expression[];
}

interface Expression {
  readonly sourcePosition: { readonly currentOffset?: number; readonly endOffset: number };
  /** Each value that it had, and how often; absent when it was never evaluated. */
  readonly values?: readonly { readonly count: number }[];
  readonly children?: readonly Expression[];
}

/** The functions of rules that look up a document: https://firebase.google.com/docs/firestore/security/rules-conditions */
const LOOK_UP = /^(?:get|getAfter|exists|existsAfter)\(/;

/**
 * How often each look-up that the rules write down was evaluated since they were loaded, by its text.
 * Firestore bills the same document once a request, however often a request asks for it.
 */
export function lookUpsIn({ rules, report }: CoverageReport): ReadonlyMap<string, number> {
  const content = rules.files[0]?.content ?? '';
  const counts = new Map<string, number>();
  const visit = ({ sourcePosition, values = [], children = [] }: Expression) => {
    const { currentOffset = 0, endOffset } = sourcePosition;
    const text = content.slice(currentOffset, endOffset + 1).trim();
    if (LOOK_UP.test(text) && isOneCall(text)) {
      const times = values.reduce((sum, { count }) => sum + count, 0);
      counts.set(text, (counts.get(text) ?? 0) + times);
    }
    children.forEach(visit);
  };
  report.forEach(visit);
  return counts;
}

/** Whether the text is a call and nothing after it: not `get(…).data`. */
function isOneCall(text: string): boolean {
  let open = 0;
  for (const [index, letter] of [...text].entries()) {
    if (letter === '(') open += 1;
    if (letter === ')') open -= 1;
    if (letter === ')' && open === 0) return index === text.length - 1;
  }
  return false;
}

/** Documents looked up by `requests` like requests: each distinct look-up once a request. */
export function billedLookUps(
  before: ReadonlyMap<string, number>,
  after: ReadonlyMap<string, number>,
  requests: number,
): number {
  return [...after]
    .map(([text, times]) => Math.min(times - (before.get(text) ?? 0), requests))
    .reduce((sum, times) => sum + times, 0);
}
