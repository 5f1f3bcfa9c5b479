import { createInterface } from 'node:readline/promises';
import { styleText } from 'node:util';

export type Style = Parameters<typeof styleText>[0];

/** Colours a text, where its stream takes colours and the person has not switched them off. */
export type Paint = (style: Style, text: string) => string;

/** What a command needs of the terminal, pipe or test that it runs in. */
export interface Terminal {
  /** For answers. */
  readonly out: NodeJS.WriteStream;
  /** For failures, questions and progress. */
  readonly err: NodeJS.WriteStream;
  readonly env: NodeJS.ProcessEnv;
  /** Asks a question and comes back with the line typed; null where nobody could answer. */
  readonly ask: ((question: string, signal: AbortSignal) => Promise<string>) | null;
}

/** The terminal of this process. */
export function thisTerminal(): Terminal {
  const { stdin, stdout, stderr, env } = process;
  return {
    out: stdout,
    err: stderr,
    env,
    ask: stdin.isTTY && stderr.isTTY ? askOnTerminal : null,
  };
}

/** The question goes to stderr: stdout is for the answer alone. */
async function askOnTerminal(question: string, signal: AbortSignal): Promise<string> {
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  // Readline takes Ctrl-C for itself; here it ends the command as everywhere else.
  lines.on('SIGINT', () => process.kill(process.pid, 'SIGINT'));
  try {
    return await lines.question(question, { signal });
  } finally {
    lines.close();
  }
}

/** Paints for this stream: no colour in a pipe, none with `NO_COLOR`. */
export function painter(stream: NodeJS.WritableStream): Paint {
  return (style, text) => styleText(style, text, { stream });
}
