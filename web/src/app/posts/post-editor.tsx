import { Button, Textarea, TextInput } from '@mantine/core';
import { Failure, StillWaiting, useTask } from 'live-claims/console/parts';
import { textOf } from 'live-claims/console/parts/text';
import { type FormEvent, useState } from 'react';
import { POST_LIMITS } from '../../../../functions/src/post.ts';
import { Dialog, DialogButtons } from '../dialogs.ts';
import { useFirebase } from '../firebase-context.ts';
import { useLiveClaims, useLiveClaimsClient } from '../live-claims.ts';
import { notices } from '../notices/notices.ts';
import { postActions } from './post-actions.ts';
import { changePost, createDraft, type PostText, type StoredPost } from './posts-data.ts';

const NEW = 'new';

/** Writes a new post or edits one. Stays open, text and all, when the right to save is lost. */
export default function PostEditor({
  post,
  unsaved,
  onClose,
}: {
  post: StoredPost | null;
  /** Texts that were written and not saved, by post id; kept up to date here. */
  unsaved: Map<string, PostText>;
  onClose: () => void;
}) {
  const claims = useLiveClaimsClient();
  const { firestore, uid } = useFirebase();
  const { permissions } = useLiveClaims();
  const { run, pending, isSlow, failure } = useTask();
  const [titleMissing, setTitleMissing] = useState(false);
  const key = post?.id ?? NEW;
  const start: PostText = unsaved.get(key) ?? post ?? { title: '', body: '' };
  const maySave =
    post === null ? permissions.includes('posts.write') : postActions(post, uid, permissions).edit;

  function keep(event: FormEvent<HTMLFormElement>): void {
    unsaved.set(key, read(event.currentTarget));
    setTitleMissing(false);
  }

  function save(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault();
    const text = read(event.currentTarget);
    if (text.title === '') {
      setTitleMissing(true);
      return;
    }
    run(async () => {
      await claims.withFreshClaims(() =>
        post === null ? createDraft(firestore, uid, text) : changePost(firestore, post.id, text),
      );
      unsaved.delete(key);
      notices.post({
        kind: 'done',
        text: post === null ? `“${text.title}” is saved as a draft.` : 'Your changes are saved.',
      });
    }, onClose);
  }

  return (
    <Dialog
      title={post === null ? 'Write a post' : 'Edit post'}
      onClose={onClose}
      closable={!pending || isSlow}
    >
      <form onSubmit={save} onInput={keep} noValidate>
        <TextInput
          name="title"
          label="Title (required)"
          required
          withAsterisk={false}
          defaultValue={start.title}
          maxLength={POST_LIMITS.postTitle}
          error={titleMissing && 'Give the post a title.'}
          data-autofocus
        />
        <Textarea
          name="body"
          label="Text"
          defaultValue={start.body}
          maxLength={POST_LIMITS.postBody}
          autosize
          minRows={8}
          maxRows={18}
          size="md"
        />
        {!maySave && (
          <Failure>
            Your access changed, and you can no longer save this. Copy the text if you need it; the
            dialog keeps it, should the right come back.
          </Failure>
        )}
        {failure !== null && <Failure>{failure}</Failure>}
        {isSlow && <StillWaiting />}
        <DialogButtons>
          <Button variant="default" onClick={onClose} disabled={pending && !isSlow}>
            {isSlow ? 'Close' : 'Cancel'}
          </Button>
          <Button type="submit" loading={pending} disabled={!maySave}>
            {post === null ? 'Save draft' : 'Save'}
          </Button>
        </DialogButtons>
      </form>
    </Dialog>
  );
}

function read(form: HTMLFormElement): PostText {
  const data = new FormData(form);
  return { title: textOf(data, 'title'), body: textOf(data, 'body') };
}
