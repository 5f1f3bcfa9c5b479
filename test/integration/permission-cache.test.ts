import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { appRoles } from '../../functions/src/live-claims.config.ts';
import { firestorePeople } from '../../packages/live-claims/src/functions/permission-cache/firestore-people.ts';
import type { WatchPeople } from '../../packages/live-claims/src/functions/permission-cache/people.ts';
import {
  createPermissionCache,
  type PermissionCache,
} from '../../packages/live-claims/src/functions/permission-cache/permission-cache.ts';
import { createAccount, createPerson, db, editInConsole, userDoc } from '../support/admin.ts';

/** Far longer than any of these tests: what is forgotten in them, the listener has taken away. */
const LIFETIME_MS = 600_000;

let reads: number;
let told: (() => void)[];
let cache: PermissionCache;
/** Listeners that are open. */
let open: number;

beforeEach(() => {
  reads = 0;
  open = 0;
  told = [];
  const people = firestorePeople(db);
  const observed: WatchPeople = {
    read(uid) {
      reads += 1;
      return people.read(uid);
    },
    watch(uid, { onRevision, onDead }) {
      open += 1;
      const stop = people.watch(uid, {
        onDead,
        onRevision(revision) {
          onRevision(revision);
          for (const tell of told.splice(0)) tell();
        },
      });
      return () => {
        open -= 1;
        stop();
      };
    },
  };
  cache = createPermissionCache({ roles: appRoles, people: observed, lifetimeMs: LIFETIME_MS });
});
afterEach(() => cache.close());

/** Until a listener tells the next revision. Ask for it before the edit. */
const nextTold = () => new Promise<void>((resolve) => told.push(resolve));

describe('T4, T6: the permission cache on Firestore', () => {
  it('answers from memory, and feels a revocation as soon as the listener does', async () => {
    const { uid } = await createPerson('editor');
    const attached = nextTold();
    expect(await cache.can(uid, 'posts.write')).toBe(true);
    await attached;
    expect(await cache.can(uid, 'posts.write')).toBe(true);
    const before = reads;
    for (let asked = 0; asked < 100; asked += 1) await cache.can(uid, 'posts.write');
    expect(reads).toBe(before);

    const heard = nextTold();
    await editInConsole(uid, { role: 'viewer' });
    await heard;
    expect(await cache.can(uid, 'posts.write')).toBe(false);
  });

  it('feels a deleted document, and one that comes back', async () => {
    const { uid } = await createAccount();
    const attached = nextTold();
    expect(await cache.can(uid, 'posts.read')).toBe(false);
    await attached;
    for (const role of ['viewer', null, 'viewer']) {
      const heard = nextTold();
      await (role === null ? userDoc(uid).delete() : userDoc(uid).set({ role }));
      await heard;
      expect(await cache.can(uid, 'posts.read')).toBe(role !== null);
    }
  });

  it('gives every listener back', async () => {
    const people = await Promise.all([createPerson('viewer'), createPerson('viewer')]);
    await Promise.all(people.map(({ uid }) => cache.can(uid, 'posts.read')));
    expect(open).toBe(2);
    cache.close();
    expect(open).toBe(0);
  });
});
