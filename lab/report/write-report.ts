import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { LabResults } from '../results.ts';
import { withFigures } from './answers-table.ts';
import { labPage, PLOTS } from './lab-page.ts';
import { billPlot } from './plot-bill.ts';
import { effectPlot } from './plot-effect.ts';
import { loadPlot } from './plot-load.ts';
import { renderSvg } from './render-svg.ts';
import { summarise } from './summary.ts';

/** The page whose figures come from the results. */
const ANSWERS = path.resolve(import.meta.dirname, '../../docs/answers.md');

/**
 * Writes `lab.json`, `lab.md` and the plots into the folder, and the figures into the page of answers.
 *
 * @param answersFile the page of answers.
 * @default docs/answers.md
 * @throws {Error} when that page has no place for the figures; nothing is written then.
 */
export async function writeReport(
  results: LabResults,
  folder: string,
  answersFile: string = ANSWERS,
): Promise<void> {
  const summary = summarise(results);
  const answers = withFigures(await readFile(answersFile, 'utf8'), summary);
  const plots = [
    [PLOTS.effect, effectPlot(summary)],
    [PLOTS.bill, billPlot(results)],
    [PLOTS.loadTests, loadPlot(results)],
  ] as const;
  await mkdir(folder, { recursive: true });
  await Promise.all([
    writeFile(path.join(folder, 'lab.json'), json(results)),
    writeFile(path.join(folder, 'lab.md'), labPage(results)),
    ...plots.map(async ([name, plot]) => {
      if (plot !== null) await writeFile(path.join(folder, name), await renderSvg(plot));
    }),
    writeFile(answersFile, answers),
  ]);
}

/** As `npm run check` wants it: pairs of numbers, such as intervals, on one line. */
function json(value: unknown): string {
  const text = JSON.stringify(value, null, 2);
  return `${text.replace(/\[\s+(-?[\d.e+-]+),\s+(-?[\d.e+-]+)\s+\]/g, '[$1, $2]')}\n`;
}
