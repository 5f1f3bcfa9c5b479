import { clearLine, cursorTo } from 'node:readline';
import { styleText } from 'node:util';
import type { Terminal } from './terminal.ts';

export interface Progress {
  /**
   * Shows one line for `work` while it runs, then what became of it (✔, ✗ or, for an error whose
   * `code` is `interrupted`, ■) and how long it took. Comes back with what `work` comes back with; what it
   * throws goes on.
   */
  readonly step: <T>(
    title: string,
    work: (say: (detail: string) => void) => Promise<T>,
  ) => Promise<T>;
}

export interface ProgressOptions {
  readonly stream?: NodeJS.WriteStream;
  /** Whether the line may change in place; a terminal does that, a file and a log do not. */
  readonly animated?: boolean;
  /** Milliseconds on a clock that only goes forward. */
  readonly now?: () => number;
}

const FRAMES = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];
const FRAME_MS = 80;

export function createProgress(options: ProgressOptions = {}): Progress {
  const { stream = process.stdout, animated = stream.isTTY === true } = options;
  const now = options.now ?? (() => performance.now());
  const paint = (style: Parameters<typeof styleText>[0], text: string) =>
    styleText(style, text, { stream });

  return {
    async step(title, work) {
      const begun = now();
      let detail = '';
      let frame = 0;
      const seconds = () => paint('dim', `${((now() - begun) / 1000).toFixed(1)} s`);
      const line = (mark: string) =>
        [mark, title, detail && paint('dim', detail), seconds()].filter(Boolean).join('  ');
      const draw = () => {
        const mark = FRAMES[frame++ % FRAMES.length] ?? '';
        cursorTo(stream, 0);
        // Wrapped lines could not be drawn over.
        stream.write(line(paint('cyan', mark)).slice(0, (stream.columns ?? 80) + 30));
        clearLine(stream, 1);
      };
      const timer = animated ? setInterval(draw, FRAME_MS) : undefined;
      const say = (text: string) => {
        detail = text;
        if (!animated) stream.write(`  ${title}: ${text}\n`);
      };
      const finish = (mark: string) => {
        clearInterval(timer);
        if (animated) {
          cursorTo(stream, 0);
          clearLine(stream, 0);
        }
        stream.write(`${line(mark)}\n`);
      };
      if (!animated) stream.write(`  ${title} …\n`);
      try {
        const result = await work(say);
        finish(paint('green', '✔'));
        return result;
      } catch (error) {
        const given = error instanceof Error && 'code' in error && error.code === 'interrupted';
        finish(given ? paint('dim', '■') : paint('red', '✗'));
        throw error;
      }
    },
  };
}

/** Where a line cannot change in place, as in a log, this is often enough. */
const LINE_EVERY_MS = 5000;

/**
 * Shows one line with a bar while `work` runs, in place on a terminal and every few seconds
 * elsewhere. On stderr: stdout is for the answer.
 *
 * @param work reports how far it is, and may add a word.
 * @param wasLeft whether the work was given up on request, which the line then shows.
 */
export async function showProgress<T>(
  { err }: Pick<Terminal, 'err'>,
  title: string,
  work: (show: (count: Count, word?: string) => void) => Promise<T>,
  wasLeft: (result: T) => boolean,
): Promise<T> {
  const animated = err.isTTY === true;
  let last = Number.NEGATIVE_INFINITY;
  try {
    return await createProgress({ stream: err, animated }).step(title, async (say) => {
      let unsaid: string | null = null;
      const result = await work((count, word) => {
        const now = performance.now();
        unsaid = [barText(count), word].filter(Boolean).join(' · ');
        if (!animated && now - last < LINE_EVERY_MS) return;
        last = now;
        say(unsaid);
        unsaid = null;
      });
      if (unsaid !== null) say(unsaid);
      if (wasLeft(result)) throw new Left(result);
      return result;
    });
  } catch (error) {
    if (error instanceof Left) return error.result as T;
    throw error;
  }
}

/** `createProgress` marks a line as given up by this code, neither done nor failed. */
class Left extends Error {
  readonly code = 'interrupted';
  readonly result: unknown;

  constructor(result: unknown) {
    super('Left on request.');
    this.result = result;
  }
}

/** How far work on many people has got. */
export interface Count {
  readonly seen: number;
  /** An estimate: more may turn up. */
  readonly total: number;
  readonly changed: number;
  readonly skipped: number;
}

const WIDTH = 24;

/** “██████░░░░  42 %  4,200 of 10,000 · 12 changed · 1 skipped”. */
export function barText({ seen, total, changed, skipped }: Count): string {
  const share = total === 0 ? 1 : Math.min(1, seen / total);
  const full = Math.floor(share * WIDTH);
  const bar = '█'.repeat(full) + '░'.repeat(WIDTH - full);
  const percent = `${Math.floor(share * 100)} %`.padStart(5);
  const counts = [
    `${figure(seen)} of ${figure(Math.max(total, seen))}`,
    `${figure(changed)} changed`,
    ...(skipped > 0 ? [`${figure(skipped)} skipped`] : []),
  ];
  return `${bar} ${percent}  ${counts.join(' · ')}`;
}

/** “10,000” */
export function figure(count: number): string {
  return count.toLocaleString('en-GB');
}
