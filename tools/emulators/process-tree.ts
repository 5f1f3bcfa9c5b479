import { execFileSync } from 'node:child_process';

/** Whether a process with this id runs, ours or another user's. */
export function isRunning(pid: number): boolean {
  return signal(pid, 0);
}

/**
 * Ends the processes at once, without asking them: each with its process group where it leads one,
 * on Windows with all its descendants. Those that are gone already are skipped.
 */
export function killAll(pids: Iterable<number>): void {
  for (const pid of pids) {
    if (process.platform === 'win32') killTreeOnWindows(pid);
    else if (!signal(-pid, 'SIGKILL')) signal(pid, 'SIGKILL');
  }
}

/** Sends a signal; false when there is no such process or it is not ours. */
export function signal(pid: number, name: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(pid, name);
  } catch (error) {
    return name === 0 && (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function killTreeOnWindows(pid: number): void {
  try {
    execFileSync('taskkill', ['/PID', String(pid), '/T', '/F'], { stdio: 'ignore' });
  } catch {
    // It ended by itself in the meantime.
  }
}
