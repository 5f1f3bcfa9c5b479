import { Writable } from 'node:stream';
import type { Terminal } from '../terminal.ts';

export interface FakeTerminal extends Terminal {
  /** What has been written so far. */
  readonly written: () => { readonly out: string; readonly err: string };
  /** The questions asked so far. */
  readonly questions: readonly string[];
}

/**
 * A terminal without a screen, that is, a pipe.
 *
 * @param answer what the person types to every question; null for no terminal.
 */
export function fakeTerminal(
  env: NodeJS.ProcessEnv = {},
  answer: string | (() => Promise<string>) | null = null,
): FakeTerminal {
  const out = collector();
  const err = collector();
  const questions: string[] = [];
  return {
    out: out.stream,
    err: err.stream,
    env,
    ask:
      answer === null
        ? null
        : async (question) => {
            questions.push(question);
            return typeof answer === 'string' ? answer : answer();
          },
    written: () => ({ out: out.text(), err: err.text() }),
    questions,
  };
}

function collector() {
  let text = '';
  const stream = new Writable({
    write(chunk, _encoding, done) {
      text += chunk;
      done();
    },
  }) as unknown as NodeJS.WriteStream;
  return { stream, text: () => text };
}
