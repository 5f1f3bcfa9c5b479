import { addDoc, collection } from 'firebase/firestore';
import { currentUser, isEditor } from '../../../lib/current-user';
import { openAsUser } from '../../../lib/firebase/server-app';

export async function POST(request) {
  const user = await currentUser();
  if (!isEditor(user)) return new Response(null, { status: 403 });
  const { title } = await request.json();
  const { db } = await openAsUser();
  const { id } = await addDoc(collection(db, 'drafts'), { title, by: user.uid });
  return Response.json({ id });
}
