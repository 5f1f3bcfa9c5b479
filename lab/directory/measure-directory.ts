import { inOwnProcess } from '../own-process.ts';
import type { DirectoryView } from '../results.ts';
import type { DirectoryInput } from './directory-process.ts';

export type { DirectoryInput } from './directory-process.ts';

/** Far more than it takes on two cores. */
const WITHIN_MS = 1_800_000;

/** What the console's views of the directory read, and how long they take, by the number of people. */
export function measureDirectory(
  input: DirectoryInput,
  onProgress: (detail: string) => void,
): Promise<readonly DirectoryView[]> {
  return inOwnProcess<DirectoryInput, readonly DirectoryView[]>(
    new URL('./directory-process.ts', import.meta.url),
    input,
    { onProgress, withinMs: WITHIN_MS },
  );
}
