import { LRUCache } from 'lru-cache';
import { createClient } from 'redis';
import { REDIS_ADDRESS_PATH, ROLE_LIFETIME_SECONDS, ROLES } from './places.ts';
import { db } from './project.ts';

/** The role as it stands in the database. */
export async function lookUpRole(uid: string): Promise<string> {
  return String((await db.doc(`${ROLES}/${uid}`).get()).get('role'));
}

const memory = new LRUCache<string, string>({
  max: 10_000,
  ttl: ROLE_LIFETIME_SECONDS * 1000,
  fetchMethod: lookUpRole,
});

/**
 * The role, from this instance's memory for as long as its lifetime.
 *
 * @param over Whether to behave as if the lifetime had just passed, instead of waiting for it.
 */
export async function roleInMemory(uid: string, over: boolean): Promise<string | undefined> {
  return memory.fetch(uid, { forceRefresh: over });
}

/** The role, from Redis for as long as its lifetime. `over` as with `roleInMemory`. */
export async function roleInRedis(uid: string, over: boolean): Promise<string> {
  const redis = await connected();
  const key = `role:${uid}`;
  const kept = over ? null : await redis.get(key);
  if (kept !== null) return kept;
  const role = await lookUpRole(uid);
  await redis.set(key, role, { expiration: { type: 'EX', value: ROLE_LIFETIME_SECONDS } });
  return role;
}

let connection: ReturnType<typeof connect> | null = null;

function connected() {
  connection ??= connect();
  return connection;
}

async function connect() {
  // Deployed functions get it by their environment; this stack runs before the server does.
  const url = (await db.doc(REDIS_ADDRESS_PATH).get()).get('url') as string;
  return createClient({ url }).connect();
}
