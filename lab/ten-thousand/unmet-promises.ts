import type { Phase } from './phase.ts';
import { claimsCalls } from './table.ts';

/** A heap that grows by less over a run is as flat as a measurement can tell. */
const FLAT_WITHIN_MIB = 10;

/** What the runs were to show and did not, in sentences; empty when all is well. */
export function unmetPromises(
  phases: readonly Phase[],
  { accounts, roles }: { readonly accounts: number; readonly roles: number },
): readonly string[] {
  return phases.flatMap((phase): string[] => {
    const { title, status, seen, changed, setAside, memory, counts, invocations } = phase;
    const bulk = title.startsWith('bulk');
    const people = bulk ? roles : accounts;
    const idle = title.includes('nothing to do');
    const unmet: string[] = [];
    const promise = (kept: boolean, sentence: string) => {
      if (!kept) unmet.push(`${title}: ${sentence}`);
    };
    promise(status === 'done' && seen === people, `${status} after ${seen} of ${people} people`);
    promise(changed === (idle ? 0 : people), `${changed} people were changed`);
    promise(setAside === 0, `${setAside} people were set aside`);
    promise(claimsCalls(phase) === (idle ? 0 : people), `${claimsCalls(phase)} claims calls`);
    if (idle) {
      // A step writes the job's progress, once.
      const own = invocations.runJob ?? 0;
      promise(
        counts.documents.written <= own,
        `${counts.documents.written} documents were written`,
      );
    }
    const first = memory[1]?.heapMiB ?? memory[0]?.heapMiB ?? 0;
    const last = memory.at(-1)?.heapMiB ?? 0;
    promise(last - first <= FLAT_WITHIN_MIB, `the heap grew from ${first} to ${last} MiB`);
    return unmet;
  });
}
