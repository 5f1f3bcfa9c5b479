import { describe, expect, it } from 'vitest';
import type { EmulatorLog } from './emulator-log.ts';
import type { Ending } from './emulator-process.ts';
import { untilReady } from './until-ready.ts';

/** A start under way: says what the test lets it say. */
function starting() {
  const lines: string[] = [];
  const listeners = new Set<(line: string) => void>();
  const { promise: ended, resolve: end } = Promise.withResolvers<Ending>();
  const log: EmulatorLog = {
    file: 'stack.log',
    write: () => {},
    lines: () => lines,
    onLine(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close: async () => {},
  };
  const asked = new AbortController();
  return {
    ready: untilReady({ log, emulators: { ended }, signal: asked.signal }),
    say(line: string) {
      lines.push(line);
      for (const listener of listeners) listener(line);
    },
    end,
    asked,
    listeners,
  };
}

describe('waiting for the emulators', () => {
  it('is over when firebase-tools says that all are ready, and leaves nothing behind', async () => {
    const { ready, say, listeners } = starting();
    say('✔  firestore: Firestore Emulator was started in standard edition.');
    say('✔  functions: Loaded functions definitions from source: syncClaims.');
    say('│ ✔  All emulators ready! It is now safe to connect your app. │');
    await ready;
    expect(listeners.size).toBe(0);
  });

  it('fails with the reason when the functions do not load, though all else would be ready', async () => {
    const { ready, say } = starting();
    say('⬢  functions: Failed to load function definition from source: SyntaxError: oops');
    say('│ ✔  All emulators ready! It is now safe to connect your app. │');
    await expect(ready).rejects.toMatchObject({
      code: 'functions-failed',
      details: [expect.stringContaining('SyntaxError: oops')],
      next: expect.stringContaining('stack.log'),
    });
  });

  it('fails when another process takes a port in between', async () => {
    const { ready, say } = starting();
    say('Error: Could not start Authentication Emulator, port taken.');
    await expect(ready).rejects.toMatchObject({ code: 'port-taken' });
  });

  it('fails when the emulators end, saying how and with their last words', async () => {
    const { ready, say, end } = starting();
    say('Error: out of memory');
    end({ what: 'firebase-tools ended with code 1' });
    await expect(ready).rejects.toMatchObject({
      code: 'stack-died',
      message: expect.stringContaining('firebase-tools ended with code 1'),
      details: ['Error: out of memory'],
    });
  });

  it('is given up on request', async () => {
    const { ready, asked } = starting();
    asked.abort();
    await expect(ready).rejects.toMatchObject({ code: 'interrupted' });
  });
});
