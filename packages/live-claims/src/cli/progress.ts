import { clearLine, cursorTo } from 'node:readline';
import { styleText } from 'node:util';

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
