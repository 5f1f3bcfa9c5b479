import { getApp } from 'firebase-admin/app';
import { getFunctions } from 'firebase-admin/functions';
import { MAX_PER_SECOND } from 'live-claims/core';
import config from '../../functions/src/live-claims.config.ts';
import { Store } from '../../packages/live-claims/src/functions/firebase/store.ts';
import { cloudTasksQueue } from '../../packages/live-claims/src/functions/jobs/job-queue.ts';
import { startReconcileJob } from '../../packages/live-claims/src/functions/jobs/start-job.ts';
import { auth, db } from '../../test/support/admin.ts';
import { machineNow } from '../backend/machine-clock.ts';
import type { LoadTest } from '../results.ts';

import { ageClaims } from './age-claims.ts';
import type { ClientGroup } from './client-group.ts';
import { busiest, curveOf } from './curve.ts';

/** A reconciliation goes through some 25 people a second on two cores. */
const PER_CLIENT_MS = 200;
const SETTLE_WITHIN_MS = 120_000;

/**
 * A release changes the shape of the claims and an operator reconciles all users, as fast as the stack can:
 * no access changes, so clients spread their refreshes over the marker's `refreshWithin`.
 */
export async function shapeLoad(
  group: ClientGroup,
  role: string,
  onProgress: (count: number) => void,
): Promise<LoadTest> {
  const clients = group.uids.length;
  const app = getApp('tests');
  const queue = cloudTasksQueue(getFunctions(app), config);
  const project = { store: new Store(db, config), queue };
  await ageClaims(auth);
  const watched = await group.watch(role);
  const first = machineNow();
  await startReconcileJob(project, { startedBy: null, perSecond: MAX_PER_SECOND });
  await watched.all(clients * PER_CLIENT_MS + SETTLE_WITHIN_MS, onProgress);
  const times = watched.holders.map(({ at }) => at - first);
  return {
    name: 'a new shape of the claims, resync with spread',
    clients,
    ...curveOf(times, clients),
    note: `One job through the queue, at the pace of the stack; at most ${busiest(times, 1000)} clients got their token within one second.`,
  };
}
