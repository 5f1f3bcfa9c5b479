/** The ends of the scale, in milliseconds: what is shorter is as short, an hour is the longest there is. */
const SHORTEST = 1;
const LONGEST = 3_600_000;

/** How far along a logarithmic scale from a millisecond to an hour a time stands, from 0 to 1. */
export function alongLogScale(ms: number): number {
  const within = Math.min(LONGEST, Math.max(SHORTEST, ms));
  return Math.log(within / SHORTEST) / Math.log(LONGEST / SHORTEST);
}
