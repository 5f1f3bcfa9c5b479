import { EventEmitter } from 'node:events';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { confirm, onStopSignals, waitForReading, waitForWriting } from './operator.ts';
import type { Target } from './target.ts';
import { fakeTerminal } from './testing/fake-terminal.ts';

const REAL: Target = { kind: 'project', projectId: 'my-app-123' };
const EMULATORS: Target = {
  kind: 'emulators',
  projectId: 'demo-live-claims',
  addresses: { auth: 'a:1', firestore: 'f:1', tasks: null },
};
const CHANGES = ['users/ada', '  role  viewer → owner'];

const session = (target: Target, answer: string | null) => ({
  target,
  terminal: fakeTerminal({}, answer),
  signal: new AbortController().signal,
});

describe('a change of a real project', () => {
  it.each(['y', 'Y', 'yes', ' yes '])(
    'is shown first, and made after the answer "%s"',
    async (answer) => {
      const asked = session(REAL, answer);
      await confirm(asked, false, CHANGES);
      const { err, out } = asked.terminal.written();
      expect(err).toContain('the real project my-app-123');
      for (const line of CHANGES) expect(err).toContain(line);
      expect(out).toBe('');
      expect(asked.terminal.questions).toHaveLength(1);
    },
  );

  it.each(['', 'n', 'no', 'yo', 'yesterday', '\u0000'])(
    'is not made after "%s"',
    async (answer) => {
      await expect(confirm(session(REAL, answer), false, CHANGES)).rejects.toMatchObject({
        code: 'not-confirmed',
        exitCode: 4,
      });
    },
  );

  it('is not made without a terminal', async () => {
    await expect(confirm(session(REAL, null), false, CHANGES)).rejects.toMatchObject({
      code: 'not-confirmed',
      next: expect.stringContaining('--yes'),
    });
  });

  it('is made unasked, but not unseen, with --yes', async () => {
    const unasked = session(REAL, null);
    await confirm(unasked, true, CHANGES);
    expect(unasked.terminal.written().err).toContain('viewer → owner');
  });

  it('is not made when the question is answered with Ctrl-C', async () => {
    const stop = new AbortController();
    const terminal = fakeTerminal({}, async () => {
      stop.abort();
      throw stop.signal.reason;
    });
    await expect(
      confirm({ target: REAL, terminal, signal: stop.signal }, false, CHANGES),
    ).rejects.toMatchObject({ code: 'interrupted', exitCode: 130 });
  });
});

it('emulators are changed without a question', async () => {
  const local = session(EMULATORS, 'n');
  await confirm(local, false, CHANGES);
  expect(local.terminal.questions).toHaveLength(0);
  expect(local.terminal.written().err).toBe('');
});

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const never = new Promise<never>(() => {});

describe('waiting for Firebase', () => {
  it('comes back with what it says, or throws it', async () => {
    const { signal } = new AbortController();
    expect(await waitForReading(Promise.resolve(1), signal)).toBe(1);
    await expect(waitForWriting(Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(vi.getTimerCount()).toBe(0);
  });

  it.each([
    ['reading', () => waitForReading(never, new AbortController().signal)],
    ['writing', () => waitForWriting(never)],
  ])('ends after a minute while %s', async (_, wait) => {
    const waiting = expect(wait()).rejects.toMatchObject({ code: 'unreachable', exitCode: 5 });
    await vi.advanceTimersByTimeAsync(60_000);
    await waiting;
  });

  it('ends at once on Ctrl-C while nothing is changed, before and during it', async () => {
    const stop = new AbortController();
    const waiting = waitForReading(never, stop.signal);
    stop.abort();
    await expect(waiting).rejects.toMatchObject({ code: 'interrupted', exitCode: 130 });
    await expect(waitForReading(never, stop.signal)).rejects.toMatchObject({ code: 'interrupted' });
  });
});

/** Signals at given milliseconds, and what came of them. */
function listening() {
  const source = new EventEmitter();
  const heard: string[] = [];
  let clock = 0;
  const undo = onStopSignals({
    stop: (signal) => heard.push(`stop ${signal}`),
    force: (signal) => heard.push(`force ${signal}`),
    source: source as unknown as NodeJS.Process,
    now: () => clock,
  });
  const press = (at: number, signal: NodeJS.Signals) => {
    clock = at;
    source.emit(signal, signal);
  };
  return { press, heard, undo, source };
}

describe('a request to end', () => {
  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('by %s stops', (signal) => {
    const { press, heard } = listening();
    press(0, signal);
    expect(heard).toEqual([`stop ${signal}`]);
  });

  it('that npm passes on once more is still the same one', () => {
    const { press, heard } = listening();
    press(1000, 'SIGINT');
    press(1030, 'SIGINT');
    expect(heard).toEqual(['stop SIGINT']);
  });

  it('forces the end when it is made again', () => {
    const { press, heard } = listening();
    press(1000, 'SIGINT');
    press(2000, 'SIGINT');
    expect(heard).toEqual(['stop SIGINT', 'force SIGINT']);
  });

  it('is ignored after the undo', () => {
    const { press, heard, undo, source } = listening();
    undo();
    press(0, 'SIGTERM');
    expect(heard).toEqual([]);
    expect(source.eventNames()).toEqual([]);
  });
});
