import type { Observation } from '../functions/sync/ports.js';
import type { FoundPerson } from './find-person.js';
import type { OpenProject } from './open-project.js';
/** What a decision about a person needs, for somebody whose account is at hand. */
export declare function observe({ engine }: OpenProject, { uid, account }: FoundPerson): Promise<Observation>;
