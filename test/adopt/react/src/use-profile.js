import { onAuthStateChanged } from 'firebase/auth';
import { doc, onSnapshot, serverTimestamp, setDoc } from 'firebase/firestore';
import { useEffect, useState } from 'react';
import { auth, db } from './firebase.js';

/** The profile of the signed-in person, made at the first sign-in; null when signed out. */
export function useProfile() {
  const [profile, setProfile] = useState();
  useEffect(() => {
    let stop = () => {};
    const end = onAuthStateChanged(auth, (user) => {
      stop();
      if (!user) return setProfile(null);
      const ref = doc(db, 'users', user.uid);
      stop = onSnapshot(ref, (snapshot) => {
        if (snapshot.exists()) return setProfile({ uid: user.uid, ...snapshot.data() });
        setDoc(ref, {
          email: user.email,
          displayName: user.email.split('@')[0],
          jobTitle: '',
          schedule: [],
          role: null,
          createdAt: serverTimestamp(),
        });
      });
    });
    return () => {
      stop();
      end();
    };
  }, []);
  return profile;
}
