import { collection, getDocs } from 'firebase/firestore';
import { currentUser, isEditor } from '../../lib/current-user';
import { openAsUser } from '../../lib/firebase/server-app';

export default async function Desk() {
  const user = await currentUser();
  if (!isEditor(user)) return <h1>Not for you</h1>;
  const { db } = await openAsUser();
  const drafts = await getDocs(collection(db, 'drafts'));
  return (
    <main>
      <h1>The desk of the {user.role}</h1>
      <ul>
        {drafts.docs.map((draft) => (
          <li key={draft.id}>{draft.get('title')}</li>
        ))}
      </ul>
    </main>
  );
}
