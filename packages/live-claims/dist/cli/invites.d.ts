import type { Answer } from './answer.js';
import { type Session } from './session.js';
/** Lists the invites that nobody has taken. Changes nothing. */
export declare function invites(session: Session): Promise<Answer>;
