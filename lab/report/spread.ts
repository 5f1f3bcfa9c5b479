/**
 * Moves positions apart until neighbours are at least `gap` away from each other, and keeps their
 * order: where the labels of lines go that end close together. The answer is in the order of the input.
 */
export function spread(positions: readonly number[], gap: number): readonly number[] {
  const order = positions.map((at, index) => ({ at, index })).sort((a, b) => a.at - b.at);
  /** Runs of labels that touch, each around the middle of where its labels would like to be. */
  const runs: { wanted: number[]; members: number[] }[] = [];
  for (const { at, index } of order) {
    runs.push({ wanted: [at], members: [index] });
    for (;;) {
      const last = runs.at(-1);
      const before = runs.at(-2);
      if (last === undefined || before === undefined) break;
      if (startOf(before, gap) + before.members.length * gap <= startOf(last, gap)) break;
      before.wanted.push(...last.wanted);
      before.members.push(...last.members);
      runs.pop();
    }
  }
  const moved = [...positions];
  for (const run of runs) {
    const start = startOf(run, gap);
    for (const [place, index] of run.members.entries()) moved[index] = start + place * gap;
  }
  return moved;
}

function startOf({ wanted }: { wanted: readonly number[] }, gap: number): number {
  const mean = wanted.reduce((sum, each) => sum + each, 0) / wanted.length;
  return mean - ((wanted.length - 1) * gap) / 2;
}
