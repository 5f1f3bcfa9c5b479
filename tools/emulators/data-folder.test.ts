import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { assertExportable, assertImportable, exportData, holdsExport } from './data-folder.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'data-folder-test-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function folderWith(file: string): string {
  const made = path.join(folder, 'data');
  mkdirSync(made);
  writeFileSync(path.join(made, file), '{}');
  return made;
}

describe('data to begin with', () => {
  it('is in a folder that the emulators exported to', () => {
    const exported = folderWith('firebase-export-metadata.json');
    expect(holdsExport(exported)).toBe(true);
    assertImportable(exported);
  });

  it('is not in any other folder', () => {
    expect(() => assertImportable(folderWith('notes.txt'))).toThrow('no exported data');
  });
});

describe('an export, which replaces the whole folder', () => {
  it('goes to a new folder, an empty one and an earlier export', () => {
    assertExportable(path.join(folder, 'new'));
    assertExportable(folder);
    assertExportable(folderWith('firebase-export-metadata.json'));
  });

  it('never removes anything else', () => {
    expect(() => assertExportable(folderWith('notes.txt'))).toThrow('would remove them');
  });

  it('that the emulators refuse is an error with what they said', async () => {
    const hub = createServer((_request, response) => {
      response.writeHead(500).end('{"message":"disk full"}');
    }).listen(0, '127.0.0.1');
    await once(hub, 'listening');
    const { port } = hub.address() as AddressInfo;
    try {
      await expect(exportData(port, folder)).rejects.toMatchObject({
        code: 'export-failed',
        details: ['{"message":"disk full"}'],
      });
    } finally {
      hub.close();
    }
  });
});
