import { html } from './html.js';
import { answerPage } from './page.js';
/** The published posts as a page without any script. */
export function answerPostsPage(response, posts) {
    const articles = posts.map(({ title, body }) => html `<article>\n<h2>${title}</h2>\n<p>${body}</p>\n</article>\n`);
    const none = html `<p>Nothing has been published yet.</p>\n`;
    answerPage(response, 200, 'Posts', html `${articles.length > 0 ? articles : none}<p><a href="/">Back to the app</a></p>`);
}
