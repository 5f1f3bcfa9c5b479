import type { Answer } from './answer.js';
import { type Session } from './session.js';
/** Reads the description of the project's default database, as Google's API gives it. */
export type DescribeDatabase = (session: Session) => Promise<Readonly<Record<string, unknown>>>;
/**
 * Says how the database settles two who want the same document: whether a client that leaves a transaction open
 * can hold up a change of access. Changes nothing.
 */
export declare function checkDatabase(session: Session, describe?: DescribeDatabase): Promise<Answer>;
