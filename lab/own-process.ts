import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** How the work in another process goes on. */
interface OwnProcessOptions {
  readonly onProgress: (detail: string) => void;
  /** How long it may take in all, in milliseconds. */
  readonly withinMs: number;
}

type Message =
  | { readonly type: 'progress'; readonly detail: string }
  | { readonly type: 'result'; readonly result: unknown }
  | { readonly type: 'failed'; readonly reason: string };

/**
 * Does the work of a module that calls `workForParent`, in a process of its own: the Firebase SDKs find
 * one stack in the environment of their process, and the next part of the lab has another one.
 *
 * @returns what the work comes back with, once its process has ended.
 * @throws when it fails, ends without a word, or takes too long; its process has ended then too.
 */
export async function inOwnProcess<Input, Result>(
  module: URL,
  input: Input,
  { onProgress, withinMs }: OwnProcessOptions,
): Promise<Result> {
  const child = fork(fileURLToPath(module), [JSON.stringify(input)], { serialization: 'advanced' });
  let result: { readonly value: Result } | null = null;
  let reason: string | null = null;
  child.on('message', (message: Message) => {
    if (message.type === 'progress') onProgress(message.detail);
    else if (message.type === 'result') result = { value: message.result as Result };
    else reason = message.reason;
  });
  const timer = setTimeout(() => {
    reason = `It took more than ${Math.round(withinMs / 1000)} s.`;
    child.kill();
  }, withinMs);
  try {
    const [code, signal] = (await once(child, 'exit')) as [number | null, string | null];
    reason ??= `${fileURLToPath(module)} ended without a result (${signal ?? `exit code ${code}`}).`;
  } finally {
    clearTimeout(timer);
  }
  if (result === null) throw new Error(reason ?? 'It ended without a result.');
  return (result as { readonly value: Result }).value;
}

/**
 * Does the work that `inOwnProcess` has started this process for, hands over the result and ends it.
 * When the parent goes or asks for the end, this process ends at once, and its stack with it.
 */
export async function workForParent<Input>(
  work: (input: Input, say: (detail: string) => void) => Promise<unknown>,
): Promise<never> {
  const tell = (message: Message) =>
    new Promise((sent) => process.send?.(message, sent) ?? sent(0));
  process.once('disconnect', () => process.exit(1));
  process.once('SIGTERM', () => process.exit(1));
  const input = JSON.parse(process.argv[2] as string) as Input;
  try {
    const result = await work(input, (detail) => void tell({ type: 'progress', detail }));
    await tell({ type: 'result', result });
  } catch (error) {
    const reason = error instanceof Error ? (error.stack ?? error.message) : String(error);
    await tell({ type: 'failed', reason });
  }
  process.exit();
}
