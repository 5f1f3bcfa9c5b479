import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ensureDownloaded, isReachable } from './emulator-download.ts';

const URL_OF_JAR = 'https://downloads.invalid/emulator.jar';

const answering =
  (status: number): typeof fetch =>
  async () =>
    new Response(null, { status });

/** A server that takes the connection and never answers. */
const silent: typeof fetch = (_url, init) =>
  new Promise((_resolve, reject) => {
    init?.signal?.addEventListener('abort', () => reject(init.signal?.reason));
  });

describe('a download', () => {
  it('is reachable when its server has the file', async () => {
    expect(await isReachable(URL_OF_JAR, answering(200))).toBe(true);
  });

  it('is not when the server refuses, cannot be found or stays silent', async () => {
    const notFound: typeof fetch = async () => {
      throw new TypeError('fetch failed');
    };
    expect(await isReachable(URL_OF_JAR, answering(403))).toBe(false);
    expect(await isReachable(URL_OF_JAR, notFound)).toBe(false);
    expect(await isReachable(URL_OF_JAR, silent, 1)).toBe(false);
  });
});

describe('an emulator', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'emulator-download-test-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('that is there is not downloaded again', async () => {
    const file = path.join(folder, 'emulator.jar');
    writeFileSync(file, '');
    const begun: string[] = [];
    const there = await ensureDownloaded(
      'firestore',
      { version: '1', url: URL_OF_JAR, size: 1, file },
      { env: {}, onDownload: ({ url }) => begun.push(url) },
    );
    expect({ there, begun }).toEqual({ there: true, begun: [] });
  });
});
