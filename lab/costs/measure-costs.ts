import { mapConcurrent } from '../map-concurrent.ts';
import { inOwnProcess } from '../own-process.ts';
import type { LabResults } from '../results.ts';
import type { CostsInput } from './costs-process.ts';

export interface CostOptions {
  /** How many changes, and how many requests, to divide by. */
  readonly times: number;
  readonly onProgress: (detail: string) => void;
}

type Costs = Pick<LabResults, 'costs' | 'skipped'>;

/**
 * Strategies whose functions start by a write, each to be counted on a stack of its own: when a
 * client's listener closes in the middle of a commit, the Firestore emulator may not tell the functions
 * of it, nor of any that comes later.
 */
const BY_TRIGGER = [
  'docs-marker',
  'firestore-auth-claims',
  'ours-token',
  'ours-trigger',
  'ours-document',
  'ours-callable',
];

const WITHIN_MS = 900_000;
const ATTEMPTS = 3;

/** Stacks side by side. */
const LANES = 2;

/** Counts, at the emulators, what each strategy takes. One that cannot be counted is told of. */
export async function measureCosts({ times, onProgress }: CostOptions): Promise<Costs> {
  const groups = [
    { without: BY_TRIGGER, from: 0 },
    { without: BY_TRIGGER, from: 1 },
    ...BY_TRIGGER.map((id) => ({ only: id })),
  ] as const;
  // Side by side, as what is counted does not depend on how long it takes.
  const counted = await mapConcurrent(groups, LANES, (which) =>
    countGroup({ times, which }, (detail) => onProgress(`${nameOf(which)}: ${detail}`)),
  );
  return {
    costs: counted.flatMap(({ costs }) => costs),
    skipped: counted.flatMap(({ skipped }) => skipped),
  };
}

async function countGroup(input: CostsInput, onProgress: (detail: string) => void): Promise<Costs> {
  for (let attempt = 1; ; attempt++) {
    try {
      const module = new URL('./costs-process.ts', import.meta.url);
      return await inOwnProcess(module, input, { onProgress, withinMs: WITHIN_MS });
    } catch (error) {
      const why = (error as Error).message.split('\n', 1)[0] as string;
      if (attempt === ATTEMPTS)
        return { costs: [], skipped: [{ what: nameOf(input.which), why, isFault: true }] };
      onProgress(`once more: ${why}`);
    }
  }
}

function nameOf(which: CostsInput['which']): string {
  return 'only' in which ? which.only : `without triggers, ${which.from + 1} of 2`;
}
