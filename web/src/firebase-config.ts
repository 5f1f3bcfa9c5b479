import type { FirebaseOptions } from 'firebase/app';

/** Reserved by Firebase Hosting and by its emulator: the configuration of the project that serves. */
const CONFIG_URL = '/__/firebase/init.json';

/** The project's configuration cannot be had. The message says what to do. */
export class ConfigUnavailable extends Error {
  override readonly name = 'ConfigUnavailable';
}

/**
 * The configuration of the Firebase project, from Hosting; in a development build from the
 * environment instead.
 *
 * @throws {ConfigUnavailable}
 */
export async function readFirebaseConfig(): Promise<FirebaseOptions> {
  if (import.meta.env.DEV) {
    const { emulatedProject } = await import('./dev/emulators.ts');
    return emulatedProject();
  }
  const response = await fetch(CONFIG_URL).catch(() => null);
  if (response === null) {
    throw new ConfigUnavailable(
      'The server cannot be reached. Check your connection and reload the page.',
    );
  }
  // A server that answers every address with index.html says 200 too.
  const config: unknown = response.ok ? await response.json().catch(() => null) : null;
  if (!isFirebaseConfig(config)) {
    throw new ConfigUnavailable(
      `This page has to be served by Firebase Hosting or its emulator: ${CONFIG_URL} holds no project configuration. Deploy with “npm run deploy”, or run “npm start” to work locally.`,
    );
  }
  return config;
}

function isFirebaseConfig(value: unknown): value is FirebaseOptions {
  if (typeof value !== 'object' || value === null) return false;
  const { apiKey, projectId } = value as FirebaseOptions;
  return typeof apiKey === 'string' && typeof projectId === 'string';
}
