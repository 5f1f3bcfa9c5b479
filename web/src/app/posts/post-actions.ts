import type { StoredPost } from './posts-data.ts';

/** Which buttons a post offers. */
export interface PostActions {
  readonly edit: boolean;
  readonly publish: boolean;
  readonly withdraw: boolean;
}

/**
 * What a user may do with a post, as far as it makes sense to offer it; the security rules say
 * the same, and decide. Deleting goes with editing.
 */
export function postActions(
  post: Pick<StoredPost, 'authorId' | 'status'>,
  uid: string,
  permissions: readonly string[],
): PostActions {
  const publishes = permissions.includes('posts.publish');
  const isDraft = post.status === 'draft';
  const ownDraft = isDraft && post.authorId === uid && permissions.includes('posts.write');
  return {
    edit: publishes || ownDraft,
    publish: publishes && isDraft,
    withdraw: publishes && !isDraft,
  };
}
