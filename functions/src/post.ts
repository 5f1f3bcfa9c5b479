import { isTimestamp, type TimestampLike } from 'live-claims/core';

export type PostStatus = 'draft' | 'published';

/** Longest texts of a post, in characters. The security rules enforce the same limits. */
export const POST_LIMITS = { postTitle: 200, postBody: 10_000 } as const;

/** `posts/{id}`, the demo's content. */
export interface Post {
  readonly title: string;
  readonly body: string;
  readonly authorId: string;
  readonly status: PostStatus;
  /** Null in a browser that has just written it. */
  readonly createdAt: TimestampLike | null;
  readonly updatedAt: TimestampLike | null;
}

/** The post in unknown data; null when it cannot be read as one. */
export function parsePost(data: unknown): Post | null {
  const { title, body, authorId, status, createdAt, updatedAt } = (data ?? {}) as Partial<Post>;
  const isPost =
    isText(title, 1, POST_LIMITS.postTitle) &&
    isText(body, 0, POST_LIMITS.postBody) &&
    typeof authorId === 'string' &&
    (status === 'draft' || status === 'published') &&
    isTime(createdAt) &&
    isTime(updatedAt);
  return isPost ? { title, body, authorId, status, createdAt, updatedAt } : null;
}

function isText(value: unknown, least: number, most: number): value is string {
  return typeof value === 'string' && value.length >= least && value.length <= most;
}

function isTime(value: unknown): value is TimestampLike | null {
  return value === null || isTimestamp(value);
}
