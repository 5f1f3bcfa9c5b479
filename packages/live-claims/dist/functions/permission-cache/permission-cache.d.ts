import { type RoleTable } from '../../core/index.js';
import { type Clock } from '../guards/clock.js';
import type { WatchPeople } from './people.js';
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
/**
 * Why the bound holds: an answer is given from what was read only while that read's beginning is no
 * more than `lifetimeMs` ago, by both clocks (`ageOf`), at the moment of the answer; and what a read
 * finds was current after it began. The listener only ever takes away from what is remembered: where it
 * names a revision other than the one in memory, that one goes, and a read that it overtakes is not
 * kept. So a listener that is late, silent or dead makes an answer no older than the bound.
 */
export declare function createPermissionCache<Permission extends string>({ roles, people, lifetimeMs, maxPeople, clock, }: PermissionCacheOptions<Permission>): PermissionCache<Permission>;
