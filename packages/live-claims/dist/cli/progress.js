import { clearLine, cursorTo } from 'node:readline';
import { styleText } from 'node:util';
const FRAMES = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];
const FRAME_MS = 80;
export function createProgress(options = {}) {
    const { stream = process.stdout, animated = stream.isTTY === true } = options;
    const now = options.now ?? (() => performance.now());
    const paint = (style, text) => styleText(style, text, { stream });
    return {
        async step(title, work) {
            const begun = now();
            let detail = '';
            let frame = 0;
            const seconds = () => paint('dim', `${((now() - begun) / 1000).toFixed(1)} s`);
            const line = (mark) => [mark, title, detail && paint('dim', detail), seconds()].filter(Boolean).join('  ');
            const draw = () => {
                const mark = FRAMES[frame++ % FRAMES.length] ?? '';
                cursorTo(stream, 0);
                // Wrapped lines could not be drawn over.
                stream.write(line(paint('cyan', mark)).slice(0, (stream.columns ?? 80) + 30));
                clearLine(stream, 1);
            };
            const timer = animated ? setInterval(draw, FRAME_MS) : undefined;
            const say = (text) => {
                detail = text;
                if (!animated)
                    stream.write(`  ${title}: ${text}\n`);
            };
            const finish = (mark) => {
                clearInterval(timer);
                if (animated) {
                    cursorTo(stream, 0);
                    clearLine(stream, 0);
                }
                stream.write(`${line(mark)}\n`);
            };
            if (!animated)
                stream.write(`  ${title} …\n`);
            try {
                const result = await work(say);
                finish(paint('green', '✔'));
                return result;
            }
            catch (error) {
                const given = error instanceof Error && 'code' in error && error.code === 'interrupted';
                finish(given ? paint('dim', '■') : paint('red', '✗'));
                throw error;
            }
        },
    };
}
