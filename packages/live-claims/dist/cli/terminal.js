import { randomUUID } from 'node:crypto';
import { createInterface } from 'node:readline/promises';
import { styleText } from 'node:util';
import { escapeInJson, escapeInvisible } from './escape-invisible.js';
/** The terminal of this process. */
export function thisTerminal() {
    const { stdin, stdout, stderr, env } = process;
    return {
        out: stdout,
        err: stderr,
        env,
        ask: stdin.isTTY && stderr.isTTY ? askOnTerminal : null,
    };
}
/** The question goes to stderr: stdout is for the answer alone. */
async function askOnTerminal(question, signal) {
    const lines = createInterface({ input: process.stdin, output: process.stderr });
    // Readline takes Ctrl-C for itself; here it ends the command as everywhere else.
    lines.on('SIGINT', () => process.kill(process.pid, 'SIGINT'));
    try {
        return await lines.question(question, { signal });
    }
    finally {
        lines.close();
    }
}
/** Stands for ESC in the styles of this program; nobody else's text can know it. */
const OWN_ESCAPE = `\u001B${randomUUID()}`;
const SPLIT = ' ';
/**
 * Paints for lines that `writeLines` writes to this stream: no colour in a pipe, none with `NO_COLOR`.
 */
export function painter(stream) {
    return (style, text) => {
        const [open = '', close = ''] = styleText(style, SPLIT, { stream }).split(SPLIT);
        return `${ownStyle(open)}${text}${ownStyle(close)}`;
    };
}
const ownStyle = (codes) => codes.replaceAll('\u001B', OWN_ESCAPE);
/** Paints for text that holds nothing but this program's own words, and goes past `writeLines`. */
export function plainPainter(stream) {
    return (style, text) => styleText(style, text, { stream });
}
/**
 * Writes lines, the only way in which text of others (names, addresses, fields of documents, errors of
 * the platform) reaches a terminal: whatever could steer it, hide text or begin a line of its own is
 * shown as `\u{1b}`.
 *
 * @param lines one each, with the styles of `painter`.
 */
export function writeLines(stream, lines) {
    stream.write(lines.map((line) => `${shown(line)}\n`).join(''));
}
function shown(line) {
    return line.split(OWN_ESCAPE).map(escapeInvisible).join('\u001B');
}
/** Writes a value as JSON, in which everything that a terminal would not show is escaped as well. */
export function writeJson(stream, value) {
    const lines = JSON.stringify(value, null, 2).split('\n');
    stream.write(`${lines.map(escapeInJson).join('\n')}\n`);
}
