import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { ROOT } from '../../../tools/emulators/root.ts';
import { createPerson } from '../../support/admin.ts';
import { stack } from '../../support/stack.ts';

/** What `npm run admin` runs. */
const BIN = 'packages/live-claims/src/cli/bin.ts';

describe('from the shell', () => {
  const run = (args: readonly string[], env: NodeJS.ProcessEnv = process.env) =>
    promisify(execFile)(process.execPath, [path.join(ROOT, BIN), ...args], {
      cwd: ROOT,
      env,
      timeout: 60_000,
    }).then(
      ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
      ({ code, stdout, stderr }) => ({ code, stdout, stderr }),
    );

  it('finds the stack by its hub alone, and prints JSON and nothing else', async () => {
    const { uid, email } = await createPerson('viewer');
    const { PATH } = process.env;
    const { code, stdout, stderr } = await run(['show', email, '--json'], {
      PATH,
      FIREBASE_EMULATOR_HUB: stack.hub,
    });
    expect(stderr).toBe('');
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ uid, project: stack.projectId, inStep: true });
  });

  it('ends with the code that its help promises', async () => {
    expect(await run(['show', 'nobody@example.com'])).toMatchObject({
      code: 3,
      stdout: '',
      stderr: expect.stringContaining('[no-such-person]'),
    });
  });
});
