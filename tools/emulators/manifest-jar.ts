import { crc32 } from 'node:zlib';

/**
 * A jar of nothing but a manifest, which makes `java -jar` run `mainClass` from another jar.
 *
 * Format: Oracle's "JAR File Specification" (a manifest line holds at most 72 bytes; longer ones go
 * on in a line that begins with a blank) in a zip of one stored entry (PKWARE's APPNOTE.TXT 6.3).
 */
export function manifestJar(mainClass: string, classPath: string): Buffer {
  const manifest = [
    'Manifest-Version: 1.0',
    `Main-Class: ${mainClass}`,
    `Class-Path: ${classPath}`,
  ];
  const text = [...manifest.map(wrapManifestLine), ''].join('\r\n');
  return storedZip('META-INF/MANIFEST.MF', Buffer.from(text));
}

const MANIFEST_LINE_BYTES = 72;

/** One manifest header, broken into lines of at most 72 bytes. The header is ASCII. */
export function wrapManifestLine(line: string): string {
  if (line.length <= MANIFEST_LINE_BYTES) return line;
  const rest = wrapManifestLine(` ${line.slice(MANIFEST_LINE_BYTES)}`);
  return `${line.slice(0, MANIFEST_LINE_BYTES)}\r\n${rest}`;
}

function storedZip(name: string, content: Buffer): Buffer {
  const fileName = Buffer.from(name);
  const crc = crc32(content);
  const dosDate = 0x21; // 1 January 1980, the earliest a zip can say
  // The fields that the local header and the central directory have in common.
  const shared = Buffer.alloc(26);
  shared.writeUInt16LE(10, 0); // version needed
  shared.writeUInt16LE(dosDate, 8);
  shared.writeUInt32LE(crc, 10);
  shared.writeUInt32LE(content.length, 14);
  shared.writeUInt32LE(content.length, 18);
  shared.writeUInt16LE(fileName.length, 22);

  const local = Buffer.concat([signature(0x04034b50), shared, fileName, content]);
  const madeBy = Buffer.from([10, 0]);
  const central = Buffer.concat([
    signature(0x02014b50),
    madeBy,
    shared,
    Buffer.alloc(14), // no comment, first disk, no attributes, local header at 0
    fileName,
  ]);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(1, 4); // entries on this disk
  end.writeUInt16LE(1, 6); // entries
  end.writeUInt32LE(central.length, 8);
  end.writeUInt32LE(local.length, 12);
  return Buffer.concat([local, central, signature(0x06054b50), end]);
}

function signature(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}
