/** How often each function has been started, by the Functions emulator's log. */
export function countInvocations(log: string): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const [, name = ''] of log.matchAll(/Beginning execution of "[a-z0-9-]+-(\w+)"/g)) {
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return counts;
}
