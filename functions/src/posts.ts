import type { Firestore } from 'firebase-admin/firestore';
import { type Content, html } from 'live-claims/functions';
import type { Permission } from './live-claims.config.ts';
import { type Post, parsePost } from './post.ts';

/** The most posts in one answer. */
const MOST_POSTS = 50;

/** The newest published posts, at most `MOST_POSTS`; what cannot be read as one is left out. */
async function publishedPosts(db: Firestore): Promise<readonly (Post & { id: string })[]> {
  const { docs } = await db
    .collection('posts')
    .where('status', '==', 'published')
    .orderBy('createdAt', 'desc')
    .limit(MOST_POSTS)
    .get();
  return docs.flatMap((document) => {
    const post = parsePost(document.data());
    return post === null ? [] : [{ id: document.id, ...post }];
  });
}

/** The published posts, as JSON for the app and as a page without any script. */
export const posts: Content<Permission> = {
  '/posts': {
    permission: 'posts.read',
    json: async (db) => ({ posts: await publishedPosts(db) }),
  },
  '/pages/posts': {
    permission: 'posts.read',
    title: 'Posts',
    page: async (db) => {
      const articles = (await publishedPosts(db)).map(
        ({ title, body }) => html`<article>\n<h2>${title}</h2>\n<p>${body}</p>\n</article>\n`,
      );
      return html`${articles.length > 0 ? articles : html`<p>Nothing has been published yet.</p>\n`}`;
    },
  },
};
