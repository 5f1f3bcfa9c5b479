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
 * Calls a callable function by its name in the contract and resolves to its answer, unread.
 *
 * @throws {FunctionsError} with a code `functions/…`.
 */
export async function callFunction(
  app: FirebaseApp,
  name: string,
  request: object = {},
): Promise<unknown> {
  const { httpsCallable } = await import('firebase/functions');
  const { data } = await httpsCallable(await openFunctions(app), name)(request);
  return data;
}
