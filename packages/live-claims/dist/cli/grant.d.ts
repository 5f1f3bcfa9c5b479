import type { Answer } from './answer.js';
import type { GrantRequest } from './request.js';
import { type Session } from './session.js';
/**
 * Gives a person a role, in the document and in the claims.
 *
 * @throws {AdminError} `no-such-person`, `unverified-address`, and what `editRole` throws; nothing has been written then.
 */
export declare function grant(session: Session, request: GrantRequest): Promise<Answer>;
