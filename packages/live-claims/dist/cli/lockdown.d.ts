import type { Answer } from './answer.js';
import type { LockdownRequest } from './request.js';
import { type Session } from './session.js';
/**
 * Closes the app to everybody but the top role, or opens it again; or says how things stand.
 *
 * @throws {AdminError} what `turnAccess` throws; nothing has been written then.
 */
export declare function lockdown(session: Session, request: LockdownRequest): Promise<Answer>;
