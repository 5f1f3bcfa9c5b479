/**
 * Loaded into the firebase-tools process ahead of its own code (`node --import`), and only there: it
 * is not to be imported.
 * It tells the launcher which processes firebase-tools starts, and ends them all when the launcher
 * is gone, however it went.
 */
import type { ChildProcess } from 'node:child_process';
import { subscribe } from 'node:diagnostics_channel';
import { rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { type ChildReport, REMOVE_VARIABLE } from './child-report.ts';
import { killAll } from './process-tree.ts';

const running = new Set<number>();

// Node publishes every child process there: https://nodejs.org/api/diagnostics_channel.html#child-process
subscribe('child_process', (message) => {
  const child = (message as { process: ChildProcess }).process;
  child.once('spawn', () => {
    const { pid } = child;
    if (pid === undefined) return;
    running.add(pid);
    report({ type: 'child-started', pid, command: child.spawnargs.join(' ') });
    child.once('exit', (code, signal) => {
      running.delete(pid);
      report({ type: 'child-ended', pid, code, signal });
    });
  });
});

function report(message: ChildReport): void {
  if (process.connected) process.send?.(message);
}

process.once('disconnect', () => {
  killAll(running);
  const leftOver = JSON.parse(process.env[REMOVE_VARIABLE] ?? '[]') as readonly string[];
  for (const file of leftOver) rmSync(file, { recursive: true, force: true });
  process.kill(process.pid, 'SIGKILL');
});
// The line to the launcher must not keep a firebase-tools alive that has nothing else to do.
process.channel?.unref();

skipSelfChecks();

/**
 * The Auth emulator checks each schema of its own API description against the JSON Schema
 * standard when it starts, with a freshly compiled checker each time: five seconds that say
 * nothing new, since the description is part of the release. Requests are checked as ever. Where
 * a later release is built differently this does nothing, and the start takes as long as it took.
 */
function skipSelfChecks(): void {
  try {
    const require = createRequire(import.meta.url);
    const tools = createRequire(require.resolve('firebase-tools/lib/bin/firebase.js'));
    const { default: Ajv } = createRequire(tools.resolve('exegesis'))('ajv') as {
      default: { prototype: { validateSchema: () => boolean } };
    };
    Ajv.prototype.validateSchema = () => true;
  } catch {
    // See above: a slower start.
  }
}
