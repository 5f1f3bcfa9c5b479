import type { Answer } from './answer.js';
import type { RevokeRequest } from './request.js';
import { type Session } from './session.js';
/**
 * Takes a person's role away, and with `--sessions` their sessions, in one commit: nobody ever finds one
 * without the other. After a crash, the trigger or the same command does the rest.
 *
 * @throws {AdminError} `no-such-person`, and what `editRole` throws; nothing has been written then.
 */
export declare function revoke(session: Session, request: RevokeRequest): Promise<Answer>;
