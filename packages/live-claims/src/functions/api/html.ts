import escapeHtml from 'escape-html';

/**
 * Markup that may be sent as it stands.
 *
 * @example const line: Html = html`<p>${text}</p>`;
 */
export class Html {
  readonly markup: string;

  constructor(markup: string) {
    this.markup = markup;
  }
}

/**
 * Markup with values in it: texts are escaped, for elements and quoted attributes alike.
 *
 * @example html`<p title="${title}">${text}</p>`
 */
export function html(
  parts: TemplateStringsArray,
  ...values: readonly (string | Html | readonly Html[])[]
): Html {
  return new Html(String.raw({ raw: parts }, ...values.map(markupOf)));
}

function markupOf(value: string | Html | readonly Html[]): string {
  if (typeof value === 'string') return escapeHtml(value);
  return value instanceof Html ? value.markup : value.map(markupOf).join('');
}
