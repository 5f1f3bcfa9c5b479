import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { briefJvm, findFirestoreEmulator, gcloudRoots } from './firestore-emulator.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'firestore-emulator-test-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** A Google Cloud CLI below the folder, with or without the emulator; comes back with its PATH. */
function installGcloud(withEmulator: boolean): string {
  const bin = path.join(folder, 'sdk', 'bin');
  mkdirSync(bin, { recursive: true });
  writeFileSync(path.join(bin, 'gcloud'), '');
  if (withEmulator) {
    const component = path.join(folder, 'sdk', 'platform', 'cloud-firestore-emulator');
    mkdirSync(component, { recursive: true });
    writeFileSync(path.join(component, 'cloud-firestore-emulator.jar'), 'the emulator');
  }
  return bin;
}

const search = (env: NodeJS.ProcessEnv, downloaded = false) => ({
  env,
  platform: 'linux' as const,
  ensureDownloaded: async () => downloaded,
  folder,
});

describe('the Firestore emulator', () => {
  it('is the one that FIRESTORE_EMULATOR_BINARY_PATH names, before all others', async () => {
    const jar = path.join(folder, 'mine.jar');
    writeFileSync(jar, '');
    const env = { FIRESTORE_EMULATOR_BINARY_PATH: jar };
    expect(await findFirestoreEmulator(search(env, true))).toEqual({ source: 'environment', jar });
  });

  it('is not silently another one when the named file is missing', async () => {
    const env = { FIRESTORE_EMULATOR_BINARY_PATH: path.join(folder, 'gone.jar') };
    await expect(findFirestoreEmulator(search(env, true))).rejects.toMatchObject({
      code: 'no-firestore-emulator',
      message: expect.stringContaining('gone.jar'),
    });
  });

  it('is firebase-tools’ own copy where there is one, of which it need not be told', async () => {
    const env = { PATH: installGcloud(true) };
    expect(await findFirestoreEmulator(search(env, true))).toEqual({
      source: 'firebase-tools',
      jar: null,
    });
  });

  it('is otherwise the Cloud CLI’s component, by a jar of ours that leads to it', async () => {
    const found = await findFirestoreEmulator(search({ PATH: installGcloud(true) }));
    expect(found).toEqual({ source: 'gcloud', jar: path.join(folder, 'firestore-emulator.jar') });
    const jar = readFileSync(path.join(folder, 'firestore-emulator.jar'), 'utf8');
    expect(jar.replaceAll('\r\n ', '')).toContain(
      `${folder}/sdk/platform/cloud-firestore-emulator/cloud-firestore-emulator.jar`,
    );
  });
});

describe('the JVM of a brief emulator', () => {
  it('is told where it finds how to log, and what else the environment has for it', () => {
    const options = briefJvm(folder, '-Xmx1g');
    const [, file] = /"-Djava\.util\.logging\.config\.file=(.+)"/.exec(options) ?? [];
    expect(readFileSync(file as string, 'utf8')).toContain('.level=SEVERE');
    expect(options).toMatch(/ -Xmx1g$/);
  });
});

describe('the Google Cloud CLI', () => {
  it('is found through the links by which it is installed on PATH', () => {
    const links: Record<string, string> = { '/usr/bin/gcloud': '/usr/lib/gcloud-sdk/bin/gcloud' };
    const [first] = gcloudRoots({ PATH: '/bin:/usr/bin' }, 'linux', (file) => links[file] ?? null);
    expect(first).toBe('/usr/lib/gcloud-sdk');
  });

  it('is looked for where it is usually unpacked, without being on PATH', () => {
    expect(gcloudRoots({ PATH: '' }, 'darwin', () => null)).toContain(
      '/opt/homebrew/share/google-cloud-sdk',
    );
    expect(gcloudRoots({ LOCALAPPDATA: 'C:\\Local' }, 'win32', () => null)).toEqual([
      'C:\\Local\\Google\\Cloud SDK\\google-cloud-sdk',
    ]);
  });
});
