import { existsSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { isRunning } from './process-tree.ts';
import { STATE_FOLDER } from './root.ts';

/**
 * The path of a log of this run's own, for runs of which several may go on at the same time. Logs
 * of the same kind whose runs have ended are removed: the last one is there until the next run.
 */
export function runLogFile(kind: string, folder = STATE_FOLDER): string {
  const names = existsSync(folder) ? readdirSync(folder) : [];
  for (const name of names) {
    const pid = new RegExp(`^${kind}-(\\d+)\\.log$`).exec(name)?.[1];
    if (pid && !isRunning(Number(pid))) rmSync(path.join(folder, name), { force: true });
  }
  return path.join(folder, `${kind}-${process.pid}.log`);
}
