import { onRequest } from 'firebase-functions/https';
import { appRoles } from '../../core/index.ts';
import { createApi } from '../api/create-api.ts';
import { auth, db } from '../firebase/engine.ts';
import { guard } from '../guards/this-guard.ts';
import { OPTIONS } from '../options.ts';

/**
 * The HTTP side, which Hosting serves below `/api` (`firebase.json`), from the same origin as the app:
 * there is no CORS. Everybody may call it; each route has its own guard.
 */
export const api = onRequest(
  { ...OPTIONS, cors: false, invoker: 'public' },
  createApi({
    roles: appRoles,
    permissions: { readPosts: 'posts.read', readAuditLog: 'audit.read' },
    auth,
    db,
    guard,
  }),
);
