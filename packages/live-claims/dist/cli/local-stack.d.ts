import type { EmulatorAddresses } from './target.js';
/**
 * Asks the emulator hub what runs.
 *
 * @throws {AdminError} `no-stack` when nobody answers there, or Auth or Firestore do not run.
 */
export declare function findLocalStack(hub: string): Promise<EmulatorAddresses>;
/** Reads the hub's list of running emulators; null for each that is not in it. */
export declare function readHubAnswer(answer: unknown): Readonly<Record<'auth' | 'firestore' | 'tasks', string | null>>;
