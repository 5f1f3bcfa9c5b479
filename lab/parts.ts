import type { Figure, LabResults, PartName, PartRun, Skipped } from './results.ts';

/** What one part found out. */
export type PartResults = Partial<
  Omit<LabResults, 'command' | 'quick' | 'parts' | 'machine' | 'versions' | 'figures' | 'skipped'>
> & { readonly figures?: readonly Figure[]; readonly skipped?: readonly Skipped[] };

/**
 * The results with one part measured anew: what it found before is gone, and all others stay as they are. A part that
 * failed leaves what it found before, and says so.
 */
export function withPart(
  results: LabResults,
  part: PartName,
  { figures = [], skipped = [], ...found }: PartResults,
  run: PartRun,
): LabResults {
  const isOther = (each: { readonly part?: PartName }) => each.part !== part;
  const hasFailed = Object.keys(found).length === 0 && figures.length === 0;
  return {
    ...results,
    ...found,
    parts: hasFailed ? results.parts : { ...results.parts, [part]: run },
    figures: hasFailed
      ? results.figures
      : [...results.figures.filter(isOther), ...figures.map((each) => ({ ...each, part }))],
    skipped: [...results.skipped.filter(isOther), ...skipped.map((each) => ({ ...each, part }))],
  };
}
