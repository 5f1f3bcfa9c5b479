import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, it } from 'vitest';
import { isRunning, killAll } from './process-tree.ts';

/** A process that starts another and prints its id; neither ends by itself. */
const PARENT = `
  const child = require('node:child_process').spawn(process.execPath, ['-e', 'setInterval(() => {}, 1e6)'], { stdio: 'inherit' });
  console.log(child.pid);
  setInterval(() => {}, 1e6);
`;

it('ends a process together with those of its group', async () => {
  const parent = spawn(process.execPath, ['-e', PARENT], {
    detached: true,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const [line] = (await once(parent.stdout, 'data')) as [Buffer];
  expect(isRunning(Number(line))).toBe(true);
  killAll([parent.pid as number]);
  // "close" comes once the parent has ended and its output is closed, by its child as well.
  await once(parent, 'close');
  expect(isRunning(parent.pid as number)).toBe(false);
});

it('passes over a process that has ended already', async () => {
  const gone = spawn(process.execPath, ['-e', '']);
  await once(gone, 'exit');
  killAll([gone.pid as number]);
  expect(isRunning(gone.pid as number)).toBe(false);
});
