/** Milliseconds on the machine's own monotonic clock, which its processes read alike. */
export function machineNow(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}
