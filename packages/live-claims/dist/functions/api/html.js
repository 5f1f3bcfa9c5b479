import escapeHtml from 'escape-html';
/** Markup that may be sent as it stands. */
export class Html {
    markup;
    constructor(markup) {
        this.markup = markup;
    }
}
/** Markup with values in it: texts are escaped, for elements and quoted attributes alike. */
export function html(parts, ...values) {
    return new Html(String.raw({ raw: parts }, ...values.map(markupOf)));
}
function markupOf(value) {
    if (typeof value === 'string')
        return escapeHtml(value);
    return value instanceof Html ? value.markup : value.map(markupOf).join('');
}
