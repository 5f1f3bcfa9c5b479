import { LRUCache } from 'lru-cache';
import { permits, type RoleTable } from '../../core/index.ts';
import { ageOf, type Clock, type Moment, momentOf, systemClock } from '../guards/clock.ts';
import { roleOfActor } from '../role-change/role-that-counts.ts';
import type { Person, WatchPeople } from './people.ts';
import { PermissionCacheError } from './permission-cache-error.ts';

/** Answers whether somebody may do something, by `users/{uid}`, mostly from memory. */
export interface PermissionCache<Permission extends string = string> {
  /**
   * Whether the person's document grants the permission. A grant's end and a disabled account are
   * looked at each time; sign-ins and the switches of `settings/access` are the guards' business.
   *
   * **The bound**: the answer is by a state of the document that was current at some moment within
   * the last `lifetimeMs`. So whatever a revision takes away, nobody is told that they have it when
   * `lifetimeMs` have passed since its commit, whatever became of the listener. Ordinarily the
   * listener makes it milliseconds.
   *
   * @throws {PermissionCacheError} `too-slow`, `closed`; and whatever reading throws.
   */
  can(uid: string, permission: Permission): Promise<boolean>;
  /** Forgets everybody and gives every listener back. */
  close(): void;
}

export interface PermissionCacheOptions<Permission extends string = string> {
  readonly roles: RoleTable<string, Permission>;
  readonly people: WatchPeople;
  /** The bound, in milliseconds. */
  readonly lifetimeMs?: number;
  /** How many people are remembered, each with a listener; whoever was not asked about longest goes. */
  readonly maxPeople?: number;
  readonly clock?: Clock;
}

/** Somebody who is remembered. */
interface Entry {
  /** What was read last, and when that read began: from then on it may be out of date. */
  held: { readonly person: Person; readonly began: Moment } | null;
  reading: Reading | null;
  /** Gives the listener back. */
  stop: () => void;
}

interface Reading {
  readonly began: Moment;
  readonly person: Promise<Person>;
  /** The revision that the listener told of meanwhile. */
  heard: string | null;
}

/**
 * Why the bound holds: an answer is given from what was read only while that read's beginning is no
 * more than `lifetimeMs` ago, by both clocks (`ageOf`), at the moment of the answer; and what a read
 * finds was current after it began. The listener only ever takes away from what is remembered: where it
 * names a revision other than the one in memory, that one goes, and a read that it overtakes is not
 * kept. So a listener that is late, silent or dead makes an answer no older than the bound.
 */
export function createPermissionCache<Permission extends string>({
  roles,
  people,
  lifetimeMs = 60_000,
  maxPeople = 1000,
  clock = systemClock,
}: PermissionCacheOptions<Permission>): PermissionCache<Permission> {
  let closed = false;
  const entries = new LRUCache<string, Entry>({
    max: maxPeople,
    dispose: (entry) => entry.stop(),
  });
  const isYoung = ({ began }: { readonly began: Moment }) => ageOf(began, clock) <= lifetimeMs;

  /** Starts to remember somebody. One whose listener dies is remembered no longer. */
  function enter(uid: string): Entry {
    const entry: Entry = { held: null, reading: null, stop: () => {} };
    entries.set(uid, entry);
    const stop = people.watch(uid, {
      onRevision: (revision) => hear(entry, revision),
      onDead: () => {
        entry.held = null;
        if (entries.peek(uid) === entry) entries.delete(uid);
      },
    });
    if (entries.peek(uid) === entry) entry.stop = stop;
    else stop();
    return entry;
  }

  function hear(entry: Entry, revision: string): void {
    if (entry.held?.person.revision !== revision) entry.held = null;
    if (entry.reading !== null) entry.reading.heard = revision;
  }

  function read(uid: string, entry: Entry): Reading {
    const reading: Reading = { began: momentOf(clock), person: people.read(uid), heard: null };
    entry.reading = reading;
    const settled = (person: Person | null) => {
      if (entry.reading !== reading) return;
      entry.reading = null;
      if (person === null) return;
      const overtaken = reading.heard !== null && reading.heard !== person.revision;
      if (!overtaken) entry.held = { person, began: reading.began };
    };
    reading.person.then(settled, () => settled(null));
    return reading;
  }

  /** Those who wait for a read that was overtaken go on with it, nobody joins them. */
  function joinable(entry: Entry): Reading | null {
    const { reading } = entry;
    return reading !== null && reading.heard === null && isYoung(reading) ? reading : null;
  }

  /** People who were not asked about for a lifetime keep no listener. */
  function forgetIdle(): void {
    for (const uid of entries.rkeys()) {
      const { held, reading } = entries.peek(uid) ?? {};
      if (reading || (held && isYoung(held))) return;
      entries.delete(uid);
    }
  }

  async function current(uid: string): Promise<Person> {
    const known = entries.get(uid);
    if (known?.held && isYoung(known.held)) return known.held.person;
    const entry = known ?? enter(uid);
    const reading = joinable(entry) ?? read(uid, entry);
    forgetIdle();
    const person = await reading.person;
    if (closed) throw new PermissionCacheError('closed');
    if (!isYoung(reading)) throw new PermissionCacheError('too-slow');
    return person;
  }

  return {
    async can(uid, permission) {
      if (closed) throw new PermissionCacheError('closed');
      const { fields } = await current(uid);
      return permits(roles, roleOfActor(roles, fields ?? undefined, clock.wall()), permission);
    },
    close() {
      closed = true;
      entries.clear();
    },
  };
}
