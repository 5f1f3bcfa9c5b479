import { createWriteStream, mkdirSync } from 'node:fs';
import path from 'node:path';
import { stripVTControlCharacters } from 'node:util';

/** Enough for the story of a failed start; the file holds the rest. */
const KEPT_LINES = 400;

/** What firebase-tools printed: all of it in a file, the end of it at hand, line by line. */
export interface EmulatorLog {
  readonly file: string;
  readonly write: (chunk: string | Uint8Array) => void;
  /** The last lines, oldest first, without colours. */
  readonly lines: () => readonly string[];
  /** Hears every line from now on; comes back with its undo. */
  readonly onLine: (listener: (line: string) => void) => () => void;
  readonly close: () => Promise<void>;
}

/** Starts a log in `file`, which is emptied. */
export function openEmulatorLog(file: string): EmulatorLog {
  mkdirSync(path.dirname(file), { recursive: true });
  const stream = createWriteStream(file);
  const decoder = new TextDecoder();
  const lines: string[] = [];
  const listeners = new Set<(line: string) => void>();
  let partial = '';

  const add = (line: string) => {
    lines.push(line);
    if (lines.length > KEPT_LINES) lines.shift();
    for (const listener of listeners) listener(line);
  };
  return {
    file,
    write(chunk) {
      const text = typeof chunk === 'string' ? chunk : decoder.decode(chunk, { stream: true });
      stream.write(stripVTControlCharacters(text));
      const parts = (partial + text).split('\n');
      partial = parts.pop() ?? '';
      for (const part of parts) add(stripVTControlCharacters(part).trimEnd());
    },
    lines: () => [...lines],
    onLine(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close: () => new Promise((resolve) => stream.end(resolve)),
  };
}

/** What a line of firebase-tools 15 means for us; null for the many that mean nothing. */
export type LogEvent = 'firestore-started' | 'ready' | 'functions-failed' | 'port-taken';

/** Reads a line. `functions-failed` also comes when a reload of edited functions failed. */
export function logEvent(line: string): LogEvent | null {
  if (line.includes('Firestore Emulator was started')) return 'firestore-started';
  if (line.includes('All emulators ready!')) return 'ready';
  if (line.includes('Failed to load function definition from source')) return 'functions-failed';
  if (/Could not start .*, port taken/.test(line)) return 'port-taken';
  return null;
}

/** What comes with every start and explains no failure: some warnings, and the table of emulators. */
const EVERYDAY =
  /Env variable override|Emulator UI is not starting|^[│┌├└]|Emulator Hub host:|Other reserved ports:|^Issues\? /;

/** The lines that tell why something failed: warnings and errors, or else simply the last ones. */
export function tellingLines(lines: readonly string[], count = 8): readonly string[] {
  const written = lines.filter((line) => line.trim() !== '' && !EVERYDAY.test(line.trim()));
  const telling = written.filter((line) => /error|exited|failed|⚠|⬢|taken/i.test(line));
  return (telling.length > 0 ? telling : written).slice(-count);
}
