import { execFileSync } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LabResults } from '../results.ts';
import { labPage } from './lab-page.ts';
import { summarise } from './summary.ts';
import { MADE_UP } from './testing/made-up-results.ts';
import { writeReport } from './write-report.ts';

describe('the report of a run', () => {
  let folder: string;
  const read = (name: string) => readFile(path.join(folder, name), 'utf8');
  const answersFile = () => path.join(folder, 'answers.md');

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'report-'));
    const page = 'Before.\n\n<!-- figures -->\n\nold\n\n<!-- /figures -->\n\nAfter.\n';
    await writeFile(answersFile(), page);
    await writeReport(MADE_UP, folder, answersFile());
  });
  afterAll(() => rm(folder, { recursive: true }));

  it('is a page, the data and three plots', async () => {
    expect((await readdir(folder)).sort()).toEqual([
      'answers.md',
      'lab-bill.svg',
      'lab-effect.svg',
      'lab-load.svg',
      'lab.json',
      'lab.md',
    ]);
    expect(JSON.parse(await read('lab.json'))).toEqual(MADE_UP);
  });

  it('writes the data as the check of the repository wants it', async () => {
    const biome = path.resolve(import.meta.dirname, '../../node_modules/@biomejs/biome/bin/biome');
    const text = await read('lab.json');
    const args = [biome, 'format', '--stdin-file-path=lab/results/lab.json'];
    expect(execFileSync(process.execPath, args, { input: text, encoding: 'utf8' })).toBe(text);
  });

  it('puts the figures between the markers of the answers, and leaves the prose', async () => {
    const answers = await read('answers.md');
    expect(answers).toMatch(/^Before\.\n\n<!-- figures -->\n\n\| approach/);
    expect(answers).toMatch(/<!-- \/figures -->\n\nAfter\.\n$/);
    expect(answers).not.toContain('old');
    await writeReport(MADE_UP, folder, answersFile());
    expect(await read('answers.md')).toBe(answers);
  });

  it('refuses a page without such a place, and writes nothing', async () => {
    const bare = path.join(folder, 'bare.md');
    await writeFile(bare, 'no markers');
    await expect(writeReport(MADE_UP, path.join(folder, 'out'), bare)).rejects.toThrow('figures');
    expect(await readdir(folder)).not.toContain('out');
    await rm(bare);
  });

  it('draws plots in words, for light and dark pages', async () => {
    const effect = await read('lab-effect.svg');
    for (const { name } of MADE_UP.strategies) expect(effect).toContain(name);
    expect(effect).toContain('client refuses to refresh');
    expect(effect).toContain('prefers-color-scheme: dark');
    const bill = await read('lab-bill.svg');
    for (const { name } of MADE_UP.strategies) expect(bill).toContain(name);
    expect(await read('lab-load.svg')).toContain('spread over 10 s (1,000)');
    for (const svg of [effect, bill]) expect(svg).not.toMatch(/NaN|undefined/);
  });
});

describe('the page', () => {
  const row = (page: string, name: string, after: string) =>
    page
      .slice(page.indexOf(after))
      .split('\n')
      .find((line) => line.startsWith(`| ${name} `))
      ?.split('|')
      .slice(1, -1)
      .map((cell) => cell.trim());

  it('names the command, the machine and the versions', () => {
    const page = labPage(MADE_UP);
    expect(page).toContain('`npm run bench -- --quick`, a quick run');
    expect(row(page, 'costs', '# The comparison lab')).toEqual([
      ...['costs', '2026-11-25 09:30', '0.2', '1.1'],
    ]);
    expect(page).toContain('2 cores and 24 GiB');
    expect(page).toContain('firebase-tools 15.34.2');
    expect(page).toContain('**roles cached in Redis**: no redis-server is installed');
  });

  it('marks a part that was measured beside other work, and no other', () => {
    expect(labPage(MADE_UP)).not.toContain('beside other work');
    const costs = { at: '2026-11-25T09:30:00.000Z', loadBefore: 7.5, loadAfter: 1.1 };
    const busy = { ...MADE_UP, parts: { ...MADE_UP.parts, costs } };
    expect(labPage(busy)).toContain('**Measured beside other work: costs.**');
  });

  it('sets ours against the baseline and every approach against ours', () => {
    const page = labPage(MADE_UP);
    expect(row(page, 'by trigger', '## Against the baseline')).toEqual([
      'by trigger',
      ...['14 ms', '17 ms', '1.2×'],
      ...['20 ms', '30 ms', '1.5×'],
    ]);
    // 3 ms to 16.8 ms; what takes less than a millisecond counts as one: 1 to 14 and to 12.
    const looksUp = row(page, 'A role document, looked up by the rules', '### Against ours');
    expect(looksUp?.slice(1)).toEqual(['0.2×', '0.1×', '0.1×']);
  });

  it('tells what failed, and marks what is computed', () => {
    const page = labPage(MADE_UP);
    const asks = row(page, 'GET /me every 5 s', '## From an edit');
    expect(asks?.slice(-4)).toEqual(['2.5 s · 4.8 s', 'failed', '12 ms · 24 ms', '32']);
    const waits = row(page, 'Claims, and wait for the token to run out', '## From an edit');
    expect(waits?.at(-2)).toBe('≤ 1 h *');
    expect(page).toContain('An ID token lives for an hour. (Claims, and wait');
    expect(row(page, 'client core', '## Sizes')).toEqual([
      'client core',
      '4.4 kB',
      '4 kB, missed',
      'min+gzip',
    ]);
  });

  it('sets a membership against a role, by time and by what is counted', () => {
    const page = labPage(MADE_UP);
    const after = '## Organisations';
    // 24 ms to 16 ms; intervals as made up.
    expect(row(page, 'A membership, token check', after)).toEqual([
      ...['A membership, token check', '19 ms · 38 ms', '27 ms · 54 ms', '24 ms · 40 ms'],
      ...['22 ms – 26 ms', '1.5×', '0.5 ms · 0.5 ms', '≤ 1 h *', '0'],
    ]);
    expect(row(page, 'a membership, by the callable', after)?.slice(1)).toEqual([
      ...['0', '0', '5', '1', '0', '0', '24 ms', '22 ms – 26 ms', '1.5×', '0'],
    ]);
    expect(row(page, '10,000', after)?.slice(0, 2)).toEqual(['10,000', 'a membership']);
    expect(row(page, 'memberships of one organisation', after)?.slice(1, 6)).toEqual([
      ...['1,000', '10 s', '19 s', '20 s', '0'],
    ]);
    expect(page).toContain('| 200 organisations: named by the token | 35 organisations |');
  });

  it('has reads and times of the directory side by side, by the number of people', () => {
    const cells = row(labPage(MADE_UP), 'first page, by name', '## The directory');
    expect(cells?.slice(1)).toEqual(['50 · 5.0 ms · 10 ms', '50 · 500 ms · 1 s']);
  });

  it('stands without what a quick run leaves out', () => {
    const bare: LabResults = {
      ...MADE_UP,
      costs: [],
      loadTests: [],
      slope: [],
      checks: [],
      figures: [],
      orgs: null,
      directory: [],
    };
    const page = labPage(bare);
    expect(page).not.toContain('lab-bill.svg');
    expect(page).not.toContain('lab-load.svg');
    expect(page.match(/Not (measured|counted) in this run\./g)).toHaveLength(7);
  });
});

it('the summary begins with the fastest grant, and leaves no window out', () => {
  const { rows } = summarise(MADE_UP);
  expect(rows.map(({ id }) => id)).toEqual([
    'look-up-in-rules',
    'ours-callable',
    'ours-trigger',
    'me-5s',
    'wait-for-expiry',
  ]);
  expect(rows.find(({ id }) => id === 'me-5s')).toMatchObject({ revoke: null, failures: 32 });
  expect(rows.at(-1)?.refusing).toEqual({
    bound: 3_600_000,
    because: 'An ID token lives for an hour.',
  });
});
