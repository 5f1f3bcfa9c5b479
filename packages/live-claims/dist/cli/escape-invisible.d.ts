/** The text with everything invisible as `\u{1b}`. */
export declare function escapeInvisible(text: string): string;
/** JSON without line breaks, with everything invisible as `\u001b`: the same value for whoever parses it. */
export declare function escapeInJson(json: string): string;
