import { spawn } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';
import type { ChildReport } from './child-report.ts';
import { FIREBASE_CLI } from './firebase-tools.ts';
import { isRunning, killAll, signal } from './process-tree.ts';

/** As a URL, because Windows' paths are none. */
const PRELOAD = new URL('./firebase-preload.ts', import.meta.url).href;

/** A killed process is reaped at once, unless the container has no init process. */
const KILLED_WITHIN_MS = 2000;

/** How long firebase-tools may take to end once it has ended the JVM. */
const FOLLOWS_WITHIN_MS = 5000;

/** Why the emulators are no longer there. */
export interface Ending {
  /** In words: "firebase-tools ended with code 1". */
  readonly what: string;
}

export interface EmulatorProcess {
  readonly pid: number;
  /** Resolves once, when firebase-tools or the Firestore emulator's JVM has ended. */
  readonly ended: Promise<Ending>;
  /** Asks everything to end, ends by force what has not within `graceMs`, and waits for it. */
  readonly end: (graceMs: number) => Promise<void>;
  /** Ends everything by force, now. Safe in a process that is exiting itself. */
  readonly kill: () => void;
}

/**
 * Starts firebase-tools in a process group of its own, so that Ctrl-C in the terminal reaches the
 * launcher alone and the launcher decides what ends when.
 */
export function startEmulatorProcess(options: {
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  readonly onOutput: (chunk: Buffer) => void;
}): EmulatorProcess {
  const main = spawn(process.execPath, ['--import', PRELOAD, FIREBASE_CLI, ...options.args], {
    cwd: options.cwd,
    env: options.env,
    detached: process.platform !== 'win32',
    windowsHide: true,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  const { pid } = main;
  if (pid === undefined) throw new Error('firebase-tools did not start.');

  /** What firebase-tools has started and not yet seen end; it outlives firebase-tools itself. */
  const children = new Set<number>();
  const java = new Set<number>();
  const { promise: ended, resolve: setEnded } = Promise.withResolvers<Ending>();
  main.stdout?.on('data', options.onOutput);
  main.stderr?.on('data', options.onOutput);
  main.once('error', (error) =>
    setEnded({ what: `firebase-tools did not start: ${error.message}` }),
  );
  main.once('exit', (code, by) => setEnded({ what: `firebase-tools ${endingOf(code, by)}` }));
  main.on('message', (message) => {
    const report = message as ChildReport;
    if (report.type === 'child-started') {
      children.add(report.pid);
      if (isEmulatorJvm(report.command)) java.add(report.pid);
      return;
    }
    children.delete(report.pid);
    // firebase-tools goes on without Firestore when its JVM ends; the tests cannot.
    if (!java.has(report.pid)) return;
    const ending = { what: `the Firestore emulator ${endingOf(report.code, report.signal)}` };
    // By 130 it ends when firebase-tools asks it to, which then goes by itself.
    if (report.code === 130) setTimeout(setEnded, FOLLOWS_WITHIN_MS, ending).unref();
    else setEnded(ending);
  });

  const alive = () => [pid, ...children].filter(isRunning);
  const kill = () => killAll(alive());
  const gone = async (withinMs: number) => {
    const deadline = Date.now() + withinMs;
    while (alive().length > 0 && Date.now() < deadline) await delay(20);
  };
  return {
    pid,
    ended,
    kill,
    async end(graceMs) {
      signal(pid, 'SIGTERM');
      await gone(graceMs);
      kill();
      await gone(KILLED_WITHIN_MS);
    },
  };
}

/** `java -version`, which firebase-tools asks first, is not it. */
export function isEmulatorJvm(command: string): boolean {
  return /^java .*-jar /.test(command);
}

function endingOf(code: number | null, by: NodeJS.Signals | null): string {
  return by ? `was ended by ${by}` : `ended with code ${code}`;
}
