import type { Answer } from './answer.js';
import type { PersonName } from './request.js';
import { type Session } from './session.js';
/**
 * Brings one person's claims and marker into step with their document, at once and by the same means
 * as the sweeps over everybody.
 *
 * @throws {AdminError} `no-such-person`, `not-confirmed`.
 */
export declare function resyncPerson(session: Session, name: PersonName, yes: boolean): Promise<Answer>;
