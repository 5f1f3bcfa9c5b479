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
export declare function thisTerminal(): Terminal;
/**
 * Paints for lines that `writeLines` writes to this stream: no colour in a pipe, none with `NO_COLOR`.
 */
export declare function painter(stream: NodeJS.WritableStream): Paint;
/** Paints for text that holds nothing but this program's own words, and goes past `writeLines`. */
export declare function plainPainter(stream: NodeJS.WritableStream): Paint;
/**
 * Writes lines, the only way in which text of others (names, addresses, fields of documents, errors of
 * the platform) reaches a terminal: whatever could steer it, hide text or begin a line of its own is
 * shown as `\u{1b}`.
 *
 * @param lines one each, with the styles of `painter`.
 */
export declare function writeLines(stream: NodeJS.WritableStream, lines: readonly string[]): void;
/** Writes a value as JSON, in which everything that a terminal would not show is escaped as well. */
export declare function writeJson(stream: NodeJS.WritableStream, value: unknown): void;
