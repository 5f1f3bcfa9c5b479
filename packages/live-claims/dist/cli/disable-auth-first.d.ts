import type { Answer } from './answer.js';
import type { DisableRequest } from './request.js';
import { type Session } from './session.js';
/**
 * Disables a person where somebody may hold a lock on their document: first in Firebase Auth, which knows no
 * locks (no sign-in, no fresh token, no role in the next one), then in the document as `disable` does.
 *
 * @returns an answer with the exit code 1 when the document is locked: the account is closed then, and rules
 *   go on letting the tokens in that are there until they run out.
 * @throws {AdminError} `no-such-person`, `last-owner`, `not-confirmed`; nothing has been written then.
 */
export declare function disableAuthFirst(session: Session, request: DisableRequest): Promise<Answer>;
