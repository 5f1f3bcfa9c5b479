import { DefaultReporter, type TestModule, type TestSpecification, type Vitest } from 'vitest/node';

/** When nothing was to be printed for so long, it is said what is running. */
const QUIET_MS = 20_000;

export interface TestReporterOptions {
  /** What runs: `short` and `full` are followed by what was not run. */
  readonly selection?: string | undefined;
  /** By project, how many test files this run leaves out. */
  readonly leftOut: () => ReadonlyMap<string, number>;
}

/**
 * Vitest's own report, with how far it is at each file (`[12/61]`), what is running while nothing
 * ends, what was not run and how to run it, and a last line for machines: `812 passed, 0 failed`.
 */
export class TestReporter extends DefaultReporter {
  readonly #options: TestReporterOptions;
  readonly #running = new Map<TestModule, number>();
  #total = 0;
  #ended = 0;
  #quiet: NodeJS.Timeout | undefined;

  constructor(options: TestReporterOptions) {
    super();
    this.#options = options;
  }

  override onInit(vitest: Vitest): void {
    super.onInit(vitest);
    vitest.onClose(() => clearTimeout(this.#quiet));
  }

  override onTestRunStart(files: readonly TestSpecification[]): void {
    this.#total = files.length;
    this.#ended = 0;
    super.onTestRunStart(files);
    this.#sayWhatRuns();
  }

  onTestModuleStart(file: TestModule): void {
    this.#running.set(file, performance.now());
  }

  override onTestModuleEnd(file: TestModule): void {
    this.#running.delete(file);
    this.#ended += 1;
    super.onTestModuleEnd(file);
    this.#sayWhatRuns();
  }

  protected override getEntityPrefix(
    entity: Parameters<DefaultReporter['getEntityPrefix']>[0],
  ): string {
    const prefix = super.getEntityPrefix(entity);
    return entity.type === 'module' ? `${this.#howFar()} ${prefix}` : prefix;
  }

  override onTestRunEnd(...args: Parameters<DefaultReporter['onTestRunEnd']>): void {
    clearTimeout(this.#quiet);
    super.onTestRunEnd(...args);
    const [files, errors] = args;
    const { selection, leftOut } = this.#options;
    if (selection === 'short' || selection === 'full') this.log(notRun(selection, leftOut()));
    this.log(closingLine(files, errors.length));
  }

  #howFar(): string {
    const total = String(this.#total);
    return `[${String(this.#ended).padStart(total.length)}/${total}]`;
  }

  /** On a terminal Vitest shows that itself. */
  #sayWhatRuns(): void {
    clearTimeout(this.#quiet);
    if (this.isTTY) return;
    this.#quiet = setTimeout(() => {
      const running = [...this.#running].map(([file, begun]) => {
        const seconds = Math.round((performance.now() - begun) / 1000);
        return `${file.relativeModuleId} (${seconds} s)`;
      });
      if (running.length > 0) this.log(`${this.#howFar()} … ${running.join(', ')}`);
      this.#sayWhatRuns();
    }, QUIET_MS).unref();
  }
}

/** One line: what was not run, and the command that runs it. */
export function notRun(selection: 'short' | 'full', leftOut: ReadonlyMap<string, number>): string {
  if (selection === 'full') {
    return 'Not run: the searches that take longer (npm run test:model -- --long, test:chaos, test:rules:mutation, test:mutation).';
  }
  const counts = [...leftOut].filter(([, count]) => count > 0);
  const sum = counts.reduce((total, [, count]) => total + count, 0);
  const files = counts.map(([project, count]) => `${count} of ${project}`).join(', ');
  return `Not run: ${sum} test files (${files}). Everything: npm run test:full`;
}

/** What CI reads. What went wrong outside of a test, as in a hook or an import, counts as failed. */
export function closingLine(files: readonly TestFile[], errors: number): string {
  let passed = 0;
  let failed = errors;
  for (const file of files) {
    const failures = [...file.children.allTests('failed')].length;
    passed += [...file.children.allTests('passed')].length;
    failed += file.state() === 'failed' ? Math.max(1, failures) : 0;
  }
  return `${passed} passed, ${failed} failed`;
}

/** What is looked at of a `TestModule`. */
interface TestFile {
  state(): string;
  readonly children: { allTests(state: 'passed' | 'failed'): Iterable<unknown> };
}
