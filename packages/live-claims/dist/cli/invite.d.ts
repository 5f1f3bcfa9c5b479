import type { Answer } from './answer.js';
import type { InviteRequest } from './request.js';
import { type Session } from './session.js';
/**
 * Writes an invite, as an operator who outranks everybody; it replaces an open one to the address.
 *
 * @throws {AdminError} `unverified-address`, `not-confirmed`; nothing has been written then.
 */
export declare function invite(session: Session, request: InviteRequest): Promise<Answer>;
