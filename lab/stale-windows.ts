/**
 * How long after a demotion somebody is still let through who keeps their old token and never
 * refreshes it, by each strength of check; and when a client that cooperates shows the loss.
 *
 *     npm run bench -- stale
 */

import { cpus, loadavg } from 'node:os';
import { createHistogram, type RecordableHistogram } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { httpsCallable } from 'firebase/functions';
import { appRoles, CALLABLES } from 'live-claims/core';
import { createLiveClaims } from 'live-claims/web';
import { createPerson, db, editInConsole, untilMarker } from '../test/support/admin.ts';
import { signIn } from '../test/support/client.ts';
import { rawRequest } from '../test/support/firestore-rest.ts';
import { untilSnapshot } from '../test/support/until-snapshot.ts';

const { values } = parseArgs({ options: { rounds: { type: 'string', default: '30' } } });
const rounds = Number(values.rounds);
const WARM_UP = 3;
/** The client puts off refreshes of a burst. */
const BETWEEN_EDITS_MS = 2_100;
/** Requests that have to be refused in a row before a check counts as closed. */
const REFUSALS = 5;

const DRAFT = 'posts/bench-stale-draft';

/** A read that only an editor or admin may make, by the strength that decides about it. */
const CHECKS = {
  'now, rules': 'auditLog?pageSize=1',
  'current, rules': DRAFT,
} as const;
type Check = keyof typeof CHECKS;
type Path = 'edit in the console' | 'callable';

const [owner, admin] = await Promise.all([createPerson('owner'), createPerson('admin')]);
const now = new Date();
await db.doc(DRAFT).set({
  title: 'A draft',
  body: '',
  authorId: admin.uid,
  status: 'draft',
  createdAt: now,
  updatedAt: now,
});
const [ownerClient, adminClient] = await Promise.all([signIn(owner), signIn(admin)]);
const { auth, firestore } = adminClient;
const live = createLiveClaims({ auth, firestore, config: { roles: appRoles } });
const windows = new Map<string, RecordableHistogram>();

for (let round = -WARM_UP; round < rounds; round++) {
  for (const path of ['edit in the console', 'callable'] as const) {
    await sleep(BETWEEN_EDITS_MS);
    const times = await measure(path);
    if (round >= 0) for (const [name, ms] of Object.entries(times)) record(`${path}|${name}`, ms);
  }
  if (process.stdout.isTTY) process.stdout.write(`\r  round ${round + 1} of ${rounds} `);
}
live.close();
await Promise.all([ownerClient.close(), adminClient.close()]);

console.log(`
Milliseconds after the edit was acknowledged, ${rounds} demotions a path, after ${WARM_UP} to warm up. "Let through" is the
start of the last request that was answered. Clients, functions and emulators share ${cpus().length} cores; load ${loadavg()[0]?.toFixed(1)}.

| ms after the edit | console, p50 | p95 | max | callable, p50 | p95 | max |
|---|--:|--:|--:|--:|--:|--:|
${[
  ...Object.keys(CHECKS).map((name) => `old token let through: ${name}`),
  'the client shows the loss',
  'the client holds the new token',
]
  .map((name) => `| ${name} | ${cells('edit in the console', name)} | ${cells('callable', name)} |`)
  .join('\n')}

By the token alone an old token is let through until it expires: at most an hour, in rules and guards.
`);
process.exit(0);

async function measure(path: Path): Promise<Record<string, number>> {
  await editInConsole(admin.uid, { role: 'admin' });
  await untilMarker(admin.uid, ({ role }) => role === 'admin');
  await untilSnapshot(live, ({ role, status }) => role === 'admin' && status === 'fresh');
  const token = (await auth.currentUser?.getIdToken()) ?? '';

  let acknowledged = Number.POSITIVE_INFINITY;
  const checks = (Object.keys(CHECKS) as Check[]).map(async (check) => {
    let last = Number.NEGATIVE_INFINITY;
    for (let refused = 0; refused < REFUSALS; ) {
      const start = performance.now();
      const status = await rawRequest(token, 'GET', CHECKS[check]);
      if (status === 200) last = start;
      else if (status !== 403) throw new Error(`${check}: HTTP ${status}`);
      refused = status === 403 ? refused + 1 : 0;
    }
    return [`old token let through: ${check}`, last] as const;
  });
  const shown = untilSnapshot(live, ({ permissions }) => !permissions.includes('audit.read')).then(
    () => performance.now(),
  );
  const renewed = untilSnapshot(
    live,
    ({ role, status }) => role === 'viewer' && status === 'fresh',
  ).then(() => performance.now());

  if (path === 'callable') {
    await httpsCallable(
      ownerClient.functions,
      CALLABLES.setUserRole,
    )({
      uid: admin.uid,
      role: 'viewer',
    });
  } else {
    await editInConsole(admin.uid, { role: 'viewer' });
  }
  acknowledged = performance.now();
  const ends = [
    ...(await Promise.all(checks)),
    ['the client shows the loss', await shown] as const,
    ['the client holds the new token', await renewed] as const,
  ];
  return Object.fromEntries(ends.map(([name, at]) => [name, Math.max(0, at - acknowledged)]));
}

function record(name: string, ms: number): void {
  const histogram = windows.get(name) ?? createHistogram();
  windows.set(name, histogram);
  histogram.record(Math.max(1, Math.round(ms * 1000)));
}

function cells(path: Path, name: string): string {
  const histogram = windows.get(`${path}|${name}`);
  if (histogram === undefined) return '– | – | –';
  const ms = (micros: number) => (micros / 1000).toFixed(1);
  return [histogram.percentile(50), histogram.percentile(95), histogram.max].map(ms).join(' | ');
}
