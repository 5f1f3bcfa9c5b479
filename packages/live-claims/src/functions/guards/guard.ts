import type { RefusalDetails, RoleTable } from '../../core/index.ts';
import { type Caller, checkAccess, type Requirement } from './check-access.ts';
import { type Clock, systemClock } from './clock.ts';
import { createFactsReader, type FactsReader, type ReadDocuments } from './read-facts.ts';

/**
 * Decides whether a caller may go on; null when they may. Asks the documents first, and looks at the
 * time after that: no grant outlives its end while a read takes its time.
 *
 * @throws whatever reading throws. Who cannot be checked is not let through.
 */
export type Guard<Permission extends string = string> = (
  requirement: Requirement<Permission>,
  caller: Caller,
) => Promise<RefusalDetails | null>;

export function createGuard<Permission extends string>(
  roles: RoleTable<string, Permission>,
  readDocuments: ReadDocuments,
  clock: Clock = systemClock,
): Guard<Permission> {
  const facts = createFactsReader(readDocuments, clock);
  return async (requirement, caller) => {
    const known = await facts.read(caller.uid, requirement.strength);
    const refusal = checkAccess(roles, requirement, caller, known, clock.wall());
    const mayBeStale = requirement.strength === 'token' && refusal?.reason === 'not-allowed';
    return mayBeStale ? challengeIfStale(facts, caller, refusal) : refusal;
  };
}

/** Somebody whose newer token may say something else is asked for that one. */
async function challengeIfStale(
  facts: FactsReader,
  { uid, access }: Caller,
  refusal: RefusalDetails,
): Promise<RefusalDetails> {
  const version = (await facts.readMarker(uid))?.version ?? 0;
  return access.version < version ? { reason: 'token-stale', version } : refusal;
}
