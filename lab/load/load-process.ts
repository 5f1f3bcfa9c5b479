/** The process of the load tests, with a stack of its own. Started by `measure-load.ts`. */
import { freemem } from 'node:os';
import { runLogFile } from '../../tools/emulators/run-log.ts';
import { startStack } from '../../tools/emulators/stack.ts';
import { workForParent } from '../own-process.ts';
import type { Figure, LoadTest } from '../results.ts';
import { STATE_FOLDER } from '../state-folder.ts';
import { FEW_WORKERS } from './few-workers.ts';

export interface LoadInput {
  readonly clients: number;
}

export interface LoadOutput {
  readonly loadTests: readonly LoadTest[];
  readonly figures: readonly Figure[];
}

/** What Firebase Auth takes of a project, account updates a second, unless Google has raised it. */
const AUTH_LIMIT = 10;

/** What markers ask for after a reconciliation (packages/live-claims/src/functions/reconcile/reconcile.ts), in seconds. */
const SPREAD = 4;

const MIB = 2 ** 20;

await workForParent<LoadInput>(async ({ clients }, say): Promise<LoadOutput> => {
  const stack = await startStack({
    ports: 'free',
    logFile: runLogFile('bench', STATE_FOLDER),
    env: { ...process.env, ...FEW_WORKERS },
  });
  Object.assign(process.env, stack.env);
  try {
    // They read the environment when they are first loaded.
    const { auth } = await import('../../test/support/admin.ts');
    const { warmWorkers } = await import('./warm-workers.ts');
    const { createSettledPeople } = await import('./settled-people.ts');
    const { openClientGroup } = await import('./client-group.ts');
    const { roleLoad } = await import('./role-load.ts');
    const { shapeLoad } = await import('./shape-load.ts');
    const { markerLoad } = await import('./marker-load.ts');

    say(`creating ${clients} accounts`);
    const hub = stack.env.FIREBASE_EMULATOR_HUB;
    const uids = await createSettledPeople(hub, 'load-', { last: clients });
    const members = await Promise.all(
      uids.map(async (uid) => ({ uid, customToken: await auth.createCustomToken(uid) })),
    );
    await warmWorkers(hub);
    const begun = performance.now();
    const group = await openClientGroup(members, (connected) =>
      say(`connected: ${connected} of ${clients}`),
    );
    const connecting = performance.now() - begun;
    try {
      if (group.uids.length === 0) throw new Error(`No client could connect: ${group.errors[0]}`);
      const loadTests: LoadTest[] = [];
      const tell = (what: string) => (count: number) =>
        say(`${what}: ${count} of ${group.uids.length}`);

      // Of the pairs, the first one warms up.
      const role = 'viewer';
      for (const keep of [false, true]) {
        for (const refreshWithin of [null, SPREAD]) {
          const onProgress = tell(`markers at once, spread ${refreshWithin ?? 0} s`);
          const loadTest = await markerLoad(group, { role, refreshWithin, onProgress });
          if (keep) loadTests.push(loadTest);
        }
      }
      loadTests.push(
        await roleLoad(group, {
          role: 'editor',
          perSecond: AUTH_LIMIT,
          onProgress: tell(`roles, ${AUTH_LIMIT} a second`),
        }),
        await roleLoad(group, {
          role: 'viewer',
          perSecond: null,
          onProgress: tell('roles, all at once'),
        }),
        await shapeLoad(group, 'viewer', tell('new shape')),
      );
      return { loadTests, figures: figuresOf(clients, group, connecting) };
    } finally {
      say('closing the clients');
      await group.close();
    }
  } finally {
    await stack.stop();
  }
});

function figuresOf(
  wanted: number,
  {
    uids,
    errors,
    memory,
  }: { uids: readonly string[]; errors: readonly string[]; memory(): number },
  connectingMs: number,
): readonly Figure[] {
  const clients = uids.length;
  return [
    {
      name: 'load test: clients connected',
      value: clients,
      unit: 'clients',
      aim: null,
      note: `Of ${wanted}; each the web SDK in Node with an own account.${errors[0] ? ` ${errors[0]}` : ''}`,
    },
    {
      name: 'load test: signing in and connecting all of them',
      value: Math.round(connectingMs / 100) / 10,
      unit: 's',
      aim: null,
      note: 'From the first process started until the last client was fresh.',
    },
    {
      name: 'load test: memory of a client',
      value: Math.round((memory() / MIB / clients) * 10) / 10,
      unit: 'MiB',
      aim: null,
      note: `The most that the processes with clients held, ${Math.round(memory() / MIB)} MiB, divided by the clients. ${Math.round(freemem() / MIB)} MiB of the machine were free.`,
    },
  ];
}
