'use client';

import { signOut } from 'firebase/auth';
import { followWithSession } from 'live-claims/web';
import { useRouter } from 'next/navigation';
import { useEffect } from 'react';
import { client } from '../client.js';

export function Follow() {
  const router = useRouter();
  useEffect(() => {
    const { auth, claims } = client();
    return followWithSession(claims, { auth, changed: () => router.refresh() }).stop;
  }, [router]);
  return (
    <button type="button" onClick={() => signOut(client().auth)}>
      Sign out
    </button>
  );
}
