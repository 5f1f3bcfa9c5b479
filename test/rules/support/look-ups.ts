/** The emulator's report, `GET /emulator/v1/projects/{projectId}:ruleCoverage`, as far as it is read here. */
export interface CoverageReport {
  readonly rules: { readonly files: readonly { readonly content: string }[] };
  readonly report: readonly Expression[];
}

interface Expression {
  readonly sourcePosition: { readonly currentOffset?: number; readonly endOffset: number };
  /** Each value that it had, and how often; absent when it was never evaluated. */
  readonly values?: readonly {
    readonly value: Readonly<Record<string, unknown>>;
    readonly count: number;
  }[];
  readonly children?: readonly Expression[];
}

/**
 * A call that looks up a document, as the report cuts it out: without the bracket that closes it.
 * https://firebase.google.com/docs/firestore/security/rules-conditions#access_other_documents
 */
const LOOK_UP = /^(?:get|getAfter|exists|existsAfter)\((\/.*)$/s;

/**
 * How often each path that the rules look up was evaluated since they were loaded. Firestore bills the
 * same document once a request, however often a request asks for it.
 */
export function lookUpsIn({ rules, report }: CoverageReport): ReadonlyMap<string, number> {
  const content = rules.files[0]?.content ?? '';
  const counts = new Map<string, number>();
  const visit = ({ sourcePosition, values = [], children = [] }: Expression) => {
    const { currentOffset = 0, endOffset } = sourcePosition;
    const path = LOOK_UP.exec(content.slice(currentOffset, endOffset + 1).trim())?.[1];
    if (path !== undefined && isOpen(path)) {
      // While a document is being fetched the expression has no value, which is counted too.
      const times = values.filter(({ value }) => !('undefined' in value));
      const sum = times.reduce((total, { count }) => total + count, 0);
      counts.set(path, Math.max(sum, counts.get(path) ?? 0));
    }
    children.forEach(visit);
  };
  report.forEach(visit);
  return counts;
}

/** Whether the call's own bracket is still open: this is the path, and not `get(path).data`. */
function isOpen(path: string): boolean {
  let open = 1;
  for (const letter of path) {
    if (letter === '(') open += 1;
    if (letter === ')') open -= 1;
    if (open === 0) return false;
  }
  return true;
}

/** Documents looked up by `requests` like requests: each document once a request. */
export function billedLookUps(
  before: ReadonlyMap<string, number>,
  after: ReadonlyMap<string, number>,
  requests: number,
): number {
  return [...after]
    .map(([path, times]) => Math.min(times - (before.get(path) ?? 0), requests))
    .reduce((sum, times) => sum + times, 0);
}
