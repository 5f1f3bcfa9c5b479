import { execFile } from 'node:child_process';
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';

export interface PortHolder {
  readonly pid: number;
  /** The program's name and, where the system tells them, its first arguments. */
  readonly command: string;
}

/** Looking must not hold up the message for long. */
const LOOK_WITHIN_MS = 3000;

/** The process that listens on the TCP port; null when that cannot be seen. Never throws. */
export async function portHolder(port: number): Promise<PortHolder | null> {
  try {
    if (process.platform === 'linux') return holderInProc(port);
    if (process.platform === 'win32') return await holderByNetstat(port);
    return parseLsof(await outputOf('lsof', ['-nP', `-iTCP:${port}`, '-sTCP:LISTEN', '-Fpc']));
  } catch {
    return null;
  }
}

function holderInProc(port: number): PortHolder | null {
  const inodes = ['/proc/net/tcp', '/proc/net/tcp6'].flatMap((table) =>
    listeningInodes(readFileSync(table, 'utf8'), port),
  );
  const sockets = new Set(inodes.map((inode) => `socket:[${inode}]`));
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    if (!openFiles(pid).some((file) => sockets.has(file))) continue;
    const line = readFileSync(`/proc/${pid}/cmdline`, 'utf8');
    return { pid: Number(pid), command: shortCommand(line.split('\0')) };
  }
  return null;
}

/** What the process has open; nothing for other people's processes and for ended ones. */
function openFiles(pid: string): readonly string[] {
  const folder = `/proc/${pid}/fd`;
  return orNothing(() => readdirSync(folder)).flatMap((fd) =>
    // Files come and go while we look; the listing's own is gone by now when the process is us.
    orNothing(() => [readlinkSync(path.join(folder, fd))]),
  );
}

function orNothing(look: () => readonly string[]): readonly string[] {
  try {
    return look();
  } catch {
    return [];
  }
}

/**
 * The inodes of the sockets that listen on the port, in the text of `/proc/net/tcp` or `tcp6`
 * (columns: slot, local address, remote address, state, …, inode at the tenth; 0A is LISTEN).
 */
export function listeningInodes(table: string, port: number): readonly string[] {
  const suffix = `:${port.toString(16).toUpperCase().padStart(4, '0')}`;
  return table
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .filter(([, local, , state]) => local?.endsWith(suffix) && state === '0A')
    .map((columns) => columns[9] ?? '');
}

/** The first process in what `lsof -Fpc` prints: a line `p<pid>`, a line `c<command>`. */
export function parseLsof(output: string): PortHolder | null {
  const pid = /^p(\d+)$/m.exec(output)?.[1];
  const command = /^c(.+)$/m.exec(output)?.[1];
  return pid && command ? { pid: Number(pid), command } : null;
}

async function holderByNetstat(port: number): Promise<PortHolder | null> {
  const pid = parseNetstat(await outputOf('netstat', ['-ano', '-p', 'TCP']), port);
  if (pid === null) return null;
  const list = await outputOf('tasklist', ['/FI', `PID eq ${pid}`, '/FO', 'CSV', '/NH']);
  return { pid, command: /^"([^"]+)"/m.exec(list)?.[1] ?? 'a program' };
}

/** The process id of the listener on the port, in what Windows' `netstat -ano` prints. */
export function parseNetstat(output: string, port: number): number | null {
  for (const line of output.split('\n')) {
    const [, local, remote, , pid] = line.trim().split(/\s+/);
    // The word for the state is translated; a listener's remote port is 0 in every language.
    if (local?.endsWith(`:${port}`) && remote?.endsWith(':0')) return Number(pid);
  }
  return null;
}

/** A command line short enough for a message: the program's name and its first two arguments. */
export function shortCommand(words: readonly string[]): string {
  if (words.includes('emulators:start')) return 'another run of the Firebase emulators';
  if (words.some((word) => /tools[\\/]web-server\.ts$/.test(word))) return 'another npm start';
  const [program = '', ...args] = words.filter(Boolean);
  const shown = args.slice(0, 2).map((word) => (word.length > 40 ? path.basename(word) : word));
  return [path.basename(program), ...shown].join(' ');
}

async function outputOf(program: string, args: readonly string[]): Promise<string> {
  const { stdout } = await promisify(execFile)(program, [...args], { timeout: LOOK_WITHIN_MS });
  return stdout;
}
