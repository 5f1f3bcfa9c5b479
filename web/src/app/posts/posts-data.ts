import {
  addDoc,
  collection,
  deleteDoc,
  doc,
  type Firestore,
  limit,
  orderBy,
  type Query,
  type QueryDocumentSnapshot,
  query,
  serverTimestamp,
  updateDoc,
  where,
} from 'firebase/firestore';
import { type Post, parsePost } from '../../../../functions/src/post.ts';
import { COLLECTIONS } from '../paths.ts';

/** A post with its id. */
export interface StoredPost extends Post {
  readonly id: string;
}

/** How many posts a list shows, newest first. */
export const POSTS_SHOWN = 100;

/** Posts that every user with `posts.read` may list. */
export function publishedPosts(firestore: Firestore): Query {
  return query(
    collection(firestore, COLLECTIONS.posts),
    where('status', '==', 'published'),
    orderBy('createdAt', 'desc'),
    limit(POSTS_SHOWN),
  );
}

/** Posts with drafts; the rules let those with `posts.write` ask for them. */
export function allPosts(firestore: Firestore): Query {
  return query(
    collection(firestore, COLLECTIONS.posts),
    orderBy('createdAt', 'desc'),
    limit(POSTS_SHOWN),
  );
}

export function readPost(document: QueryDocumentSnapshot): StoredPost | null {
  const post = parsePost(document.data({ serverTimestamps: 'estimate' }));
  return post && { ...post, id: document.id };
}

export type PostText = Pick<Post, 'title' | 'body'>;

export async function createDraft(
  firestore: Firestore,
  authorId: string,
  { title, body }: PostText,
): Promise<void> {
  await addDoc(collection(firestore, COLLECTIONS.posts), {
    title,
    body,
    authorId,
    status: 'draft',
    createdAt: serverTimestamp(),
    updatedAt: serverTimestamp(),
  });
}

export async function changePost(
  firestore: Firestore,
  id: string,
  change: Partial<Pick<Post, 'title' | 'body' | 'status'>>,
): Promise<void> {
  const post = doc(firestore, COLLECTIONS.posts, id);
  await updateDoc(post, { ...change, updatedAt: serverTimestamp() });
}

export async function deletePost(firestore: Firestore, id: string): Promise<void> {
  await deleteDoc(doc(firestore, COLLECTIONS.posts, id));
}
