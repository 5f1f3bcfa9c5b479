import { Button } from '@mantine/core';
import { Failure, useTask } from 'live-claims/console/parts';
import { dayOf } from 'live-claims/console/parts/text';
import { millisOf, versionAt } from 'live-claims/core';
import { useId, useState } from 'react';
import { useFirebase } from '../firebase-context.ts';
import { useLiveClaims, useLiveClaimsClient } from '../live-claims.ts';
import { notices } from '../notices/notices.ts';
import { postActions } from './post-actions.ts';
import classes from './posts.module.css';
import { changePost, type StoredPost } from './posts-data.ts';

/** From this length on, in characters, a post is shown folded. */
const LONG = 700;

export function PostArticle({
  post,
  onEdit,
  onDelete,
}: {
  post: StoredPost;
  onEdit: () => void;
  onDelete: () => void;
}) {
  const claims = useLiveClaimsClient();
  const { firestore, uid } = useFirebase();
  const { permissions } = useLiveClaims();
  const { run, pending, failure } = useTask();
  const [unfolded, setUnfolded] = useState(false);
  const titleId = useId();
  const bodyId = useId();
  const may = postActions(post, uid, permissions);
  const isDraft = post.status === 'draft';
  const folds = post.body.length > LONG;

  function setStatus(status: StoredPost['status']): void {
    run(async () => {
      await claims.withFreshClaims(() => changePost(firestore, post.id, { status }));
      const done = status === 'published' ? 'is published' : 'is a draft again';
      notices.post({ kind: 'done', text: `“${post.title}” ${done}.` });
    });
  }

  return (
    <article className={classes.post} aria-labelledby={titleId}>
      <p className={classes.meta}>
        {post.createdAt !== null && <span>{dayOf(millisOf(versionAt(post.createdAt)))}</span>}
        {isDraft && <span className={classes.draft}>Draft</span>}
        {post.authorId === uid && <span>By you</span>}
      </p>
      <div className={classes.content}>
        <h2 id={titleId} className={classes.title}>
          {post.title}
        </h2>
        {post.body !== '' && (
          <p id={bodyId} className={classes.body} data-folded={(folds && !unfolded) || undefined}>
            {post.body}
          </p>
        )}
        {folds && (
          <button
            type="button"
            className={classes.unfold}
            aria-expanded={unfolded}
            aria-controls={bodyId}
            onClick={() => setUnfolded(!unfolded)}
          >
            {unfolded ? 'Show less' : 'Read on'}
          </button>
        )}
        {(may.edit || may.publish || may.withdraw) && (
          <div className={classes.actions}>
            {may.publish && (
              <Button
                variant="outline"
                size="xs"
                loading={pending}
                aria-label={`Publish “${post.title}”`}
                onClick={() => setStatus('published')}
              >
                Publish
              </Button>
            )}
            {may.withdraw && (
              <Button
                variant="default"
                size="xs"
                loading={pending}
                aria-label={`Withdraw “${post.title}”`}
                onClick={() => setStatus('draft')}
              >
                Withdraw
              </Button>
            )}
            {may.edit && (
              <>
                <Button
                  variant="subtle"
                  size="xs"
                  aria-label={`Edit “${post.title}”`}
                  onClick={onEdit}
                >
                  Edit
                </Button>
                <Button
                  variant="subtle"
                  color="gray"
                  size="xs"
                  aria-label={`Delete “${post.title}”`}
                  onClick={onDelete}
                >
                  Delete
                </Button>
              </>
            )}
          </div>
        )}
        {failure !== null && <Failure>{failure}</Failure>}
      </div>
    </article>
  );
}
