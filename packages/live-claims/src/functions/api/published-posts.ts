import type { Firestore } from 'firebase-admin/firestore';
import { type Post, parsePost } from '../../core/index.ts';

/** The most posts in one answer. */
export const MOST_POSTS = 50;

export interface PublishedPost extends Post {
  readonly id: string;
}

/** The newest published posts, at most `MOST_POSTS`; what cannot be read as one is left out. */
export async function publishedPosts(db: Firestore): Promise<readonly PublishedPost[]> {
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
