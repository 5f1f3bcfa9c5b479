import { doc, getDoc } from 'firebase/firestore';
import { openAsUser } from './firebase/server-app';

/** Who asks for the page, and their role; null for nobody. */
export async function currentUser() {
  const { user, db } = await openAsUser();
  if (!user) return null;
  const profile = await getDoc(doc(db, 'users', user.uid));
  return { uid: user.uid, role: profile.get('role') ?? 'reader' };
}

export const isEditor = (user) => ['editor', 'chief'].includes(user?.role);
