import type { FirebaseApp } from 'firebase/app';

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
  const { getFunctions, httpsCallable } = await import('firebase/functions');
  const functions = getFunctions(app);
  if (import.meta.env.DEV) {
    const { connectFunctions } = await import('./dev/emulators.ts');
    connectFunctions(functions);
  }
  const { data } = await httpsCallable(functions, name)(request);
  return data;
}
