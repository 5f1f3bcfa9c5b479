import { afterEach, describe, expect, it, vi } from 'vitest';
import { runCommand } from './run-command.ts';

afterEach(() => vi.restoreAllMocks());

/** The exit code and what a person reads. */
async function run(command: string, args: readonly string[] = []) {
  const errors = vi.spyOn(console, 'error').mockImplementation(() => {});
  const output = vi.spyOn(console, 'log').mockImplementation(() => {});
  const code = await runCommand(command, args);
  return { code, text: [...errors.mock.calls, ...output.mock.calls].flat().join('\n') };
}

describe('a command', () => {
  it('teaches how to use it', async () => {
    const { code, text } = await run('start', ['--help']);
    expect(code).toBe(0);
    expect(text).toContain('--data <folder>');
  });

  it('answers a wrong option with a sentence, not with a stack trace', async () => {
    const { code, text } = await run('start', ['--fast']);
    expect(code).toBe(1);
    expect(text).toContain("Unknown option '--fast'.");
    expect(text).not.toMatch(/at .*\.ts:/);
  });

  it.each(['no-such-thing', '../secrets', 'demo-people', ''])('%j is not one', async (name) => {
    const { code, text } = await run(name);
    expect(code).toBe(1);
    expect(text).toContain(`There is no command "${name}"`);
  });
});
