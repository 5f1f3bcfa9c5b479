import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { promisify } from 'node:util';
import type { EmulatorDownload } from './firebase-tools.ts';
import { FIREBASE_CLI } from './firebase-tools.ts';

/** Long enough for a slow line to answer a request for headers, short enough to wait for in vain. */
const REACHABLE_WITHIN_MS = 3000;

/** A slow line needs minutes for the 137 MB of the Firestore emulator. */
const DOWNLOAD_WITHIN_MS = 15 * 60_000;

/** Whether the server answers for the file, decided within three seconds. Never throws. */
export async function isReachable(
  url: string,
  request: typeof fetch = fetch,
  withinMs = REACHABLE_WITHIN_MS,
): Promise<boolean> {
  try {
    const response = await request(url, { method: 'HEAD', signal: AbortSignal.timeout(withinMs) });
    return response.ok;
  } catch {
    return false;
  }
}

/**
 * Whether firebase-tools has the emulator now: it was there, or the download (which firebase-tools
 * does and checks itself) went well. Quickly false on a machine without a connection. Never throws.
 */
export async function ensureDownloaded(
  name: 'firestore' | 'ui',
  download: EmulatorDownload,
  options: {
    readonly env: NodeJS.ProcessEnv;
    readonly onDownload: (download: EmulatorDownload) => void;
    readonly signal?: AbortSignal | undefined;
  },
): Promise<boolean> {
  if (existsSync(download.file)) return true;
  if (!(await isReachable(download.url))) return false;
  options.onDownload(download);
  try {
    await promisify(execFile)(process.execPath, [FIREBASE_CLI, `setup:emulators:${name}`], {
      env: options.env,
      timeout: DOWNLOAD_WITHIN_MS,
      maxBuffer: 64 * 1024 * 1024, // the progress bar
      ...(options.signal ? { signal: options.signal } : {}),
    });
  } catch {
    return false;
  }
  return existsSync(download.file);
}
