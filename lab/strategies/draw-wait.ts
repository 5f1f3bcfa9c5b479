import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

/** The same in every run. */
const random = xoroshiro128plus(7);

/**
 * Milliseconds until the next turn of something that happens every `intervalMs`, seen from a moment
 * that has nothing to do with it: uniform.
 */
export function drawWait(intervalMs: number): number {
  return uniformFloat64(random) * intervalMs;
}
