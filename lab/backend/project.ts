import { initializeApp } from 'firebase-admin/app';
import { getAuth } from 'firebase-admin/auth';
import { getFirestore } from 'firebase-admin/firestore';
import { appRoles } from '../../functions/src/live-claims.config.ts';
import { createGuard, readAtOnce } from '../../packages/live-claims/src/functions/guards/guard.ts';

const app = initializeApp(undefined, 'lab');

/** The project as the lab's own functions see it. */
export const auth = getAuth(app);
export const db = getFirestore(app);
export const guard = createGuard(appRoles, readAtOnce(db));
