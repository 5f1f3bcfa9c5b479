import type { Answer } from './answer.js';
import type { DisableRequest } from './request.js';
import { type Session } from './session.js';
/**
 * Disables a person or enables them again, and applies it at once. The document comes first, so after
 * a crash the trigger finishes, or a second run.
 *
 * @throws {AdminError} `no-such-person`, `last-owner`, `cannot-apply`, `not-confirmed`,
 *   `changed-meanwhile`; nothing has been written then.
 */
export declare function disable(session: Session, request: DisableRequest): Promise<Answer>;
