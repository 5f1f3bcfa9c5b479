import { randomUUID } from 'node:crypto';
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
  /** Asks a question. @returns the typed line; null without a terminal. */
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

/** Replaces ESC in the styles of this program; other texts cannot contain it. */
const OWN_ESCAPE = `\u001B${randomUUID()}`;

const SPLIT = ' ';

/**
 * Paints for lines that `writeLines` writes to this stream: no colour in a pipe, none with `NO_COLOR`.
 */
export function painter(stream: NodeJS.WritableStream): Paint {
  return (style, text) => {
    const [open = '', close = ''] = styleText(style, SPLIT, { stream }).split(SPLIT);
    return `${ownStyle(open)}${text}${ownStyle(close)}`;
  };
}

const ownStyle = (codes: string) => codes.replaceAll('\u001B', OWN_ESCAPE);

/** Paints for text that holds nothing but this program's own words, and goes past `writeLines`. */
export function plainPainter(stream: NodeJS.WritableStream): Paint {
  return (style, text) => styleText(style, text, { stream });
}

/**
 * Writes lines, the only way in which text of others (names, addresses, fields of documents, errors of
 * the platform) reaches a terminal: whatever could steer it, hide text or begin a line of its own is
 * shown as `\u{1b}`.
 *
 * @param lines one each, with the styles of `painter`.
 */
export function writeLines(stream: NodeJS.WritableStream, lines: readonly string[]): void {
  stream.write(lines.map((line) => `${shown(line)}\n`).join(''));
}

function shown(line: string): string {
  return line.split(OWN_ESCAPE).map(escapeInvisible).join('\u001B');
}

/** Writes a value as JSON, in which everything that a terminal would not show is escaped as well. */
export function writeJson(stream: NodeJS.WritableStream, value: unknown): void {
  const lines = JSON.stringify(value, null, 2).split('\n');
  stream.write(`${lines.map(escapeInJson).join('\n')}\n`);
}

/**
 * What a terminal obeys instead of showing it, or does not show at all: control characters (C0, C1),
 * halves of surrogate pairs, separators of lines, and format characters, those that turn the direction
 * of writing among them. The two joiners stay: scripts and emoji are written with them.
 */
const INVISIBLE = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}]|(?![\u200C\u200D])\p{Cf}/gu;

/** The text with everything invisible as `\u{1b}`. */
function escapeInvisible(text: string): string {
  return text.replace(INVISIBLE, (found) => `\\u{${found.codePointAt(0)?.toString(16)}}`);
}

/** JSON without line breaks, with everything invisible as `\u001b`: the same value when parsed. */
function escapeInJson(json: string): string {
  return json.replace(INVISIBLE, (found) =>
    Array.from({ length: found.length }, (_, at) => {
      const unit = found.charCodeAt(at).toString(16).padStart(4, '0');
      return `\\u${unit}`;
    }).join(''),
  );
}
