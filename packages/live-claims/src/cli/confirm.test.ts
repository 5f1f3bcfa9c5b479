import { describe, expect, it } from 'vitest';
import { confirm } from './confirm.ts';
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

  it('is not made where nobody can be asked', async () => {
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
