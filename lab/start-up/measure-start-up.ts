import type { Figure } from '../results.ts';
import { measureBundleSize } from './bundle-size.ts';
import { measureColdImport } from './cold-import.ts';

export interface StartUpOptions {
  /** Fewer repetitions. */
  readonly quick: boolean;
  readonly onProgress?: (detail: string) => void;
}

/**
 * What one waits for before anything runs: a cold start of the functions, the bytes of the client core.
 * The functions have to be built.
 */
export async function measureStartUp({
  quick,
  onProgress = () => {},
}: StartUpOptions): Promise<readonly Figure[]> {
  const sizes = await measureBundleSize();
  const imports = quick ? 5 : 10;
  const cold = await measureColdImport(imports, (done) =>
    onProgress(`cold import ${done} of ${imports}`),
  );
  return [...sizes, ...cold];
}
