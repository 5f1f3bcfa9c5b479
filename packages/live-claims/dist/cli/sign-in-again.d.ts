import type { Answer } from './answer.js';
import type { SignInAgainRequest } from './request.js';
import { type Session } from './session.js';
/**
 * Ends every sign-in from before this moment, or lets older ones count again.
 *
 * @throws {AdminError} what `turnAccess` throws; nothing has been written then.
 */
export declare function signInAgain(session: Session, request: SignInAgainRequest): Promise<Answer>;
