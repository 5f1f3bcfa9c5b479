import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { GroupOrder, GroupReport, Holder } from './group-messages.ts';
import type { Member } from './live-member.ts';

const PROCESS = fileURLToPath(new URL('./group-process.ts', import.meta.url));

/** Processes that the clients are spread over: enough that none is busier than a core. */
const PROCESSES = 4;

/** Clients in some processes, so that what each of them does is as much its own as in a browser. */
export interface ClientGroup {
  /** Those who are connected. */
  readonly uids: readonly string[];
  /** Why the others are not. */
  readonly errors: readonly string[];
  /** What the processes have held at most so far, together, in bytes. */
  readonly memory: () => number;
  /**
   * Begins to look for clients that get a newer token than they have at this moment, and with the
   * role. `holders` fills up; `all` resolves when every client is in it, or when the time is over.
   */
  watch(role: string): Promise<Watched>;
  close(): Promise<void>;
}

export interface Watched {
  readonly holders: readonly Holder[];
  all(withinMs: number, onProgress: (count: number) => void): Promise<void>;
}

/** @param members who is to be connected, once this comes back. */
export async function openClientGroup(
  members: readonly Member[],
  onProgress: (connected: number) => void,
): Promise<ClientGroup> {
  const processes = Array.from({ length: PROCESSES }, () => fork(PROCESS));
  let connected = 0;
  for (const child of processes) {
    child.on('message', ({ type }: GroupReport) => {
      if (type === 'connected') onProgress(++connected);
    });
  }
  const close = async () => {
    const running = processes.filter(
      ({ exitCode, signalCode }) => (exitCode ?? signalCode) === null,
    );
    await Promise.all(
      running.map(async (child) => {
        const exited = once(child, 'exit');
        if (child.connected) child.disconnect();
        await exited;
      }),
    );
  };
  const rss = new Map<ChildProcess, number>();
  try {
    const opened = await Promise.all(
      processes.map((child, index) => {
        const share = members.filter((_, member) => member % PROCESSES === index);
        return ask(child, { type: 'open', members: share }, 'opened');
      }),
    );
    const uids = new Set(opened.flatMap((report) => report.uids));
    return {
      // In the order of the members, not of their processes, so that every process is busy alike.
      uids: members.map(({ uid }) => uid).filter((uid) => uids.has(uid)),
      errors: opened.flatMap((report) => report.errors),
      memory: () => [...rss.values()].reduce((sum, bytes) => sum + bytes, 0),
      watch: (role) => watch(processes, uids.size, role, rss),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

async function watch(
  processes: readonly ChildProcess[],
  clients: number,
  role: string,
  rss: Map<ChildProcess, number>,
): Promise<Watched> {
  const holders: Holder[] = [];
  let tellWaiting = () => {};
  const watching = processes.map((child) => {
    child.removeAllListeners('message');
    const answered = ask(child, { type: 'watch', role }, 'watching');
    child.on('message', (report: GroupReport) => {
      if (report.type !== 'holders') return;
      rss.set(child, Math.max(report.rss, rss.get(child) ?? 0));
      holders.push(...report.holders);
      tellWaiting();
    });
    return answered;
  });
  await Promise.all(watching);
  return {
    holders,
    async all(withinMs, onProgress) {
      const timedOut = AbortSignal.timeout(withinMs);
      while (holders.length < clients && !timedOut.aborted) {
        await new Promise<void>((resolve) => {
          tellWaiting = resolve;
          timedOut.addEventListener('abort', () => resolve(), { once: true });
        });
        onProgress(holders.length);
      }
    },
  };
}

/** Gives an order and comes back with the answer. @throws when the process ends instead. */
async function ask<Type extends GroupReport['type']>(
  child: ChildProcess,
  order: GroupOrder,
  type: Type,
): Promise<Extract<GroupReport, { type: Type }>> {
  return new Promise((resolve, reject) => {
    const died = () => reject(new Error('A process with clients ended by itself.'));
    const listen = (report: GroupReport) => {
      if (report.type !== type) return;
      child.off('message', listen);
      child.off('exit', died);
      resolve(report as Extract<GroupReport, { type: Type }>);
    };
    child.on('message', listen);
    child.once('exit', died);
    child.send(order);
  });
}
