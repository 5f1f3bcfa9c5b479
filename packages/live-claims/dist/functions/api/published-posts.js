import { COLLECTIONS, parsePost } from '../../core/index.js';
/** The most posts in one answer. */
export const MOST_POSTS = 50;
/** The newest published posts, at most `MOST_POSTS`; what cannot be read as one is left out. */
export async function publishedPosts(db) {
    const { docs } = await db
        .collection(COLLECTIONS.posts)
        .where('status', '==', 'published')
        .orderBy('createdAt', 'desc')
        .limit(MOST_POSTS)
        .get();
    return docs.flatMap((document) => {
        const post = parsePost(document.data());
        return post === null ? [] : [{ id: document.id, ...post }];
    });
}
