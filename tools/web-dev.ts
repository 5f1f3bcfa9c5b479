import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { StackEnv } from './emulators/stack-env.ts';
import { StackError } from './emulators/stack-error.ts';

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

export interface WebDev {
  /** Resolves when the server ends by itself. */
  readonly exited: Promise<StackError>;
  readonly end: () => void;
}

/**
 * Serves the web app with hot reload on the port. Comes back once it listens.
 *
 * @throws {StackError} `build-failed` with what Vite said.
 */
export async function startWebDev(stack: StackEnv, port: number): Promise<WebDev> {
  const server = fork(SERVER, [String(port)], { env: { ...process.env, ...webVariables(stack) } });
  const end = () => {
    server.kill('SIGKILL');
  };
  const exited = new Promise<StackError>((resolve) => {
    server.once('exit', (code) => resolve(webFailed(`Vite ended with code ${code}.`)));
  });
  const report = new Promise<WebServerReport>((resolve) => server.once('message', resolve));
  const first = await Promise.race([report, exited]);
  if (first instanceof StackError) throw first;
  if (first.type === 'listening') return { exited, end };
  end();
  throw webFailed(first.message);
}

function webFailed(reason: string): StackError {
  return new StackError('build-failed', 'The development server of web/ does not run.', {
    details: reason.split('\n').slice(0, 20),
    next: 'Mend what the lines above name, then try again.',
  });
}
