import { type Session } from './session.js';
/**
 * Comes back when the changes may be made. Emulators are there to be changed; for a real project it
 * shows what will be changed and asks, unless the operator has said `--yes`.
 *
 * @param changes one line each, complete.
 * @throws {AdminError} `not-confirmed` when the answer is no or nobody is there to give one,
 *   `interrupted`. Nothing has been changed then.
 */
export declare function confirm({ target, terminal, signal }: Pick<Session, 'target' | 'terminal' | 'signal'>, yes: boolean, changes: readonly string[]): Promise<void>;
