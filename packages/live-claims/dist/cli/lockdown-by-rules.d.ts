import type { Answer } from './answer.js';
import type { LockdownRequest } from './request.js';
import { type Session } from './session.js';
/**
 * Closes Firestore to every client, owners too, by releasing rules that refuse everyone; or brings the former
 * rules back. It touches no document, so no lock of a client can hold it up.
 *
 * @throws {AdminError} `not-confirmed`, and `cannot-apply` for rules to bring back that are gone; nothing has
 *   been changed then.
 */
export declare function lockdownByRules(session: Session, { turn, yes }: LockdownRequest): Promise<Answer>;
