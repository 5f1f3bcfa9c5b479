import { setTimeout as sleep } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import type { UserRecord } from 'firebase-admin/auth';
import type { WriteBatch } from 'firebase-admin/firestore';
import { parseMarker } from 'live-claims/core';
import { auth, db } from '../../test/support/admin.ts';
import { machineNow } from '../backend/machine-clock.ts';
import { curveOf } from '../load/curve.ts';
import type { LoadTest } from '../results.ts';
import { timingOf } from '../timing.ts';
import { store } from './org-stack.ts';
import { inBatches } from './settled-members.ts';

/** How often to look at all accounts, in milliseconds. */
const LOOK_EVERY_MS = 250;

/** Per account; the functions bring some 30 to 60 a second into the claims on two cores. */
const PER_ACCOUNT_MS = 500;
const SETTLE_WITHIN_MS = 60_000;

/** Accounts that `listUsers` gives at a time. */
const ACCOUNTS_PER_CALL = 1000;

/** What Firebase Auth lets a project do: account updates a second. */
export const AUTH_LIMIT = 10;

export interface AtOnceOptions {
  /** `all roles of the app at once`. */
  readonly name: string;
  /** Writes the change of one person. */
  readonly edit: (batch: WriteBatch, uid: string) => unknown;
  /** Claims that say so, beside the version. */
  readonly claims: Readonly<Record<string, unknown>>;
  readonly onProgress: (right: number) => void;
}

/**
 * Everybody's access changes in as few commits as there can be, and the functions follow. Looks at all accounts
 * again and again until their claims are right.
 *
 * @returns how it went; `failures` are those whose claims or marker are not right in the end: changes that were lost.
 */
export async function changeAllAtOnce(
  uids: readonly string[],
  { name, edit, claims, onProgress }: AtOnceOptions,
): Promise<LoadTest> {
  const rightAt = new Map<string, number>();
  const wanted = new Set(uids);
  const first = machineNow();
  await inBatches(uids, edit);
  const until = first + uids.length * PER_ACCOUNT_MS + SETTLE_WITHIN_MS;
  while (rightAt.size < uids.length && machineNow() < until) {
    for (const { uid, customClaims } of await allAccounts()) {
      if (!wanted.has(uid) || rightAt.has(uid)) continue;
      const { cv, ...others } = customClaims ?? {};
      if (isDeepStrictEqual(others, claims)) rightAt.set(uid, machineNow() - first);
    }
    onProgress(rightAt.size);
    await sleep(LOOK_EVERY_MS);
  }
  const lost = await notAnnounced(uids);
  const times = [...rightAt].flatMap(([uid, at]) => (lost.has(uid) ? [] : [at]));
  const failures = uids.length - times.length;
  const all = Math.max(...times);
  return {
    name,
    clients: uids.length,
    ...curveOf(times, uids.length),
    failures,
    each: timingOf(times, failures),
    note: `Lost: ${failures}. ${Math.round((1000 * times.length) / all)} a second, of which Firebase Auth lets a project have ${AUTH_LIMIT}: there it takes ${Math.ceil(uids.length / AUTH_LIMIT)} s. Looked every ${LOOK_EVERY_MS} ms.`,
  };
}

async function allAccounts(): Promise<readonly UserRecord[]> {
  const found: UserRecord[] = [];
  let page: string | undefined;
  do {
    const { users, pageToken } = await auth.listUsers(ACCOUNTS_PER_CALL, page);
    found.push(...users);
    page = pageToken;
  } while (page);
  return found;
}

/** Those whose marker does not come to what their claims say, however long it is waited for. */
async function notAnnounced(uids: readonly string[]): Promise<ReadonlySet<string>> {
  const until = machineNow() + SETTLE_WITHIN_MS;
  for (;;) {
    const versions = new Map(
      (await allAccounts()).map(({ uid, customClaims }) => [uid, customClaims?.cv]),
    );
    const markers = await db.getAll(...uids.map((uid) => store.marker(uid)));
    const wrong = markers.filter(
      (marker) => parseMarker(marker.data())?.version !== versions.get(marker.id),
    );
    if (wrong.length === 0 || machineNow() > until) return new Set(wrong.map(({ id }) => id));
    await sleep(LOOK_EVERY_MS);
  }
}
