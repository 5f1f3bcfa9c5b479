import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

/**
 * What this process holds, in bytes, right after a collection: what is garbage says nothing about
 * whether the memory grows.
 */
export function liveMemory(): { readonly rss: number; readonly heapUsed: number } {
  collect();
  const { rss, heapUsed } = process.memoryUsage();
  return { rss, heapUsed };
}
