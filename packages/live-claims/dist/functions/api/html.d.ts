/** Markup that may be sent as it stands. */
export declare class Html {
    readonly markup: string;
    constructor(markup: string);
}
/** Markup with values in it: texts are escaped, for elements and quoted attributes alike. */
export declare function html(parts: TemplateStringsArray, ...values: readonly (string | Html | readonly Html[])[]): Html;
