import { liveClaimsServer, requires } from 'live-claims/server';
import config from './live-claims.config.js';

const access = liveClaimsServer(config, { cookie: { name: '__Host-session' } });

export const POST = access.createSession;
export const DELETE = access.endSession;
export const GET = access.guard(
  requires('threads.read', { check: 'marker' }),
  (_request, { role, permissions }) =>
    Response.json({ role, mayManage: permissions.includes('users.manage') }),
);
