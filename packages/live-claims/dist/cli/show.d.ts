import type { Answer } from './answer.js';
import type { ShowRequest } from './request.js';
import { type Session } from './session.js';
/**
 * Shows what stands there about a person. Changes nothing. Only an account that is still to come
 * is no reason for the exit code of things that need attention.
 *
 * @throws {AdminError} `no-such-person` when neither an account nor a document nor a marker has the id.
 */
export declare function show(session: Session, request: ShowRequest): Promise<Answer>;
