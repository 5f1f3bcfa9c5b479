/** The process of the storms, with a stack of its own. Started by `measure-storms.ts`. */
import { freemem } from 'node:os';
import { runLogFile } from '../../tools/emulators/run-log.ts';
import { startStack } from '../../tools/emulators/stack.ts';
import { workForParent } from '../own-process.ts';
import type { Figure, StormResult } from '../results.ts';
import { STATE_FOLDER } from '../state-folder.ts';
import { FEW_WORKERS } from './few-workers.ts';

export interface StormsInput {
  readonly clients: number;
}

export interface StormsOutput {
  readonly storms: readonly StormResult[];
  readonly figures: readonly Figure[];
}

/** What Firebase Auth takes of a project, account updates a second, unless Google has raised it. */
const AUTH_LIMIT = 10;

/** What markers ask for after a resync (packages/live-claims/src/functions/sweep/heal.ts), in seconds. */
const SPREAD = 4;

const MIB = 2 ** 20;

await workForParent<StormsInput>(async ({ clients }, say): Promise<StormsOutput> => {
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
    const { openCrowd } = await import('./crowd.ts');
    const { roleStorm } = await import('./role-storm.ts');
    const { shapeStorm } = await import('./shape-storm.ts');
    const { markerStorm } = await import('./marker-storm.ts');

    say(`creating ${clients} accounts`);
    const hub = stack.env.FIREBASE_EMULATOR_HUB;
    const uids = await createSettledPeople(hub, 'storm-', { last: clients });
    const members = await Promise.all(
      uids.map(async (uid) => ({ uid, customToken: await auth.createCustomToken(uid) })),
    );
    await warmWorkers(hub);
    const begun = performance.now();
    const crowd = await openCrowd(members, (connected) =>
      say(`connected: ${connected} of ${clients}`),
    );
    const connecting = performance.now() - begun;
    try {
      if (crowd.uids.length === 0) throw new Error(`No client could connect: ${crowd.errors[0]}`);
      const storms: StormResult[] = [];
      const tell = (what: string) => (count: number) =>
        say(`${what}: ${count} of ${crowd.uids.length}`);

      // Of the pairs, the first one warms up.
      const role = 'viewer';
      for (const keep of [false, true]) {
        for (const refreshWithin of [null, SPREAD]) {
          const onProgress = tell(`markers at once, spread ${refreshWithin ?? 0} s`);
          const storm = await markerStorm(crowd, { role, refreshWithin, onProgress });
          if (keep) storms.push(storm);
        }
      }
      storms.push(
        await roleStorm(crowd, {
          role: 'editor',
          perSecond: AUTH_LIMIT,
          onProgress: tell(`roles, ${AUTH_LIMIT} a second`),
        }),
        await roleStorm(crowd, {
          role: 'viewer',
          perSecond: null,
          onProgress: tell('roles, all at once'),
        }),
        await shapeStorm(crowd, 'viewer', tell('new shape')),
      );
      return { storms, figures: figuresOf(clients, crowd, connecting) };
    } finally {
      say('closing the clients');
      await crowd.close();
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
      name: 'storm: clients connected',
      value: clients,
      unit: 'clients',
      aim: null,
      note: `Of ${wanted}; each the web SDK in Node with an own account.${errors[0] ? ` ${errors[0]}` : ''}`,
    },
    {
      name: 'storm: signing in and connecting all of them',
      value: Math.round(connectingMs / 100) / 10,
      unit: 's',
      aim: null,
      note: 'From the first process started until the last client was fresh.',
    },
    {
      name: 'storm: memory of a client',
      value: Math.round((memory() / MIB / clients) * 10) / 10,
      unit: 'MiB',
      aim: null,
      note: `The most that the processes with clients held, ${Math.round(memory() / MIB)} MiB, divided by the clients. ${Math.round(freemem() / MIB)} MiB of the machine were free.`,
    },
  ];
}
