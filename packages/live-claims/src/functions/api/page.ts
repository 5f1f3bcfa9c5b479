import escapeHtml from 'escape-html';
import type { Response } from 'express';
import { accessRefusalSentence, type RefusalDetails } from '../../core/index.ts';
import { challengeHeader, httpStatus } from '../guards/refusal.ts';
import type { Handler } from './route-requests.ts';

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

/** Where the style is: a file of the same origin, which Hosting's own policy lets in as well. */
export const STYLE_PATH = '/pages/style.css';

const STYLE = `
:root { color-scheme: light dark; font: 1rem/1.5 system-ui, sans-serif; }
body { max-width: 40rem; margin: 3rem auto; padding: 0 1rem; }
article { margin: 2rem 0; }
p { white-space: pre-wrap; overflow-wrap: anywhere; }
`;

/** The style, and nothing else: no script, no image, no form, no frame, no base. */
const POLICY =
  "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** `GET /api/pages/style.css`: the same for all users, so every cache may keep it. */
export const answerStyle: Handler = async (_request, response) => {
  response.set('Cache-Control', 'public, max-age=3600').type('css').send(STYLE);
};

/** Answers with a page that no cache keeps. */
export function answerPage(response: Response, status: number, title: string, body: Html): void {
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<link rel="stylesheet" href="/api${STYLE_PATH}">
</head>
<body>
<main>
<h1>${title}</h1>
${body}
</main>
</body>
</html>
`;
  response.set({ 'Content-Security-Policy': POLICY, 'Cache-Control': 'private, no-store' });
  response.status(status).type('html').send(page.markup);
}

/** Tells a person why they do not see the page, and where to go from here. */
export function refuseAsPage(response: Response, details: RefusalDetails): void {
  const challenge = challengeHeader(details);
  if (challenge !== null) response.set('WWW-Authenticate', challenge);
  const sentence = SENTENCES[details.reason] ?? accessRefusalSentence(details.reason);
  answerPage(
    response,
    httpStatus(details),
    'Not now',
    html`<p>${sentence}</p>\n<p><a href="/">Back to the app</a></p>`,
  );
}

/** A session cookie is not refreshed by hand: the app opens the next session. */
const SENTENCES: Partial<Record<RefusalDetails['reason'], string>> = {
  'signed-out': 'Your session has ended. Open this page from the app again.',
  'token-stale': 'Your access has changed. Open this page from the app again.',
  'token-too-old': 'Your session has ended. Open this page from the app again.',
};
