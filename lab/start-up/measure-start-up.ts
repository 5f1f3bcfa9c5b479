import type { Figure } from '../results.ts';
import { measureBundleSize } from './bundle-size.ts';
import { measureColdImport } from './cold-import.ts';
import { measureNpmStart } from './npm-start.ts';

export interface StartUpOptions {
  /** Fewer repetitions. */
  readonly quick: boolean;
  /** What `npm test` took last time, in seconds; null where nobody has said: it is not run for this. */
  readonly npmTestSeconds?: number | null;
  readonly onProgress?: (detail: string) => void;
}

/**
 * What one waits for before anything runs: `npm start`, a cold start of the functions, the bytes of
 * the client core. The functions have to be built.
 */
export async function measureStartUp({
  quick,
  npmTestSeconds = null,
  onProgress = () => {},
}: StartUpOptions): Promise<readonly Figure[]> {
  const sizes = await measureBundleSize();
  const [imports, starts] = quick ? [5, 1] : [10, 3];
  const cold = await measureColdImport(imports, (done) =>
    onProgress(`cold import ${done} of ${imports}`),
  );
  const start = await measureNpmStart(starts, (done) =>
    onProgress(`npm start ${done} of ${starts}`),
  );
  const test: Figure = {
    name: 'npm test in all',
    value: npmTestSeconds ?? Number.NaN,
    unit: 's',
    aim: null,
    note: 'Every test, as it was measured by itself.',
  };
  return [start, ...(npmTestSeconds === null ? [] : [test]), ...sizes, ...cold];
}
