import { crc32 } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { manifestJar, wrapManifestLine } from './manifest-jar.ts';

const LONG_PATH = `file:///opt/${'google-cloud-sdk/'.repeat(12)}emulator.jar`;

/** The one entry of a zip, found as unzip does it: from the end of the central directory. */
function onlyEntry(zip: Buffer) {
  const end = zip.lastIndexOf(Buffer.from('PK\x05\x06', 'latin1'));
  const central = zip.readUInt32LE(end + 16);
  const local = zip.readUInt32LE(central + 42);
  const nameLength = zip.readUInt16LE(local + 26);
  const size = zip.readUInt32LE(local + 18);
  const begin = local + 30 + nameLength;
  return {
    entries: zip.readUInt16LE(end + 10),
    name: zip.toString('utf8', local + 30, begin),
    content: zip.subarray(begin, begin + size),
    crc: zip.readUInt32LE(central + 16),
    method: zip.readUInt16LE(central + 10),
    endsAtCentralDirectory: begin + size === central,
    centralSize: zip.readUInt32LE(end + 12) === end - central,
  };
}

describe('the jar that leads to another', () => {
  it('is a zip of a stored manifest and nothing else', () => {
    const entry = onlyEntry(manifestJar('com.example.Main', 'file:///a.jar'));
    expect(entry).toMatchObject({
      entries: 1,
      name: 'META-INF/MANIFEST.MF',
      method: 0,
      endsAtCentralDirectory: true,
      centralSize: true,
    });
    expect(entry.crc).toBe(crc32(entry.content));
  });

  it('names the main class and the jar', () => {
    const { content } = onlyEntry(manifestJar('com.example.Main', 'file:///a.jar'));
    expect(content.toString()).toBe(
      'Manifest-Version: 1.0\r\nMain-Class: com.example.Main\r\nClass-Path: file:///a.jar\r\n',
    );
  });
});

describe('a manifest line', () => {
  it('stays as it is up to 72 bytes', () => {
    const line = 'x'.repeat(72);
    expect(wrapManifestLine(line)).toBe(line);
  });

  it('goes on in lines of at most 72 bytes that begin with a blank', () => {
    const lines = wrapManifestLine(`Class-Path: ${LONG_PATH}`).split('\r\n');
    expect(Math.max(...lines.map((line) => line.length))).toBe(72);
    expect(lines.slice(1).every((line) => line.startsWith(' '))).toBe(true);
    expect(lines.map((line, index) => (index === 0 ? line : line.slice(1))).join('')).toBe(
      `Class-Path: ${LONG_PATH}`,
    );
  });
});
