import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { StackEnv } from './stack/stack-env.ts';
import { StackError } from './stack/stack-error.ts';

const SERVER = fileURLToPath(new URL('./web-server.ts', import.meta.url));

/** What the server's process tells the launcher, once. */
export type WebServerReport =
  | { readonly type: 'listening' }
  | { readonly type: 'failed'; readonly message: string };

/** By these the app in `web/` finds the emulators, in a development build only. */
export function webVariables(stack: StackEnv): Readonly<Record<string, string>> {
  return {
    VITE_PROJECT_ID: stack.GCLOUD_PROJECT,
    VITE_AUTH_EMULATOR: stack.FIREBASE_AUTH_EMULATOR_HOST,
    VITE_FIRESTORE_EMULATOR: stack.FIRESTORE_EMULATOR_HOST,
    VITE_FUNCTIONS_EMULATOR: stack.LIVE_CLAIMS_FUNCTIONS_HOST,
  };
}

/**
 * Serves the web app with hot reload on the port. Comes back, once it listens, with the way to end
 * it.
 *
 * @throws {StackError} `build-failed` with what Vite said.
 */
export async function startWebDev(stack: StackEnv, port: number): Promise<() => void> {
  const server = fork(SERVER, [String(port)], { env: { ...process.env, ...webVariables(stack) } });
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  server.once('message', (message: WebServerReport) => {
    if (message.type === 'listening') resolve();
    else reject(webFailed(message.message));
  });
  server.once('exit', (code) => reject(webFailed(`Vite ended with code ${code}.`)));
  const end = () => {
    server.kill('SIGKILL');
  };
  await promise.catch((error: unknown) => {
    end();
    throw error;
  });
  return end;
}

function webFailed(reason: string): StackError {
  return new StackError('build-failed', 'The web app in web/ does not start.', {
    details: reason.split('\n').slice(0, 20),
    next: 'Mend what the lines above name, then try again.',
  });
}
