import type { Answer } from './answer.js';
import type { ResyncRequest } from './request.js';
import { type Session } from './session.js';
/**
 * Brings claims and markers of one person, or of everybody by a job of the functions, into step with
 * the documents.
 *
 * @throws {AdminError} `no-such-person`, `no-such-job`, `job-is-over`, `no-queue`, `not-confirmed`.
 */
export declare function resync(session: Session, request: ResyncRequest): Promise<Answer>;
