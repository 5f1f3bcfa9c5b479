import { cpus, loadavg, totalmem } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { EditToAccess, type Path } from './edit-to-access.ts';
import { report, type Sample } from './report.ts';

const { values } = parseArgs({ options: { rounds: { type: 'string', default: '50' } } });
const rounds = Number(values.rounds);
const WARM_UP = 5;

/** Edits of one person come further apart than this; the client spaces refreshes of a burst. */
const BETWEEN_EDITS_MS = 2100;

const PATHS: readonly Path[] = ['trigger', 'callable'];

const bench = await EditToAccess.open();
const samples: Sample[] = [];
for (let round = -WARM_UP; round < rounds; round++) {
  for (const path of PATHS) {
    await sleep(BETWEEN_EDITS_MS);
    // Asking Auth for the claims all the time slows the rest down, so every other round does not.
    const times = await bench.measure(path, round % 2 === 0);
    if (round >= 0) samples.push({ path, times });
  }
  if (process.stdout.isTTY) process.stdout.write(`\r  round ${round + 1} of ${rounds} `);
}
await bench.close();

const memory = Math.round(totalmem() / 2 ** 30);
console.log(`
From the acknowledged write on (callable: from the call on), ${rounds} warm edits a path, taking turns,
2 s apart: of a burst, the client would put off the refreshes from the fourth on.
Client, functions and emulators share ${cpus().length} cores and ${memory} GiB; load ${loadavg()[0]?.toFixed(1)}.
"claims readable" is asked for in every other round only.

${report(samples)}
`);
process.exit(0);
