import { type Count } from './bar-text.js';
import type { Terminal } from './terminal.js';
/**
 * Shows one line with a bar while `work` runs, in place on a terminal and every few seconds
 * elsewhere. On stderr: stdout is for the answer.
 *
 * @param work reports how far it is, and may add a word.
 * @param wasLeft whether the work was given up on request, which the line then shows.
 */
export declare function showProgress<T>({ err }: Pick<Terminal, 'err'>, title: string, work: (show: (count: Count, word?: string) => void) => Promise<T>, wasLeft: (result: T) => boolean): Promise<T>;
