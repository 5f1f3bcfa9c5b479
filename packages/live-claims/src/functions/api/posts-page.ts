import type { Response } from 'express';
import { html } from './html.ts';
import { answerPage } from './page.ts';
import type { PublishedPost } from './published-posts.ts';

/** The published posts as a page without any script. */
export function answerPostsPage(response: Response, posts: readonly PublishedPost[]): void {
  const articles = posts.map(
    ({ title, body }) => html`<article>\n<h2>${title}</h2>\n<p>${body}</p>\n</article>\n`,
  );
  const none = html`<p>Nothing has been published yet.</p>\n`;
  answerPage(
    response,
    200,
    'Posts',
    html`${articles.length > 0 ? articles : none}<p><a href="/">Back to the app</a></p>`,
  );
}
