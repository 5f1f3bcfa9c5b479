import { checkAccess } from './check-access.js';
import { systemClock } from './clock.js';
import { createFactsReader } from './read-facts.js';
export function createGuard(roles, readDocuments, clock = systemClock) {
    const facts = createFactsReader(readDocuments, clock);
    return async (requirement, caller) => {
        const known = await facts.read(caller.uid, requirement.strength);
        const refusal = checkAccess(roles, requirement, caller, known, clock.wall());
        const mayBeStale = requirement.strength === 'token' && refusal?.reason === 'not-allowed';
        return mayBeStale ? challengeIfStale(facts, caller, refusal) : refusal;
    };
}
/** Somebody whose newer token may say something else is asked for that one. */
async function challengeIfStale(facts, { uid, access }, refusal) {
    const version = (await facts.readMarker(uid))?.version ?? 0;
    return access.version < version ? { reason: 'token-stale', version } : refusal;
}
