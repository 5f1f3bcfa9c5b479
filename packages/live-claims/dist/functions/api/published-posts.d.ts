import type { Firestore } from 'firebase-admin/firestore';
import { type Post } from '../../core/index.js';
/** The most posts in one answer. */
export declare const MOST_POSTS = 50;
export interface PublishedPost extends Post {
    readonly id: string;
}
/** The newest published posts, at most `MOST_POSTS`; what cannot be read as one is left out. */
export declare function publishedPosts(db: Firestore): Promise<readonly PublishedPost[]>;
