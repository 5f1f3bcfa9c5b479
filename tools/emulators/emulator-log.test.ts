import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { logEvent, openEmulatorLog, tellingLines } from './emulator-log.ts';

describe('a line of firebase-tools', () => {
  it.each([
    ['✔  firestore: Firestore Emulator was started in standard edition.', 'firestore-started'],
    ['│ ✔  All emulators ready! It is now safe to connect your app. │', 'ready'],
    [
      '⬢  functions: Failed to load function definition from source: FirebaseError: User code failed to load.',
      'functions-failed',
    ],
    ['Error: Could not start Firestore Emulator, port taken.', 'port-taken'],
    ['✔  functions[us-central1-syncClaims]: firestore function initialized.', null],
    ['✔  functions: Loaded functions definitions from source: syncClaims.', null],
  ])('%j means %s', (line, event) => {
    expect(logEvent(line)).toBe(event);
  });
});

describe('the lines that tell why', () => {
  it('are the warnings and errors, the last of them', () => {
    const lines = ['i  starting', '⚠  first', '', 'i  more', 'Error: second', 'i  stopping'];
    expect(tellingLines(lines)).toEqual(['⚠  first', 'Error: second']);
    expect(tellingLines(lines, 1)).toEqual(['Error: second']);
  });

  it('are simply the last ones when there is no warning', () => {
    expect(tellingLines(['i  one', 'i  two', 'i  three'], 2)).toEqual(['i  two', 'i  three']);
  });

  it('leave out what comes with every start', () => {
    const lines = ['⚠  firestore: Env variable override detected.', '⚠  the reason'];
    expect(tellingLines(lines)).toEqual(['⚠  the reason']);
    const table = [
      '│ Auth │ 127.0.0.1:9099 │',
      '└──────┴────────────────┘',
      '  Other reserved ports: 9150',
    ];
    expect(tellingLines(['i  the end', ...table])).toEqual(['i  the end']);
  });
});

describe('the log', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'emulator-log-test-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('puts lines together from pieces, without colours, and tells them as they end', async () => {
    const log = openEmulatorLog(path.join(folder, 'logs', 'stack.log'));
    const heard: string[] = [];
    const stop = log.onLine((line) => heard.push(line));
    const check = Buffer.from('✔');
    log.write(check.subarray(0, 1));
    log.write(Buffer.concat([check.subarray(1), Buffer.from(' \u001b[32mgre')]));
    expect(heard).toEqual([]);
    log.write('en\u001b[39m\nnext\n');
    stop();
    log.write('unheard\n');
    await log.close();
    expect(heard).toEqual(['✔ green', 'next']);
    expect(log.lines()).toEqual(['✔ green', 'next', 'unheard']);
    expect(readFileSync(log.file, 'utf8')).toBe('✔ green\nnext\nunheard\n');
  });
});
