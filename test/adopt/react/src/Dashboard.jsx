import { signOut } from 'firebase/auth';
import { collection, getDocs } from 'firebase/firestore';
import { useState } from 'react';
import { auth, db } from './firebase.js';

export function Dashboard({ profile }) {
  const isAdmin = ['admin', 'super_admin'].includes(profile.role);
  const [entries, setEntries] = useState([]);
  const show = async () => setEntries((await getDocs(collection(db, 'logs'))).docs);
  return (
    <main>
      <h1>Hello {profile.displayName}</h1>
      {isAdmin && (
        <button type="button" onClick={show}>
          Show the logs
        </button>
      )}
      {profile.role === 'super_admin' && <a href="/team">The team</a>}
      <ul>
        {entries.map((entry) => (
          <li key={entry.id}>{entry.get('text')}</li>
        ))}
      </ul>
      <button type="button" onClick={() => signOut(auth)}>
        Sign out
      </button>
    </main>
  );
}
