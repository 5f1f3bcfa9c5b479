/** The process that reads the directory as the console does, with a stack of its own. Started by `measure-directory.ts`. */
import { runLogFile } from '../../tools/emulators/run-log.ts';
import { startStack } from '../../tools/emulators/stack.ts';
import { workForParent } from '../own-process.ts';
import type { DirectoryView } from '../results.ts';
import { STATE_FOLDER } from '../state-folder.ts';
import { timingOf } from '../timing.ts';

export interface DirectoryInput {
  /** Numbers of people, rising. */
  readonly sizes: readonly number[];
  /** How often each view is opened, each time by a browser that has read nothing. */
  readonly rounds: number;
  /** Milliseconds after which a view is not opened again: of many people the emulator looks at each for some. */
  readonly enoughMs: number;
}

await workForParent<DirectoryInput>(
  async ({ sizes, rounds, enoughMs }, say): Promise<readonly DirectoryView[]> => {
    const stack = await startStack({
      ports: 'free',
      only: ['auth', 'firestore'],
      logFile: runLogFile('bench', STATE_FOLDER),
    });
    Object.assign(process.env, stack.env);
    try {
      // They read the environment when they are first loaded.
      const { startEmulatorProxy } = await import('../../test/support/emulator-proxy.ts');
      const { writeRows } = await import('../../test/support/directory-rows.ts');
      const { db } = await import('../../test/support/admin.ts');
      const { Store } = await import('../../packages/live-claims/src/functions/firebase/store.ts');
      const { default: config } = await import('../../functions/src/live-claims.config.ts');
      const { openFreshBrowser, VIEWS } = await import('./directory-views.ts');

      const proxy = await startEmulatorProxy({
        auth: stack.env.FIREBASE_AUTH_EMULATOR_HOST,
        firestore: stack.env.FIRESTORE_EMULATOR_HOST,
      });
      const store = new Store(db, config);
      const found: DirectoryView[] = [];
      for (const people of sizes) {
        say(`${people} people: writing their rows`);
        await writeRows(store, people, Date.now());
        for (const { name, show } of VIEWS) {
          const samples: number[] = [];
          let [reads, failures] = [0, 0];
          const begun = performance.now();
          // The first one is not counted: the emulator has its code and the rows to load.
          for (let round = -1; round < rounds; round++) {
            if (round > 0 && performance.now() - begun > enoughMs) break;
            const browser = await openFreshBrowser(stack.projectId, proxy.firestore);
            proxy.reset();
            const from = performance.now();
            try {
              await show(browser.firestore, people);
              if (round >= 0) samples.push(performance.now() - from);
            } catch (error) {
              failures++;
              say(`${people} people: ${name} failed: ${(error as Error).message}`);
            }
            const { documents, rpcs } = proxy.counts();
            reads = documents.read + (rpcs.RunAggregationQuery ?? 0);
            await browser.close();
          }
          say(`${people} people: ${name}`);
          found.push({ people, view: name, reads, timing: timingOf(samples, failures) });
        }
      }
      await proxy.close();
      return found;
    } finally {
      await stack.stop();
    }
  },
);
