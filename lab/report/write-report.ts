import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { LabResults } from '../results.ts';
import { withFigures } from './answers-table.ts';
import { labPage, PLOTS } from './lab-page.ts';
import { billPlot } from './plot-bill.ts';
import { effectPlot } from './plot-effect.ts';
import { stormPlot } from './plot-storms.ts';
import { renderSvg } from './render-svg.ts';
import { summarise } from './summary.ts';

/** The page whose figures come from the results, and what the web app shows of them. */
export interface Shown {
  readonly answers: string;
  readonly figures: string;
}

const ROOT = path.resolve(import.meta.dirname, '../..');

/** In this repository. */
const SHOWN: Shown = {
  answers: path.join(ROOT, 'docs/answers.md'),
  figures: path.join(ROOT, 'web/src/app/compare/figures.json'),
};

/**
 * Writes `lab.json`, `lab.md` and the plots into the folder, and brings the figures where people read
 * them.
 *
 * @param shown elsewhere than in this repository, for tests.
 */
export async function writeReport(
  results: LabResults,
  folder: string,
  shown: Shown = SHOWN,
): Promise<void> {
  const summary = summarise(results);
  const answers = withFigures(await readFile(shown.answers, 'utf8'), summary);
  const plots = [
    [PLOTS.effect, effectPlot(summary)],
    [PLOTS.bill, billPlot(results)],
    [PLOTS.storms, stormPlot(results)],
  ] as const;
  await mkdir(folder, { recursive: true });
  await Promise.all([
    writeFile(path.join(folder, 'lab.json'), json(results)),
    writeFile(path.join(folder, 'lab.md'), labPage(results)),
    ...plots.map(async ([name, plot]) => {
      if (plot !== null) await writeFile(path.join(folder, name), await renderSvg(plot));
    }),
    writeFile(shown.answers, answers),
    writeFile(shown.figures, json(summary)),
  ]);
}

/** As `npm run check` wants it: pairs of numbers, such as intervals, on one line. */
function json(value: unknown): string {
  const text = JSON.stringify(value, null, 2);
  return `${text.replace(/\[\s+(-?[\d.e+-]+),\s+(-?[\d.e+-]+)\s+\]/g, '[$1, $2]')}\n`;
}
