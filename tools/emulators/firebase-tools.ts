import { createRequire } from 'node:module';
import { homedir } from 'node:os';
import path from 'node:path';

const require = createRequire(import.meta.url);

/** The program that `npx firebase` runs, of the version that this repository has installed. */
export const FIREBASE_CLI = require.resolve('firebase-tools/lib/bin/firebase.js');

/** An emulator that firebase-tools does not ship but downloads on first use. */
export interface EmulatorDownload {
  readonly version: string;
  readonly url: string;
  /** Bytes. */
  readonly size: number;
  /** What has to be there for firebase-tools to take it as downloaded. */
  readonly file: string;
}

/** Where the firebase-tools that is installed finds, or downloads to, one of its emulators. */
export function emulatorDownload(
  name: 'firestore' | 'ui',
  env: NodeJS.ProcessEnv = process.env,
): EmulatorDownload {
  const info = require('firebase-tools/lib/emulator/downloadableEmulatorInfo.json') as DownloadInfo;
  const entry = name === 'firestore' ? info.firestore : info.ui.main;
  const cache =
    env.FIREBASE_EMULATORS_PATH || path.join(homedir(), '.cache', 'firebase', 'emulators');
  const file = entry.binaryPathRelativeToCacheDir ?? entry.downloadPathRelativeToCacheDir;
  return {
    version: entry.version,
    url: entry.remoteUrl,
    size: entry.expectedSize,
    file: path.join(cache, file),
  };
}

/** The part that we read of the JSON file by which firebase-tools knows its downloads. */
interface DownloadInfo {
  readonly firestore: DownloadEntry;
  readonly ui: { readonly main: DownloadEntry };
}

interface DownloadEntry {
  readonly version: string;
  readonly remoteUrl: string;
  readonly expectedSize: number;
  readonly downloadPathRelativeToCacheDir: string;
  readonly binaryPathRelativeToCacheDir?: string;
}
