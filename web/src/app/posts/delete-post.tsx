import { ConfirmDialog } from '../dialogs.ts';
import { useFirebase } from '../firebase-context.ts';
import { useLiveClaimsClient } from '../live-claims.ts';
import { notices } from '../notices/notices.ts';
import { deletePost, type StoredPost } from './posts-data.ts';

export default function DeletePost({ post, onClose }: { post: StoredPost; onClose: () => void }) {
  const claims = useLiveClaimsClient();
  const { firestore } = useFirebase();
  return (
    <ConfirmDialog
      title="Delete this post?"
      confirm="Delete"
      cancel="Keep it"
      dangerous
      action={async () => {
        await claims.withFreshClaims(() => deletePost(firestore, post.id));
        notices.post({ kind: 'done', text: `“${post.title}” is deleted.` });
      }}
      onClose={onClose}
    >
      <p>“{post.title}” is removed for all readers. This cannot be undone.</p>
    </ConfirmDialog>
  );
}
