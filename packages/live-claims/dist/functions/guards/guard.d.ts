import type { RefusalDetails, RoleTable } from '../../core/index.js';
import { type Caller, type Requirement } from './check-access.js';
import { type Clock } from './clock.js';
import { type ReadDocuments } from './read-facts.js';
/**
 * Decides whether a caller may go on; null when they may. Asks the documents first, and looks at the
 * time after that: no grant outlives its end while a read takes its time.
 *
 * @throws whatever reading throws. Who cannot be checked is not let through.
 */
export type Guard<Permission extends string = string> = (requirement: Requirement<Permission>, caller: Caller) => Promise<RefusalDetails | null>;
export declare function createGuard<Permission extends string>(roles: RoleTable<string, Permission>, readDocuments: ReadDocuments, clock?: Clock): Guard<Permission>;
