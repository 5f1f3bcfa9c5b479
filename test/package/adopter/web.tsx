import type { Auth } from 'firebase/auth';
import type { Firestore } from 'firebase/firestore';
import type { Functions } from 'firebase/functions';
import { createLiveClaimsReact } from 'live-claims/react';
import { createLiveClaims } from 'live-claims/web';
import config, { type roles } from './live-claims.config.js';

export function open(auth: Auth, firestore: Firestore, functions: Functions): () => void {
  const claims = createLiveClaims({ auth, firestore, functions, config });
  return claims.subscribe(() => claims.getSnapshot().permissions.includes('users.manage'));
}

export const { LiveClaimsProvider, useLiveClaims, useCan, Can } =
  createLiveClaimsReact<typeof roles>();

export function Manage() {
  const allowed = useCan('users.manage');
  return <Can permission="audit.read">{allowed ? 'Manage' : 'Read'}</Can>;
}
