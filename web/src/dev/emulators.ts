import type { FirebaseOptions } from 'firebase/app';
import { type Auth, connectAuthEmulator } from 'firebase/auth';
import { connectFirestoreEmulator, type Firestore } from 'firebase/firestore';
import { connectFunctionsEmulator, type Functions } from 'firebase/functions';
import { ConfigUnavailable } from '../firebase-config.ts';

// Development builds only: reached through dynamic imports behind `import.meta.env.DEV`, so no
// production bundle contains this file. `npm start` sets the variables.

export function emulatedProject(): FirebaseOptions {
  return { apiKey: 'emulated', projectId: import.meta.env.VITE_PROJECT_ID ?? 'demo-live-claims' };
}

export function connectAuth(auth: Auth): void {
  const { host, port } = address('VITE_AUTH_EMULATOR');
  connectAuthEmulator(auth, `http://${host}:${port}`, { disableWarnings: true });
}

export function connectFirestore(firestore: Firestore): void {
  const { host, port } = address('VITE_FIRESTORE_EMULATOR');
  connectFirestoreEmulator(firestore, host, port);
}

export function connectFunctions(functions: Functions): void {
  const { host, port } = address('VITE_FUNCTIONS_EMULATOR');
  connectFunctionsEmulator(functions, host, port);
}

function address(name: string): { host: string; port: number } {
  const value: unknown = import.meta.env[name];
  const [, host, port] = /^(.+):(\d+)$/.exec(typeof value === 'string' ? value : '') ?? [];
  if (host === undefined) {
    throw new ConfigUnavailable(
      `A development build talks to the emulators, and ${name} does not say where they are (as 127.0.0.1:9099). Run “npm start”, which sets it.`,
    );
  }
  return { host, port: Number(port) };
}
