import type { Response } from 'express';
import type { PublishedPost } from './published-posts.js';
/** The published posts as a page without any script. */
export declare function answerPostsPage(response: Response, posts: readonly PublishedPost[]): void;
