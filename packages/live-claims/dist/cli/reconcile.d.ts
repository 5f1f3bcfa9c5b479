import type { Answer } from './answer.js';
import type { ReconcileRequest } from './request.js';
import { type Session } from './session.js';
/**
 * Looks at everybody, in this process, and heals what has drifted unless it is a dry run.
 *
 * @throws {AdminError} `not-confirmed`, `interrupted` before the beginning.
 */
export declare function reconcile(session: Session, request: ReconcileRequest): Promise<Answer>;
