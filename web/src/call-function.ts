import type { FirebaseApp } from 'firebase/app';
import type { Functions } from 'firebase/functions';
import config from '../../functions/src/live-claims.config.ts';

/** Cloud Functions of the app, fetched when they are first needed. */
export async function openFunctions(app: FirebaseApp): Promise<Functions> {
  const { getFunctions } = await import('firebase/functions');
  const functions = getFunctions(app, config.region);
  if (import.meta.env.DEV) {
    const { connectFunctions } = await import('./dev/emulators.ts');
    connectFunctions(functions);
  }
  return functions;
}

/**
 * How long a call may take, in milliseconds. The Functions SDK waits for 70 seconds, which is too long for a dialog that
 * waits for it; a cold start takes a few.
 */
const CALL_TIMEOUT_MS = 15_000;

/**
 * Calls a callable function by its name in the contract and resolves to its answer, unread.
 *
 * @throws {FunctionsError} with a code `functions/…`; `functions/deadline-exceeded` after 15 seconds.
 */
export async function callFunction(
  app: FirebaseApp,
  name: string,
  request: object = {},
): Promise<unknown> {
  const { httpsCallable } = await import('firebase/functions');
  const timed = { timeout: CALL_TIMEOUT_MS };
  return (await httpsCallable(await openFunctions(app), name, timed)(request)).data;
}
