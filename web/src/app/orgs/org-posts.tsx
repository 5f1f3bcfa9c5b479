import { Button, Textarea, TextInput } from '@mantine/core';
import { Failure, useTask } from 'live-claims/console/parts';
import { textOf } from 'live-claims/console/parts/text';
import { type FormEvent, useMemo } from 'react';
import { POST_LIMITS } from '../../../../functions/src/post.ts';
import { useFirebase } from '../firebase-context.ts';
import { Can, useCan, useLiveClaimsClient, useLiveQuery } from '../live-claims.ts';
import type { StoredPost } from '../posts/posts-data.ts';
import classes from './orgs.module.css';
import { orgPosts, readOrgPost, removePost, writePost } from './orgs-data.ts';

/** What was written in an organisation, and a form for those who may write there. */
export function OrgPosts({ orgId }: { orgId: string }) {
  const { firestore } = useFirebase();
  const canRead = useCan('posts.read', { in: orgId });
  const query = useMemo(
    () => (canRead ? orgPosts(firestore, orgId) : null),
    [firestore, orgId, canRead],
  );
  const { items, status } = useLiveQuery(query, readOrgPost);
  return (
    <section aria-label="Posts of the organisation">
      <h2>Posts</h2>
      <Can permission="posts.write" in={orgId}>
        <WritePost orgId={orgId} />
      </Can>
      {status === 'ready' && items.length === 0 && <p>Nothing is written here yet.</p>}
      <ul className={classes.list}>
        {items.map((post) => (
          <li key={post.id} className={classes.row}>
            <OrgPost orgId={orgId} post={post} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function WritePost({ orgId }: { orgId: string }) {
  const claims = useLiveClaimsClient();
  const { firestore, uid } = useFirebase();
  const { run, pending, failure } = useTask();

  function save(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault();
    const form = event.currentTarget;
    const data = new FormData(form);
    const text = { title: textOf(data, 'title'), body: textOf(data, 'body') };
    if (text.title === '') return;
    run(async () => {
      await claims.withFreshClaims(() => writePost(firestore, orgId, uid, text));
      form.reset();
    });
  }

  return (
    <form onSubmit={save} className={classes.form}>
      <TextInput
        name="title"
        label="Title (required)"
        required
        withAsterisk={false}
        maxLength={POST_LIMITS.postTitle}
      />
      <Textarea name="body" label="Text" autosize minRows={2} maxLength={POST_LIMITS.postBody} />
      {failure !== null && <Failure>{failure}</Failure>}
      <div>
        <Button type="submit" loading={pending}>
          Post
        </Button>
      </div>
    </form>
  );
}

function OrgPost({ orgId, post }: { orgId: string; post: StoredPost }) {
  const claims = useLiveClaimsClient();
  const { firestore, uid } = useFirebase();
  const manages = useCan('members.manage', { in: orgId });
  const writes = useCan('posts.write', { in: orgId });
  const { run, pending, failure } = useTask();
  return (
    <article className={classes.post}>
      <h3 dir="auto">{post.title}</h3>
      {post.body !== '' && (
        <p className={classes.body} dir="auto">
          {post.body}
        </p>
      )}
      {(manages || (writes && post.authorId === uid)) && (
        <div>
          <Button
            variant="subtle"
            color="gray"
            size="xs"
            loading={pending}
            aria-label={`Delete “${post.title}”`}
            onClick={() =>
              run(() => claims.withFreshClaims(() => removePost(firestore, orgId, post.id)))
            }
          >
            Delete
          </Button>
        </div>
      )}
      {failure !== null && <Failure>{failure}</Failure>}
    </article>
  );
}
