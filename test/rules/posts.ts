import { serverTimestamp } from 'firebase/firestore';
import { timeFromNow } from './principals.ts';

/** A post as it is stored. */
export const storedPost = (authorId: string, status: 'draft' | 'published') => ({
  title: 'A title',
  body: 'A body',
  authorId,
  status,
  createdAt: timeFromNow(-3600),
  updatedAt: timeFromNow(-60),
});

/** A post as its author first writes it. */
export const newPost = (authorId: string) => ({
  title: 'A title',
  body: 'A body',
  authorId,
  status: 'draft',
  createdAt: serverTimestamp(),
  updatedAt: serverTimestamp(),
});
