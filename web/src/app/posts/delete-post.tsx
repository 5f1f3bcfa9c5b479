import { Button } from '@mantine/core';
import { Dialog, DialogButtons } from '../dialog.tsx';
import { useFirebase } from '../firebase-context.ts';
import { Failure } from '../message.tsx';
import { notices } from '../notices/notices.ts';
import { useTask } from '../use-task.ts';
import { deletePost, type StoredPost } from './posts-data.ts';

export default function DeletePost({ post, onClose }: { post: StoredPost; onClose: () => void }) {
  const { claims, firestore } = useFirebase();
  const { run, pending, failure } = useTask();

  function confirm(): void {
    run(async () => {
      await claims.withFreshClaims(() => deletePost(firestore, post.id));
      notices.post({ kind: 'done', text: `“${post.title}” is deleted.` });
      onClose();
    });
  }

  return (
    <Dialog title="Delete this post?" onClose={onClose} closable={!pending}>
      <p>“{post.title}” disappears for everybody. This cannot be undone.</p>
      {failure !== null && <Failure>{failure}</Failure>}
      <DialogButtons>
        <Button variant="default" onClick={onClose} disabled={pending} data-autofocus>
          Keep it
        </Button>
        <Button color="red" loading={pending} onClick={confirm}>
          Delete
        </Button>
      </DialogButtons>
    </Dialog>
  );
}
