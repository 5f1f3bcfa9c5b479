import { Timestamp } from 'firebase-admin/firestore';
import config from '../../functions/src/live-claims.config.ts';
import { planRow } from '../../packages/live-claims/src/functions/directory/plan-row.ts';
import type { Store } from '../../packages/live-claims/src/functions/firebase/store.ts';
import type { StoredMarker } from '../../packages/live-claims/src/functions/sync/ports.ts';

/** Names as people have them, and as they are typed by people who mean harm. */
const NAMES = [
  (n: number) => `Zoë Müller ${n}`,
  (n: number) => `محمد الفارسي ${n}`,
  (n: number) => `王小明${n}`,
  (n: number) => `👩🏽‍🚀 Ada ${n}`,
  (n: number) => `${'Maximiliane'.repeat(18)}${n}`,
  (n: number) => `Jose\u0301 A\u0308ngstro\u0308m ${n}`,
  (n: number) => `O’Brien-Smith ${n}`,
] as const;

/** The name and address of the nth person of the list. */
export function listedPerson(n: number) {
  const uid = `p${String(n).padStart(6, '0')}`;
  const name = NAMES[n % NAMES.length]?.(n) ?? '';
  return { uid, name, email: `person${n}@example.com` };
}

/**
 * Puts rows of this many people there, as the functions would have written them, without accounts and documents: each
 * tenth is disabled, the role of each hundredth ends within the week, and each seventh never signed in.
 */
export async function writeRows(store: Store, count: number, now: number): Promise<void> {
  const writer = store.db.bulkWriter({ throttling: false });
  const failed: unknown[] = [];
  for (let n = 0; n < count; n++) {
    void writer
      .set(store.row(listedPerson(n).uid), rowOf(n, now))
      .catch((error) => failed.push(error));
    // What waits to be sent is in memory.
    if (n % 5_000 === 4_999) await writer.flush();
  }
  await writer.close();
  if (failed.length > 0) throw failed[0];
}

/** The most writes that Firestore takes in one batch. */
const BATCH = 500;

/** Takes the first rows away again. */
export async function removeRows(store: Store, count: number): Promise<void> {
  for (let from = 0; from < count; from += BATCH) {
    const batch = store.db.batch();
    for (let n = from; n < Math.min(from + BATCH, count); n++) {
      batch.delete(store.row(listedPerson(n).uid));
    }
    await batch.commit();
  }
}

function rowOf(n: number, now: number) {
  const { uid, name, email } = listedPerson(n);
  const { ranking } = config.roles;
  const role = ranking[n % ranking.length] ?? null;
  const disabled = n % 10 === 0;
  const end = n % 100 === 1 ? Timestamp.fromMillis(now + 86_400_000) : null;
  const version = now * 1_000 - n;
  const marker: StoredMarker = {
    version,
    role: disabled ? null : role,
    expiresAt: end?.seconds ?? null,
    status: 'applied',
    problem: null,
    disabled,
    disabledInAuth: false,
    sessionsRevokedAt: null,
    email,
    emailVerified: true,
    loweredVersion: 0,
    damaged: false,
    revision: null,
  };
  const planned = planRow(config.roles, {
    uid,
    source: { data: { role, displayName: name, disabled, roleExpiresAt: end }, version },
    marker,
    changedAt: { seconds: Math.floor(now / 1_000) - n, nanoseconds: 0 },
    account: {
      email,
      emailVerified: true,
      displayName: null,
      disabled: false,
      isIdentified: true,
      createdAt: now - 1_000_000,
      lastSignInAt: n % 7 === 0 ? null : now - n * 1_000,
    },
    now,
  });
  if (planned === null) throw new Error(`${uid} has no row.`);
  const { endsAt, changedAt, createdAt, lastSignInAt } = planned;
  const times = Object.entries({ endsAt, changedAt, createdAt, lastSignInAt });
  return {
    ...planned,
    ...Object.fromEntries(
      times.map(([name, at]) => [name, at && new Timestamp(at.seconds, at.nanoseconds)]),
    ),
  };
}
