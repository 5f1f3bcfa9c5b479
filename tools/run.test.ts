import { execFile } from 'node:child_process';
import path from 'node:path';
import { expect, it } from 'vitest';

const RUN = path.join(import.meta.dirname, 'run.mjs');

/** The exit code and what a person reads. */
function run(args: readonly string[], nodeOptions: readonly string[] = []) {
  return new Promise<{ readonly code: unknown; readonly text: string }>((resolve) => {
    execFile(process.execPath, [...nodeOptions, RUN, ...args], (error, stdout, stderr) =>
      resolve({ code: error?.code ?? 0, text: stdout + stderr }),
    );
  });
}

it('a command teaches how to use it', async () => {
  const { code, text } = await run(['start', '--help']);
  expect(code).toBe(0);
  expect(text).toContain('--data <folder>');
});

it('a wrong option is answered with a sentence, not with a stack trace', async () => {
  const { code, text } = await run(['start', '--fast']);
  expect(code).toBe(1);
  expect(text).toContain("Unknown option '--fast'.");
  expect(text).not.toMatch(/at .*\.ts:/);
});

it('an old Node is answered with what to do', async () => {
  const older = `Object.defineProperty(process, 'versions', { value: { node: '20.20.2' } })`;
  const preload = `data:text/javascript,${encodeURIComponent(older)}`;
  const { code, text } = await run(['start', '--help'], ['--import', preload]);
  expect(code).toBe(1);
  expect(text).toContain(
    '[unsupported-node] live-claims needs Node 24 or newer; this is Node 20.20.2.',
  );
  expect(text).toContain('`npm install`, then `npm start`');
});
