import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { runLogFile } from './run-log.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'run-log-test-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

it('a run has a log of its own, and removes those of runs that have ended', async () => {
  const ended = spawn(process.execPath, ['-e', '']);
  await once(ended, 'exit');
  for (const name of [`test-${ended.pid}.log`, `test-${process.ppid}.log`, 'start.log']) {
    writeFileSync(path.join(folder, name), '');
  }
  expect(runLogFile('test', folder)).toBe(path.join(folder, `test-${process.pid}.log`));
  expect(readdirSync(folder).toSorted()).toEqual(['start.log', `test-${process.ppid}.log`]);
});

it('the first run needs no folder yet', () => {
  const missing = path.join(folder, 'missing');
  expect(runLogFile('start', missing)).toBe(path.join(missing, `start-${process.pid}.log`));
});
