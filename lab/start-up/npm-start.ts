import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import path from 'node:path';
import { ROOT, STATE_FOLDER } from '../../tools/emulators/root.ts';
import type { Figure } from '../results.ts';
import { median } from './median.ts';

const ENTRY = path.join(ROOT, 'tools/run.mjs');

/** The headline of `tools/start-summary.ts`, which comes when the app can be opened. */
const READY = 'live-claims is running';

const READY_WITHIN_MS = 180_000;

/** A shutdown takes a second; see `END_GRACE_MS` of the stack. */
const STOPPED_WITHIN_MS = 30_000;

/**
 * How long `npm start` takes until the app can be opened, on ports of its own and with fresh demo data,
 * which are gone afterwards.
 */
export async function measureNpmStart(
  times: number,
  onProgress: (done: number) => void,
): Promise<Figure> {
  const seconds: number[] = [];
  for (let turn = 0; turn < times; turn++) {
    seconds.push((await startOnce()) / 1000);
    onProgress(turn + 1);
  }
  const each = seconds.map((value) => value.toFixed(1)).join(', ');
  return {
    name: 'npm start to ready',
    value: Math.round(median(seconds) * 10) / 10,
    unit: 's',
    aim: null,
    note: `Until the app can be opened, emulators, seeded demo data and web server included: ${each} s, with warm caches. npm itself, which comes before it, is not in it.`,
  };
}

/** @returns milliseconds. @throws when it ends, or is not ready in three minutes. */
async function startOnce(): Promise<number> {
  const begun = performance.now();
  const child = spawn(process.execPath, [ENTRY, 'start', '--free-ports'], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  try {
    await untilPrinted(child, READY);
    return performance.now() - begun;
  } finally {
    await stop(child);
    rmSync(path.join(STATE_FOLDER, `start-${child.pid}.log`), { force: true });
  }
}

function untilPrinted(child: ChildProcess, text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    let printed = '';
    const timer = setTimeout(
      () => fail(`It was not ready in ${READY_WITHIN_MS} ms`),
      READY_WITHIN_MS,
    );
    const fail = (what: string) => {
      clearTimeout(timer);
      reject(new Error(`npm start: ${what}. It printed:\n${printed}`));
    };
    const read = (chunk: Buffer) => {
      printed += chunk;
      if (!printed.includes(text)) return;
      clearTimeout(timer);
      resolve();
    };
    child.stdout?.on('data', read);
    child.stderr?.on('data', read);
    child.once('exit', () => fail('it ended'));
  });
}

/** As Ctrl-C does; at once when that takes too long. Everything that it has started ends with it. */
async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.kill('SIGINT');
  const timer = setTimeout(() => child.kill('SIGKILL'), STOPPED_WITHIN_MS);
  await exited;
  clearTimeout(timer);
}
