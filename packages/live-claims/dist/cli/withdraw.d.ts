import type { Answer } from './answer.js';
import type { WithdrawRequest } from './request.js';
import { type Session } from './session.js';
/**
 * Takes the open invite to an address, or the one with an id, back.
 *
 * @throws {AdminError} `no-such-invite`, `usage` for what can be neither, `not-confirmed`; nothing
 *   has been written then.
 */
export declare function withdraw(session: Session, request: WithdrawRequest): Promise<Answer>;
