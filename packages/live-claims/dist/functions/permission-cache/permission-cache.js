import { LRUCache } from 'lru-cache';
import { permits } from '../../core/index.js';
import { ageOf, momentOf, systemClock } from '../guards/clock.js';
import { roleOfActor } from '../role-change/role-that-counts.js';
import { PermissionCacheError } from './permission-cache-error.js';
/**
 * Why the bound holds: an answer is given from what was read only while that read's beginning is no
 * more than `lifetimeMs` ago, by both clocks (`ageOf`), at the moment of the answer; and what a read
 * finds was current after it began. The listener only ever takes away from what is remembered: where it
 * names a revision other than the one in memory, that one goes, and a read that it overtakes is not
 * kept. So a listener that is late, silent or dead makes an answer no older than the bound.
 */
export function createPermissionCache({ roles, people, lifetimeMs = 60_000, maxPeople = 1000, clock = systemClock, }) {
    let closed = false;
    const entries = new LRUCache({
        max: maxPeople,
        dispose: (entry) => entry.stop(),
    });
    const isYoung = ({ began }) => ageOf(began, clock) <= lifetimeMs;
    /** Starts to remember somebody. One whose listener dies is remembered no longer. */
    function enter(uid) {
        const entry = { held: null, reading: null, stop: () => { } };
        entries.set(uid, entry);
        const stop = people.watch(uid, {
            onRevision: (revision) => hear(entry, revision),
            onDead: () => {
                entry.held = null;
                if (entries.peek(uid) === entry)
                    entries.delete(uid);
            },
        });
        if (entries.peek(uid) === entry)
            entry.stop = stop;
        else
            stop();
        return entry;
    }
    function hear(entry, revision) {
        if (entry.held?.person.revision !== revision)
            entry.held = null;
        if (entry.reading !== null)
            entry.reading.heard = revision;
    }
    function read(uid, entry) {
        const reading = { began: momentOf(clock), person: people.read(uid), heard: null };
        entry.reading = reading;
        const settled = (person) => {
            if (entry.reading !== reading)
                return;
            entry.reading = null;
            if (person === null)
                return;
            const overtaken = reading.heard !== null && reading.heard !== person.revision;
            if (!overtaken)
                entry.held = { person, began: reading.began };
        };
        reading.person.then(settled, () => settled(null));
        return reading;
    }
    /** Those who wait for a read that was overtaken go on with it, nobody joins them. */
    function joinable(entry) {
        const { reading } = entry;
        return reading !== null && reading.heard === null && isYoung(reading) ? reading : null;
    }
    /** People who were not asked about for a lifetime keep no listener. */
    function forgetIdle() {
        for (const uid of entries.rkeys()) {
            const { held, reading } = entries.peek(uid) ?? {};
            if (reading || (held && isYoung(held)))
                return;
            entries.delete(uid);
        }
    }
    async function current(uid) {
        const known = entries.get(uid);
        if (known?.held && isYoung(known.held))
            return known.held.person;
        const entry = known ?? enter(uid);
        const reading = joinable(entry) ?? read(uid, entry);
        forgetIdle();
        const person = await reading.person;
        if (closed)
            throw new PermissionCacheError('closed');
        if (!isYoung(reading))
            throw new PermissionCacheError('too-slow');
        return person;
    }
    return {
        async can(uid, permission) {
            if (closed)
                throw new PermissionCacheError('closed');
            const { fields } = await current(uid);
            return permits(roles, roleOfActor(roles, fields ?? undefined, clock.wall()), permission);
        },
        close() {
            closed = true;
            entries.clear();
        },
    };
}
