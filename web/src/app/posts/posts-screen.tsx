import { Button } from '@mantine/core';
import { LiveList, Message } from 'live-claims/console/parts';
import { lazy, Suspense, useMemo, useState } from 'react';
import type { Permission } from '../../../../functions/src/live-claims.config.ts';
import { useIsNew } from '../access/use-is-new.ts';
import { useFirebase } from '../firebase-context.ts';
import { IconPencilPlus } from '../icons.ts';
import { Can, useCan, useLiveQuery } from '../live-claims.ts';
import { Screen } from '../shell/screen.tsx';
import { PostArticle } from './post-article.tsx';
import classes from './posts.module.css';
import { allPosts, publishedPosts, readPost, type StoredPost } from './posts-data.ts';
import { unsavedOf } from './unsaved-posts.ts';

const loadEditor = () => import('./post-editor.tsx');
const PostEditor = lazy(loadEditor);
const DeletePost = lazy(() => import('./delete-post.tsx'));

// Preloads the dialog.
loadEditor().catch(() => undefined);

type Open =
  | { readonly dialog: 'editor'; readonly post: StoredPost | null }
  | { readonly dialog: 'delete'; readonly post: StoredPost };

export default function PostsScreen() {
  const { firestore, uid } = useFirebase();
  const canRead = useCan('posts.read');
  const canWrite = useCan('posts.write');
  const query = useMemo(() => {
    if (canWrite) return allPosts(firestore);
    return canRead ? publishedPosts(firestore) : null;
  }, [firestore, canRead, canWrite]);
  const found = useLiveQuery(query, readPost);
  const [open, setOpen] = useState<Open | null>(null);

  // Until the other query has answered, the last one's posts stay, without drafts where those
  // have just been taken away.
  const posts = canWrite ? found.items : found.items.filter((post) => post.status === 'published');

  return (
    <Screen
      title="Posts"
      intro={
        canWrite
          ? 'Drafts of all authors, and published posts.'
          : canRead && 'What has been published here.'
      }
      action={
        <Can permission="posts.write">
          <WriteButton onClick={() => setOpen({ dialog: 'editor', post: null })} />
        </Can>
      }
    >
      <LiveList
        found={found}
        isEmpty={posts.length === 0}
        needs={'posts.read' satisfies Permission}
        empty={
          <Message title="No posts yet">
            {canWrite
              ? 'Write the first one. It starts as a draft until a publisher makes it public.'
              : 'Posts appear here as soon as they are published, without a reload.'}
          </Message>
        }
      >
        <ul className={classes.list} aria-label="Posts">
          {posts.map((post) => (
            <li key={post.id}>
              <PostArticle
                post={post}
                onEdit={() => setOpen({ dialog: 'editor', post })}
                onDelete={() => setOpen({ dialog: 'delete', post })}
              />
            </li>
          ))}
        </ul>
      </LiveList>
      <Suspense>
        {open?.dialog === 'editor' && (
          <PostEditor post={open.post} unsaved={unsavedOf(uid)} onClose={() => setOpen(null)} />
        )}
        {open?.dialog === 'delete' && <DeletePost post={open.post} onClose={() => setOpen(null)} />}
      </Suspense>
    </Screen>
  );
}

function WriteButton({ onClick }: { onClick: () => void }) {
  return (
    <Button
      className={classes.write}
      data-new={useIsNew('posts.write')}
      leftSection={<IconPencilPlus size={18} aria-hidden />}
      onClick={onClick}
    >
      Write a post
    </Button>
  );
}
